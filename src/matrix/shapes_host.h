#pragma once
// Tables about clouds, hosts, libraries and driver releases.

#include "matrix/shapes.h"
#include "matrix/shapes_driver.h"

namespace cudafit::matrix::shapes {

inline constexpr std::array<std::string_view, 3> provider_words = {"aws", "gcp", "azure"};
inline constexpr std::array<std::string_view, 2> platform_words = {"amd64", "arm64"};
/// Instances that differ only in size.
inline constexpr Shape cloud_family{
    .table = "cloud-family",
    .keys = 2,
    .columns = {{
        {"provider", Kind::word, required, provider_words},
        {"family", Kind::text, required},
        {"patterns", Kind::texts, required},  // of types in lower case; * is any text
        {"gpu", Kind::text},                  // a name of gpus.yaml
        {"other", Kind::text},                // instead: what accelerator of others it has
        {"memory", Kind::number},             // of each, in GiB
        {"platform", Kind::word, required, platform_words},
        {"vgpu", Kind::flag},     // needs NVIDIA's driver for virtual GPUs
        {"retired", Kind::flag},  // cannot be started any more
        {"driver", Kind::text},   // a row of cloud-driver
    }},
};

/// Types of instances. What a family says is not repeated.
inline constexpr Shape cloud_instance{
    .table = "cloud-instance",
    .keys = 1,
    .columns = {{
        {"type", Kind::text, required},  // in lower case
        {"name", Kind::text},            // as the provider writes it, where that differs
        {"count", Kind::number},         // whole GPUs
        {"share", Kind::text},           // or a part of one: "1/8"
    }},
};

/// Drivers that come with managed nodes.
inline constexpr Shape cloud_driver{
    .table = "cloud-driver",
    .keys = 1,
    .columns = {{
        {"id", Kind::text, required},
        {"on", Kind::text, required},
        {"driver", Kind::driver, required},  // 580: some release of that branch
    }},
};

inline constexpr Shape driver_release{
    .table = "driver-release",
    .keys = 2,
    .columns = {{
        {"os", Kind::word, required, host_os_words},
        {"driver", Kind::driver, required},
        {"date", Kind::date},
        {"beta", Kind::flag},  // a developer's beta, by its number
    }},
};

inline constexpr Shape nccl_release{
    .table = "nccl-release",
    .keys = 1,
    .columns = {{
        {"nccl", Kind::version, required},
        {"date", Kind::date},
    }},
};

inline constexpr Shape tensorrt_release{
    .table = "tensorrt-release",
    .keys = 2,
    .columns = {{
        {"tensorrt", Kind::version, required},
        {"cuda_major", Kind::number},  // absent: not known
        {"date", Kind::date},
    }},
};

inline constexpr std::array<std::string_view, 3> library_words = {"cudnn", "nccl", "tensorrt"};
/// The GPUs a library holds code for. A row speaks of releases from `release` on, built for CUDA
/// from `cuda` on: of those that fit, the newest `cuda` counts, then the newest `release`.
inline constexpr Shape library_gpus{
    .table = "library-gpus",
    .keys = 3,
    .columns = {{
        {"library", Kind::word, required, library_words},
        {"release", Kind::version, required},
        {"cuda", Kind::version, required},
        {"min_cc", Kind::version, required},
        {"deprecated_below", Kind::version},  // compute capabilities from min_cc to before this
        {"sass", Kind::versions},             // compute capabilities it has machine code for
        {"ptx", Kind::versions},
    }},
};

inline constexpr std::array<std::string_view, 3> requirement_words = {"required", "recommended",
                                                                      "changes"};
/// From which version on something on the host does something with GPUs.
inline constexpr Shape host_requirement{
    .table = "host-requirement",
    .keys = 2,
    .columns = {{
        {"subject", Kind::text, required},
        {"need", Kind::text, required},
        {"minimum", Kind::text, required},  // as its makers write it: 19.03
        {"kind", Kind::word, required, requirement_words},
        {"text", Kind::text, required},   // one clause
        {"driver_branch", Kind::number},  // it counts for drivers from this branch on
    }},
};

/// What `doctor` looks at: why it matters, and what to do.
inline constexpr Shape host_check{
    .table = "host-check",
    .keys = 2,
    .columns = {{
        {"check", Kind::text, required},
        {"problem", Kind::text, required},  // "any": of the check, whatever comes of it
        {"why", Kind::text, required},      // one sentence without a full stop
        {"fix", Kind::texts},               // commands, or one clause where there is none
    }},
};

/// Versions of programs on the host that something is wrong with.
inline constexpr Shape known_bad{
    .table = "known-bad",
    .keys = 2,
    .columns = {{
        {"subject", Kind::text, required},
        {"below", Kind::text, required},  // as its makers write it
        {"from", Kind::text},             // absent: all before `below`
        {"breaks", Kind::flag},           // something does not work; else it should not be used
        {"text", Kind::text, required},   // one sentence without a full stop
    }},
};

/// CUDA on Jetson through compat packages.
inline constexpr Shape jetpack_compat{
    .table = "jetpack-compat",
    .keys = 1,
    .columns = {{
        {"jetpack", Kind::number, required},  // its major
        {"l4t", Kind::number, required},
        {"native", Kind::version, required},  // its own CUDA
        {"works", Kind::versions, required},
        {"fails", Kind::versions},
        {"fails_from", Kind::version},
    }},
};

/// A directory on the LD_LIBRARY_PATH of images to which nothing else leads the loader.
inline constexpr Shape image_path{
    .table = "image-path",
    .keys = 3,
    .columns = {{
        {"repository", Kind::text, required},
        {"tags", Kind::text, required},  // * is any text
        {"directory", Kind::text, required},
        {"holds", Kind::text, required},  // one clause
        {"error", Kind::text, required},  // what programs print without it
    }},
};

/// The words of NVIDIA_DRIVER_CAPABILITIES.
inline constexpr Shape driver_capability{
    .table = "driver-capability",
    .keys = 1,
    .columns = {{
        {"name", Kind::text, required},
        {"gives", Kind::text, required},  // one clause
        {"error", Kind::text},            // what programs print without it
    }},
};

inline constexpr std::array host_topic = {
    &cloud_family,      &cloud_instance, &cloud_driver,     &driver_release, &nccl_release,
    &tensorrt_release,  &library_gpus,   &host_requirement, &jetpack_compat, &image_path,
    &driver_capability, &host_check,     &known_bad,
};

}  // namespace cudafit::matrix::shapes
