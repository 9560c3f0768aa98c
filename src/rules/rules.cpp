#include "rules/rules.h"

#include <algorithm>
#include <array>

namespace cudafit::rules {

extern const Rule parse_error;
extern const Rule image_tag_latest;
extern const Rule image_tag_not_found;
extern const Rule image_tag_unresolved;
extern const Rule nvcc_missing;
extern const Rule jit_nvcc_missing;
extern const Rule jit_cc_missing;
extern const Rule cuda_libs_missing;
extern const Rule cudnn_missing;
extern const Rule cudnn_major_mismatch;
extern const Rule cuda_major_mismatch;
extern const Rule devel_in_final;
extern const Rule python_not_found;
extern const Rule torch_wheel_not_found;
extern const Rule torch_index_unknown;
extern const Rule torch_index_ended;
extern const Rule torch_cpu_wheel;
extern const Rule torch_nvcc_mismatch;
extern const Rule torch_overridden;
extern const Rule companion_mismatch;
extern const Rule extension_arch_unset;
extern const Rule force_cuda_missing;
extern const Rule conda_cpu_solve;
extern const Rule cudatoolkit_no_nvcc;
extern const Rule pip_unquoted_specifier;
extern const Rule cuda_apt_key_rotated;
extern const Rule driver_too_old;
extern const Rule driver_refused_by_image;
extern const Rule ptx_jit_driver_too_old;
extern const Rule driver_in_image;
extern const Rule gpu_at_build;
extern const Rule arch_native_at_build;
extern const Rule gpu_arch_not_in_wheel;
extern const Rule nvcc_arch_unsupported;
extern const Rule arg_not_redeclared;
extern const Rule arg_shadowed_by_base_env;
extern const Rule run_export_no_effect;
extern const Rule env_command_substitution;
extern const Rule inline_comment;
extern const Rule unused_ignore;

namespace {

// In the order of the docs.
constexpr std::array list{
    &parse_error,
    &image_tag_latest,
    &image_tag_not_found,
    &image_tag_unresolved,
    &nvcc_missing,
    &jit_nvcc_missing,
    &jit_cc_missing,
    &cuda_libs_missing,
    &cudnn_missing,
    &cudnn_major_mismatch,
    &cuda_major_mismatch,
    &devel_in_final,
    &python_not_found,
    &torch_wheel_not_found,
    &torch_index_unknown,
    &torch_index_ended,
    &torch_cpu_wheel,
    &torch_nvcc_mismatch,
    &torch_overridden,
    &companion_mismatch,
    &extension_arch_unset,
    &force_cuda_missing,
    &conda_cpu_solve,
    &cudatoolkit_no_nvcc,
    &pip_unquoted_specifier,
    &cuda_apt_key_rotated,
    &driver_too_old,
    &driver_refused_by_image,
    &ptx_jit_driver_too_old,
    &driver_in_image,
    &gpu_at_build,
    &arch_native_at_build,
    &gpu_arch_not_in_wheel,
    &nvcc_arch_unsupported,
    &arg_not_redeclared,
    &arg_shadowed_by_base_env,
    &run_export_no_effect,
    &env_command_substitution,
    &inline_comment,
    &unused_ignore,
};

}  // namespace

std::span<const Rule* const> all() { return list; }

const Rule* find(std::string_view id) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const Rule* rule) { return rule->info.id == id; });
  return found == list.end() ? nullptr : *found;
}

std::vector<std::string_view> sets() {
  std::vector<std::string_view> out;
  for (const Rule* rule : list) out.push_back(rule->since);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace cudafit::rules
