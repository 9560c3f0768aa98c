#pragma once
// Tables about PyTorch and the packages around it.

#include "matrix/shapes.h"

namespace cudafit::matrix::shapes {

inline constexpr std::array<std::string_view, 3> wheel_platform_words = {
    "linux_x86_64", "linux_aarch64", "win_amd64"};
inline constexpr std::array<std::string_view, 3> bundling_words = {"bundled", "split",
                                                                   "dependencies"};
/// What proves that a release's wheels are all in the table.
inline constexpr std::array<std::string_view, 2> listed_words = {"index", "matrix"};

/// The wheels of one release in one directory for one platform.
inline constexpr Shape torch_wheels{
    .table = "torch-wheels",
    .keys = 5,
    .columns = {{
        {"torch", Kind::version, required},
        {"post", Kind::text},       // "post2" of 1.0.1.post2
        {"directory", Kind::text},  // below download.pytorch.org/whl; absent: PyPI
        {"platform", Kind::word, required, wheel_platform_words},
        {"version", Kind::text, required},  // what pip sees
        {"variant", Kind::text},            // where `version` does not end in it
        {"pythons", Kind::texts, required},
        {"bundling", Kind::word, false, bundling_words},  // absent: a CPU wheel
        {"cudnn", Kind::text},
        {"nccl", Kind::text},
        {"triton", Kind::text},
        {"pins_weak", Kind::flag},
        {"glibc", Kind::version},
        {"cxx11_abi", Kind::known},
        {"unadvertised", Kind::flag},
    }},
};

inline constexpr Shape torch_releases{
    .table = "torch-releases",
    .keys = 2,
    .columns = {{
        {"torch", Kind::version, required},
        {"post", Kind::text},
        {"date", Kind::date},
        {"other_variants", Kind::texts},
        {"unclear_pythons", Kind::texts},
        {"listed", Kind::word, false, listed_words},  // absent: wheels may be missing
    }},
};

/// Directories below download.pytorch.org/whl.
inline constexpr Shape torch_indexes{
    .table = "torch-indexes",
    .keys = 1,
    .columns = {{
        {"directory", Kind::text, required}, {"never", Kind::text},  // why there is none
    }},
};

/// Spans of CUDA versions of which torch-indexes names every directory.
inline constexpr Shape torch_index_gaps{
    .table = "torch-index-gaps",
    .keys = 1,
    .columns = {{
        {"from", Kind::version, required},
        {"to", Kind::version, required},
        {"patched", Kind::flag},  // only names that also hold a patch number: cu1302
        {"reason", Kind::text, required},
    }},
};

inline constexpr Shape torch_archs{
    .table = "torch-archs",
    .keys = 4,
    .columns = {{
        {"torch", Kind::version, required},
        {"post", Kind::text},
        {"variant", Kind::text, required},
        {"platform", Kind::text, required},
        {"sass", Kind::texts, required},
        {"ptx", Kind::texts},
        {"ptx_weak", Kind::flag},
    }},
};

inline constexpr Shape torch_flat_index{
    .table = "torch-flat-index",
    .keys = 1,
    .columns = {{
        {"torch", Kind::version, required},
        {"picked", Kind::text, required},
        {"on_stable_html", Kind::flag},
    }},
};

inline constexpr Shape torch_flat_index_end{
    .table = "torch-flat-index-end",
    .keys = 1,
    .columns = {{
        {"date", Kind::date, required},
        {"last_torch", Kind::text, required},
    }},
};

inline constexpr Shape torch_nightlies{
    .table = "torch-nightlies",
    .keys = 1,
    .columns = {{{"kept", Kind::number, required}}},
};

inline constexpr Shape torch_mirrored{
    .table = "torch-mirrored",
    .keys = 1,
    .columns = {{{"package", Kind::text, required}}},
};

inline constexpr Shape companions{
    .table = "companions",
    .keys = 3,
    .columns = {{
        {"package", Kind::text, required},
        {"version", Kind::text, required},
        {"torch", Kind::text, required},
        {"range", Kind::flag},        // `version` is a specifier
        {"torch_range", Kind::flag},  // `torch` is one
        {"exact", Kind::flag},
        {"required_by_torch", Kind::flag},
        {"second", Kind::flag},  // another one is to be proposed
    }},
};

inline constexpr Shape companions_absent{
    .table = "companions-absent",
    .keys = 2,
    .columns = {{
        {"package", Kind::text, required},
        {"version", Kind::text, required},
        {"reason", Kind::text, required},
    }},
};

inline constexpr Shape companions_newest{
    .table = "companions-newest",
    .keys = 1,
    .columns = {{
        {"package", Kind::text, required},
        {"version", Kind::text, required},
        {"date", Kind::date, required},
    }},
};

inline constexpr Shape conda_torch{
    .table = "conda-torch",
    .keys = 4,
    .columns = {{
        {"channel", Kind::text, required},
        {"torch", Kind::version, required},
        {"platform", Kind::text, required},
        {"cuda", Kind::version},  // absent: a CPU build
        {"selector", Kind::text},
        {"channels", Kind::texts, required},
        {"one_of", Kind::texts},
        {"build", Kind::text},
        {"python_min", Kind::version},
        {"python_max", Kind::version},
        {"from", Kind::date},
        {"until", Kind::date},
    }},
};

inline constexpr Shape conda_torch_channels{
    .table = "conda-torch-channels",
    .keys = 1,
    .columns = {{
        {"channel", Kind::text, required},
        {"first_torch", Kind::text},
        {"last_torch", Kind::text},
        {"ended", Kind::flag},
        {"python_max", Kind::version},
        {"complete_from", Kind::text},
    }},
};

inline constexpr Shape conda_torch_selectors{
    .table = "conda-torch-selectors",
    .keys = 2,
    .columns = {{
        {"channel", Kind::text, required},
        {"selector", Kind::text, required},
        {"first_torch", Kind::text},
        {"last_torch", Kind::text},
        {"channels", Kind::texts},
    }},
};

inline constexpr std::array<std::string_view, 5> conda_gpu_words = {
    "by_virtual_cuda", "needs_cuda", "prefers_cuda", "selects_cuda", "forces_cpu"};

inline constexpr Shape conda_gpu_names{
    .table = "conda-gpu-names",
    .keys = 2,
    .columns = {{
        {"package", Kind::text, required},
        {"channel", Kind::text, required},
        {"meaning", Kind::word, required, conda_gpu_words},
        {"since", Kind::date},
        {"error", Kind::text},
    }},
};

inline constexpr std::array<std::string_view, 5> pytorch_fact_words = {"torch", "torchvision",
                                                                       "python", "gcc", "nvcc"};
inline constexpr std::array<std::string_view, 2> pytorch_flavor_words = {"runtime", "devel"};

/// One thing in pytorch/pytorch images of a span of releases.
inline constexpr Shape pytorch_images{
    .table = "pytorch-images",
    .keys = 3,
    .columns = {{
        {"fact", Kind::word, required, pytorch_fact_words},
        {"flavor", Kind::word, false, pytorch_flavor_words},  // absent: both
        {"from", Kind::version, required},                    // release in the tag
        {"below", Kind::version},
        {"value", Kind::text},  // absent: not known
    }},
};

inline constexpr std::array<std::string_view, 4> torch_trait_words = {
    "cuda_check", "numpy_2", "cudnn_clash", "compile_ends"};

/// How a span of releases behaves in one respect.
inline constexpr Shape torch_traits{
    .table = "torch-traits",
    .keys = 2,
    .columns = {{
        {"trait", Kind::word, required, torch_trait_words},
        {"from", Kind::version, required},
        {"below", Kind::version},
        {"variants", Kind::texts},  // absent: all
        {"value", Kind::text, required},
        {"text", Kind::text},  // what is said where it fails
    }},
};

inline constexpr std::array torch_topic = {
    &torch_traits,      &torch_wheels,   &torch_releases,       &torch_indexes,
    &torch_index_gaps,  &torch_archs,    &torch_flat_index,     &torch_flat_index_end,
    &torch_nightlies,   &torch_mirrored, &companions,           &companions_absent,
    &companions_newest, &conda_torch,    &conda_torch_channels, &conda_torch_selectors,
    &conda_gpu_names,   &pytorch_images};

}  // namespace cudafit::matrix::shapes
