#pragma once
// Tables about what images hold, and what packages bring and need.

#include "matrix/shapes.h"

namespace cudafit::matrix::shapes {

/// Other names under which the official images of Docker Hub are served.
inline constexpr Shape image_mirrors{
    .table = "image-mirrors",
    .keys = 1,
    .columns = {{
        {"prefix", Kind::text, required},  // "public.ecr.aws/docker/library/"
    }},
};

/// What the image of a distribution holds. `has` and `lacks` name things by the words of
/// matrix/README.md ("Image contents"); what neither names is not known.
inline constexpr Shape os_images{
    .table = "os-images",
    .keys = 2,
    .columns = {{
        {"os", Kind::text, required},
        {"version", Kind::text},  // "22.04"; absent: for releases that have no row
        {"names", Kind::texts},   // code names
        {"has", Kind::texts},
        {"lacks", Kind::texts},
        {"python", Kind::version},
        {"programs", Kind::texts},  // interpreters on PATH
        {"distro_python", Kind::version},
    }},
};

/// What images hold, by a pattern of their tags. Texts may hold fields of the pattern in braces.
inline constexpr Shape image_contents{
    .table = "image-contents",
    .keys = 2,
    .columns = {{
        {"repository", Kind::text, required},
        {"tags", Kind::text, required},
        {"on", Kind::text},  // the image it builds on
        {"os", Kind::text},  // or the distribution: "ubuntu 22.04"
        {"has", Kind::texts},
        {"lacks", Kind::texts},
        {"unclear", Kind::texts},  // what `on` or `os` tells is not certain here
        {"cuda", Kind::text},
        {"cudnn", Kind::text},    // a version, or "cudnn8" as in the tag
        {"release", Kind::text},  // looks up cuda-image-releases and cuda-image-cudnn
        {"python", Kind::text},
        {"programs", Kind::texts},
        {"torch", Kind::text},
        {"torch_variant", Kind::text},
        {"tensorflow", Kind::text},
        {"arches", Kind::texts},
        {"note", Kind::text},
    }},
};

/// NCCL and the compatibility libraries in the images of nvidia/cuda.
inline constexpr Shape cuda_image_releases{
    .table = "cuda-image-releases",
    .keys = 2,
    .columns = {{
        {"cuda", Kind::version, required},
        {"os", Kind::text},  // absent: for systems that have no row
        {"nccl", Kind::known},
        {"compat", Kind::known},
        {"nccl_version", Kind::version},
    }},
};

/// cuDNN in the images of nvidia/cuda.
inline constexpr Shape cuda_image_cudnn{
    .table = "cuda-image-cudnn",
    .keys = 3,
    .columns = {{
        {"cuda", Kind::version},  // absent: the major, for every release that has no row
        {"cudnn", Kind::text, required},
        {"os", Kind::text},  // absent: for systems that have no row
        {"version", Kind::version, required},
    }},
};

inline constexpr std::array<std::string_view, 3> manager_words = {"apt", "rpm", "apk"};
inline constexpr std::array<std::string_view, 2> harm_words = {"warning", "error"};

/// The columns of the two tables of system packages.
inline constexpr std::array<Column, max_columns> package_columns = {{
    {"manager", Kind::word, required, manager_words},
    {"name", Kind::text, required},  // fields in braces in system-package-names
    {"os", Kind::text},              // absent: for systems that have no row
    {"brings", Kind::texts},
    {"recommends", Kind::texts},  // brought only where recommended packages are installed
    {"may", Kind::texts},         // not certain, or not the same everywhere
    {"program", Kind::text},
    {"python", Kind::version},
    {"cuda", Kind::text},
    {"cudnn", Kind::text},
    {"driver_below", Kind::version},  // brings a driver where its CUDA is below
    {"floats", Kind::flag},
    {"harm", Kind::word, false, harm_words},
    {"why", Kind::text},
    {"fix", Kind::text},
}};
inline constexpr Shape system_packages{
    .table = "system-packages", .keys = 3, .columns = package_columns};
inline constexpr Shape system_package_names{
    .table = "system-package-names", .keys = 3, .columns = package_columns};

inline constexpr std::array<std::string_view, 6> installer_words = {
    "toolkit", "driver", "cudnn", "local-repository", "windows", "script"};
inline constexpr Shape installers{
    .table = "installers",
    .keys = 1,
    .columns = {{
        {"name", Kind::text, required},
        {"kind", Kind::word, required, installer_words},
        {"brings", Kind::texts},
        {"may", Kind::texts},
        {"driver_below", Kind::version},  // brings a driver where its CUDA is below
    }},
};

inline constexpr Shape conda_packages{
    .table = "conda-packages",
    .keys = 2,
    .columns = {{
        {"name", Kind::text, required},
        {"channel", Kind::text},  // absent: for channels that have no row
        {"has", Kind::texts},
        {"lacks", Kind::texts},
        {"version_is_cuda", Kind::flag},
        {"selects_only", Kind::flag},
        {"by_virtual", Kind::known},
        {"note", Kind::text},
    }},
};
inline constexpr Shape conda_versions{
    .table = "conda-versions",
    .keys = 3,
    .columns = {{
        {"name", Kind::text, required},
        {"channel", Kind::text, required},
        {"version", Kind::version, required},
    }},
};
/// Packages whose versions stand in conda-versions without a gap.
inline constexpr Shape conda_complete{
    .table = "conda-complete",
    .keys = 2,
    .columns = {{
        {"name", Kind::text, required},
        {"channel", Kind::text, required},
        {"ended", Kind::flag},  // nothing comes above the newest either
    }},
};

inline constexpr std::array<std::string_view, 10> libs_words = {
    "unknown", "bundled", "static", "nvidia-wheels", "torch",
    "system",  "conda",   "driver", "none",          "placeholder"};
inline constexpr std::array<std::string_view, 7> base_words = {
    "unknown", "any", "base", "runtime", "cudnn-runtime", "devel", "cudnn-devel"};

inline constexpr Shape pip_packages{
    .table = "pip-packages",
    .keys = 2,
    .columns = {{
        {"name", Kind::text, required},
        {"n", Kind::number, required},  // the order of the rows of a name
        {"extra", Kind::text},
        {"range", Kind::text},
        {"variant", Kind::text},
        {"libs", Kind::word, required, libs_words},
        {"via", Kind::text},
        {"cuda_min", Kind::version},
        {"min_checked", Kind::flag},
        {"cuda_majors", Kind::texts},
        {"minor_locked", Kind::flag},
        {"cudnn_majors", Kind::texts},
        {"cudnn_min", Kind::version},
        {"cudnn_by_user", Kind::flag},
        {"needs", Kind::texts},
        {"needs_not", Kind::texts},
        {"headers_from", Kind::version},
        {"base", Kind::word, false, base_words},
        {"driver", Kind::driver},
        {"torch", Kind::text},
        {"python_min", Kind::version},
        {"python_max", Kind::version},
        {"error", Kind::text},
        {"silent", Kind::flag},
        {"note", Kind::text},
        {"family", Kind::text},
        {"successor", Kind::text},  // of a placeholder
    }},
};
inline constexpr Shape pip_extras{
    .table = "pip-extras",
    .keys = 2,
    .columns = {{
        {"package", Kind::text, required},
        {"n", Kind::number, required},
        {"extra", Kind::text, required},
        {"range", Kind::text},
        {"missing", Kind::flag},
        {"effect", Kind::text, required},
        {"fix", Kind::text},
    }},
};
inline constexpr Shape pip_newest{
    .table = "pip-newest",
    .keys = 1,
    .columns = {{
        {"package", Kind::text, required},
        {"version", Kind::text, required},
        {"date", Kind::date, required},
    }},
};

inline constexpr Shape cudnn_releases{
    .table = "cudnn-releases",
    .keys = 2,
    .columns = {{
        {"cudnn", Kind::version, required},
        {"cuda_major", Kind::number, required},
        {"date", Kind::date},
    }},
};

inline constexpr std::array image_topic = {
    &image_mirrors,    &os_images,       &image_contents,       &cuda_image_releases,
    &cuda_image_cudnn, &system_packages, &system_package_names, &installers,
    &conda_packages,   &conda_versions,  &conda_complete,       &pip_packages,
    &pip_extras,       &pip_newest,      &cudnn_releases};

}  // namespace cudafit::matrix::shapes
