#pragma once
// Tables about drivers, GPUs and what each toolkit's compiler can target.

#include "matrix/shapes.h"

namespace cudafit::matrix::shapes {

inline constexpr std::array<std::string_view, 2> host_os_words = {"linux", "windows"};

/// Releases of the CUDA toolkit.
inline constexpr Shape toolkit_release{
    .table = "toolkit-release",
    .keys = 1,
    .columns = {{
        {"cuda", Kind::version, required},
        {"date", Kind::text},  // to the day, month or year
        {"preview", Kind::flag},
        {"branch", Kind::number, required},  // of the driver it came out with
        {"linux", Kind::driver},             // the driver it asks for
        {"windows", Kind::driver},
    }},
};

/// Oldest driver that runs a family of toolkits: those from `cuda` to the next row of its system.
inline constexpr Shape driver_floor{
    .table = "driver-floor",
    .keys = 2,
    .columns = {{
        {"os", Kind::word, required, host_os_words},
        {"cuda", Kind::version, required},   // the first toolkit of the family
        {"driver", Kind::driver, required},  // the floor
        {"lowest_said", Kind::driver},       // where a source names a lower one
        {"minor_version_compatibility", Kind::flag},
    }},
};

inline constexpr Shape driver_branch{
    .table = "driver-branch",
    .keys = 1,
    .columns = {{
        {"branch", Kind::number, required},
        {"max_cuda", Kind::version, required},  // what nvidia-smi shows
        {"kind", Kind::text},
        {"end_of_life", Kind::text},  // to the day, month or year
        {"oldest", Kind::driver},     // releases known, of Linux
        {"newest", Kind::driver},
        {"windows_from", Kind::version},   // Windows numbers of the branch begin here
        {"windows_below", Kind::version},  // and end before this
        {"windows_oldest", Kind::driver},
        {"windows_newest", Kind::driver},
        {"windows_weak", Kind::flag},  // the Windows numbers are from memory
        {"last_for", Kind::text},      // architectures no newer branch runs
    }},
};

inline constexpr std::array<std::string_view, 4> compat_words = {"supported", "not_needed",
                                                                 "forbidden", "unsupported"};
/// Whether the libraries of cuda-compat-X-Y work on a host's driver branch.
inline constexpr Shape forward_compat{
    .table = "forward-compat",
    .keys = 2,
    .columns = {{
        {"cuda", Kind::version, required},  // of the package
        {"host", Kind::number, required},   // branch of the host's driver
        {"package", Kind::number, required},
        {"status", Kind::word, required, compat_words},
    }},
};

inline constexpr Shape cuda_error{
    .table = "cuda-error",
    .keys = 1,
    .columns = {{
        {"code", Kind::number, required},
        {"name", Kind::text, required},
        {"message", Kind::text},
        {"meaning", Kind::text, required},
    }},
};

/// NVIDIA_REQUIRE_CUDA of nvidia/cuda. The rows of one release and `set` belong together: the
/// host's CUDA is at least `cuda_at_least`, or its driver is of one of the `branches` (or from
/// `from` on) and its brand one of the `brands` (none: any).
inline constexpr Shape image_gate{
    .table = "image-gate",
    .keys = 3,
    .columns = {{
        {"cuda", Kind::version, required},  // the release in the tag
        {"set", Kind::number, required},
        {"part", Kind::number, required},
        {"platforms", Kind::texts},  // "ubuntu22.04/amd64"; of part 1
        {"cuda_at_least", Kind::version, required},
        {"branches", Kind::versions},
        {"from", Kind::version},
        {"brands", Kind::texts},
    }},
};

/// Compute capabilities.
inline constexpr Shape compute_capability{
    .table = "compute-capability",
    .keys = 1,
    .columns = {{
        {"cc", Kind::version, required},
        {"architecture", Kind::text, required},
        {"first_cuda", Kind::version},   // where it is older than the table of compilers
        {"first_branch", Kind::number},  // first driver branch that runs it
        {"last_branch", Kind::number},
        {"tegra", Kind::flag},
        {"wsl2", Kind::known},
        {"renamed", Kind::text},  // what newer toolkits call it
    }},
};

/// What the compiler of each line of toolkits targets.
inline constexpr Shape nvcc{
    .table = "nvcc",
    .keys = 1,
    .columns = {{
        {"cuda", Kind::version, required},  // the line: 12.8
        {"real", Kind::texts, required},    // sm_*, by number, then suffix
        {"deprecated", Kind::texts},
        {"default", Kind::text},
        {"max_gcc", Kind::number},
        {"native", Kind::known, required},  // takes -arch=native
        {"all", Kind::known, required},     // takes -arch=all and all-major
    }},
};

/// Names TORCH_CUDA_ARCH_LIST may hold instead of numbers.
inline constexpr Shape torch_named_arch{
    .table = "torch-named-arch",
    .keys = 1,
    .columns = {{
        {"name", Kind::text, required},
        {"list", Kind::texts, required},
    }},
};

inline constexpr std::array<std::string_view, 7> brand_words = {
    "geforce", "titan", "tesla", "nvidia", "quadro", "quadrortx", "nvidiartx"};
inline constexpr std::array<std::string_view, 8> segment_words = {
    "geforce",    "geforce-mobile", "titan",   "workstation", "workstation-mobile",
    "datacenter", "mining",         "embedded"};
inline constexpr Shape gpu{
    .table = "gpu",
    .keys = 2,
    .columns = {{
        {"name", Kind::text, required},
        {"cc", Kind::version, required},
        {"segment", Kind::word, false, segment_words},
        {"brand", Kind::word, false, brand_words},  // NVML's; inferred from the name
        {"brand_or", Kind::texts},                  // or one of these: older and newer drivers
        {"data_center", Kind::known},               // forward compatibility is supported on it
        {"also", Kind::texts},                      // other names
    }},
    .own_keys = 1,  // a product whose architecture was wrong
};

/// Versions of the parts of a toolkit.
inline constexpr Shape toolkit_component{
    .table = "toolkit-component",
    .keys = 2,
    .columns = {{
        {"component", Kind::text, required},  // as in NVIDIA's manifests
        {"version", Kind::version, required},
        {"cuda", Kind::versions, required},  // the toolkits that hold it
    }},
};

/// Names of packages that hold a part of a toolkit, without -cuNN.
inline constexpr Shape component_package{
    .table = "component-package",
    .keys = 1,
    .columns = {{
        {"package", Kind::text, required},
        {"component", Kind::text, required},
    }},
};

inline constexpr std::array driver_topic = {
    &toolkit_release,  &driver_floor, &driver_branch,      &forward_compat,
    &cuda_error,       &image_gate,   &compute_capability, &nvcc,
    &torch_named_arch, &gpu,          &toolkit_component,  &component_package,
};

}  // namespace cudafit::matrix::shapes
