#pragma once
// Tables about releases of frameworks and of images: what each was built with. What they need of an
// image stands in pip-packages, what an image holds in image-contents; frameworks.h and
// image_releases.h put both together.

#include "matrix/shapes.h"

namespace cudafit::matrix::shapes {

/// What the builds of one release, or of a range of releases, are made with.
inline constexpr Shape framework_releases{
    .table = "framework-release",
    .keys = 5,
    .columns = {{
        {"package", Kind::text, required},
        {"from", Kind::version},  // the first release; absent: from the first one there is
        {"post", Kind::text},     // "post1" of 0.0.25.post1
        {"extra", Kind::text},
        {"variant", Kind::text},  // as in pip-packages: a local version or an index
        {"range", Kind::text},    // PEP 440; absent: this one release
        {"also", Kind::texts},    // packages with the same builds
        {"date", Kind::date},
        {"cuda", Kind::versions},  // built or tested with
        {"cudnn", Kind::versions},
        {"cuda_from", Kind::version},  // the span of toolkits its builds are for
        {"cuda_to", Kind::version},
        {"cc_min", Kind::version},
        {"archs", Kind::texts},
        {"compiler", Kind::text},
        {"tensorrt", Kind::text},
        {"jaxlib", Kind::text},
        {"jaxlib_min", Kind::text},
        {"extras", Kind::texts},
        {"variants", Kind::texts},
        {"pins", Kind::texts},
        {"torch", Kind::text},  // where pip-packages has none
        {"index", Kind::text},  // absent: PyPI, or image
        {"image", Kind::text},  // the repository it comes in
        {"note", Kind::text},
    }},
};

/// One image, as far as image-contents does not say it.
inline constexpr Shape image_releases{
    .table = "image-release",
    .keys = 2,
    .columns = {{
        {"repository", Kind::text, required},
        {"tag", Kind::text, required},
        {"cuda_build", Kind::text},  // its CUDA with more digits: "12.4.1.003"
        {"python", Kind::version},
        {"os", Kind::text},
        {"tensorrt", Kind::text},
        {"tensorrt_weak", Kind::flag},  // that one alone is from memory
        {"tensorrt_llm", Kind::text},
        {"vllm", Kind::text},
        {"driver", Kind::driver},              // the oldest its publisher names
        {"data_center_drivers", Kind::texts},  // older ones that do with data center GPUs
        {"cuda_driver", Kind::driver},         // the driver its CUDA came out with
        {"min_cc", Kind::version},             // GPUs from there on are known to run it
        {"size_mb", Kind::number},             // unpacked
        {"compressed_mb", Kind::number},
    }},
};

/// What Jetson boards run, by the release of L4T, and what images for them hold.
inline constexpr Shape jetson_releases{
    .table = "jetson-release",
    .keys = 1,
    .columns = {{
        {"l4t", Kind::version, required},
        {"jetpack", Kind::text, required},
        {"cuda", Kind::version, required},
        {"ubuntu", Kind::text, required},
        {"archs", Kind::texts, required},
        {"image", Kind::text},  // absent: images for servers with Arm processors run on it
    }},
};

/// The file name of one of CUDA's libraries, from a toolkit on, within its major.
inline constexpr Shape library_names{
    .table = "library-names",
    .keys = 2,
    .columns = {{
        {"library", Kind::text, required},
        {"cuda", Kind::version, required},
        {"name", Kind::text, required},
    }},
};

/// Libraries that a span of releases opens by their file names.
inline constexpr Shape opened_libraries{
    .table = "opened-libraries",
    .keys = 2,
    .columns = {{
        {"package", Kind::text, required},
        {"from", Kind::version, required},
        {"below", Kind::version, required},
        {"names", Kind::texts, required},
    }},
};

inline constexpr std::array<std::string_view, 2> libdevice_words = {"always", "training"};

/// Packages that compile for the GPU with libdevice and libNVVM of the toolkit.
inline constexpr Shape libdevice_users{
    .table = "libdevice-users",
    .keys = 2,
    .columns = {{
        {"package", Kind::text, required},
        {"n", Kind::number, required},  // the order of the rows of a package
        {"extra", Kind::text},
        {"range", Kind::text, required},
        {"when", Kind::word, required, libdevice_words},
        {"error", Kind::text, required},
    }},
};

inline constexpr std::array framework_topic = {&framework_releases, &image_releases,
                                               &jetson_releases,    &library_names,
                                               &opened_libraries,   &libdevice_users};

}  // namespace cudafit::matrix::shapes
