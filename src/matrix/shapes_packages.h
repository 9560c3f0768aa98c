#pragma once
// Tables about the images of nvidia/cuda one by one: their packages, sizes and support.

#include "matrix/shapes.h"

namespace cudafit::matrix::shapes {

/// What a flavor of nvidia/cuda adds to the one below it: runtime to base, devel to runtime, a
/// flavor with a word before it (cudnn8-devel) to the one without. Where nothing lies below, it is
/// all there is.
inline constexpr Shape cuda_image_packages{
    .table = "cuda-image-packages",
    .keys = 3,
    .columns = {{
        {"cuda", Kind::version, required},
        {"flavor", Kind::text, required},
        {"n", Kind::number, required},
        {"os", Kind::texts, required},
        {"arches", Kind::texts, required},
        {"entrypoint", Kind::flag},
        {"cudnn", Kind::version},   // where no package of the list says it: from archives
        {"nccl", Kind::version},    // the same
        {"packages", Kind::texts},  // name=version; only the name where the version is not pinned
    }},
};

/// What a package is part of, by its name without the release behind it.
inline constexpr Shape cuda_image_package_names{
    .table = "cuda-image-package-names",
    .keys = 1,
    .columns = {{
        {"name", Kind::text, required},
        {"component", Kind::text, required},
        {"headers", Kind::flag},
        {"held", Kind::flag},  // apt-mark hold
    }},
};

inline constexpr std::array<std::string_view, 3> size_kind_words = {"unpacked", "compressed",
                                                                    "stated"};
inline constexpr Shape image_sizes{
    .table = "image-sizes",
    .keys = 3,
    .columns = {{
        {"repository", Kind::text, required},
        {"tag", Kind::text, required},
        {"kind", Kind::word, required, size_kind_words},
        {"mb", Kind::number, required},  // 10^6 bytes
        {"arch", Kind::text},
    }},
};

inline constexpr Shape cuda_support{
    .table = "cuda-support",
    .keys = 1,
    .columns = {{
        {"cuda", Kind::version, required},
        {"supported", Kind::known, required},
        {"ended", Kind::date},
        {"ended_or_earlier", Kind::flag},
        {"deletion", Kind::date},
    }},
};

/// Until when a distribution gets updates without a contract.
inline constexpr Shape os_support{
    .table = "os-support",
    .keys = 2,
    .columns = {{
        {"os", Kind::text, required},
        {"version", Kind::text, required},
        {"ended", Kind::date, required},
    }},
};

/// Packages of a distribution in parts of its archive that its images do not list.
inline constexpr Shape apt_sections{
    .table = "apt-sections",
    .keys = 3,
    .columns = {{
        {"package", Kind::text, required},
        {"os", Kind::text, required},
        {"version", Kind::text, required},
        {"section", Kind::text, required},  // "non-free"
        {"enable", Kind::text, required},   // the command that lists that part too
    }},
};

/// Python packages of which there are wheels for glibc and neither wheels for musl nor sources.
inline constexpr Shape pip_glibc_only{
    .table = "pip-glibc-only",
    .keys = 1,
    .columns = {{
        {"package", Kind::text, required},
        {"pip_shows", Kind::text},  // where pip says something else than that there is none
    }},
};

inline constexpr std::array<std::string_view, 3> holder_words = {"follows", "image", "required"};
/// What may decide which torch there is, besides a requirement of torch.
inline constexpr Shape torch_holders{
    .table = "torch-holders",
    .keys = 2,
    .columns = {{
        {"kind", Kind::word, required, holder_words},
        {"name", Kind::text, required},
    }},
};

/// What an installer brings where no Python is; the newest release comes last.
inline constexpr Shape managed_pythons{
    .table = "managed-pythons",
    .keys = 2,
    .columns = {{
        {"tool", Kind::text, required},
        {"release", Kind::version, required},
        {"image", Kind::text, required},  // that holds the tool
        {"python_min", Kind::version, required},
        {"python_max", Kind::version, required},
    }},
};

/// The key with which an apt repository of NVIDIA is signed now.
inline constexpr Shape apt_key_repositories{
    .table = "apt-key-repositories",
    .keys = 2,
    .columns = {{
        {"repository", Kind::text, required},  // "cuda"
        {"system", Kind::text},         // its directory, "ubuntu2004"; absent: in all of them
        {"key", Kind::text, required},  // as its file is named
        {"missing_key", Kind::text},    // what apt-get says is not available
    }},
};

inline constexpr std::array<std::string_view, 1> change_words = {"builds-apart"};
/// From which release on an installer does something else.
inline constexpr Shape installer_changes{
    .table = "installer-changes",
    .keys = 2,
    .columns = {{
        {"tool", Kind::text, required},
        {"change", Kind::word, required, change_words},
        {"since", Kind::version, required},
        {"python", Kind::version, required},  // the lowest that such a release runs on
    }},
};

inline constexpr std::array packages_topic = {&cuda_image_packages, &cuda_image_package_names,
                                              &image_sizes,         &cuda_support,
                                              &os_support,          &apt_sections,
                                              &pip_glibc_only,      &torch_holders,
                                              &installer_changes,   &managed_pythons,
                                              &apt_key_repositories};

}  // namespace cudafit::matrix::shapes
