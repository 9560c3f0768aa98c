#pragma once
// Tables about Python packages that compile CUDA.

#include "matrix/shapes.h"

namespace cudafit::matrix::shapes {

inline constexpr std::array<std::string_view, 6> compiles_words = {
    "never", "always", "unless_prebuilt", "only_with_flags", "only_from_source", "when_used"};
inline constexpr std::array<std::string_view, 4> without_gpu_words = {
    "works_fixed_list", "index_error", "silent_cpu", "own_error"};
inline constexpr std::array<std::string_view, 5> cuda_check_words = {"none", "torch_major", "exact",
                                                                     "minimum_only", "own_list"};

/// What extensions.h says of one package, for one range of its versions.
inline constexpr Shape extensions{
    .table = "extensions",
    .keys = 2,
    .columns = {{
        {"name", Kind::text, required},
        {"rank", Kind::number, required},  // the order in which ranges are tried
        {"aliases", Kind::texts},
        {"repositories", Kind::texts},
        {"pypi_is_other", Kind::flag},
        {"cmake", Kind::flag},
        {"range", Kind::text},
        {"compiles", Kind::word, required, compiles_words},
        {"source_compiles", Kind::known},
        {"nvcc_at_build", Kind::known},
        {"nvcc_at_run", Kind::known},
        {"cc_at_run", Kind::known},
        {"headers_at_build", Kind::known},
        {"metadata_needs_cuda_home", Kind::flag},
        {"torch_at_build", Kind::flag},
        {"no_build_isolation", Kind::flag},
        {"isolation_builds_against_newest_torch", Kind::flag},
        {"arch_variable", Kind::text},
        {"honours_torch_cuda_arch_list", Kind::flag},
        {"force_variable", Kind::text},
        {"skip_variables", Kind::texts},
        {"build_variables", Kind::texts},
        {"build_options", Kind::texts},
        {"build_extras", Kind::texts},
        {"prebuilt_ops", Kind::texts},
        {"without_gpu", Kind::word, false, without_gpu_words},
        {"without_gpu_text", Kind::text},
        {"cuda_check", Kind::word, false, cuda_check_words},
        {"cuda_check_text", Kind::text},
        {"min_cuda", Kind::version},
        {"min_cc", Kind::version},
        {"cudnn_headers", Kind::flag},
        {"links_libcuda", Kind::flag},
        {"prebuilt_where", Kind::text},
        {"note", Kind::text},
    }},
};

inline constexpr Shape prebuilt_wheels{
    .table = "prebuilt-wheels",
    .keys = 2,
    .columns = {{
        {"package", Kind::text, required},
        {"rank", Kind::number, required},
        {"range", Kind::text, required},
        {"torch", Kind::texts, required},
        {"cudas", Kind::texts, required},
        {"pythons", Kind::texts, required},
        {"platforms", Kind::texts, required},
        {"where", Kind::text, required},
        {"complete", Kind::flag},
    }},
};

inline constexpr std::array extension_topic = {&extensions, &prebuilt_wheels};

}  // namespace cudafit::matrix::shapes
