#include "rules/rules.h"

#include <algorithm>
#include <array>

namespace cudafit::rules {

extern const Rule parse_error;
extern const Rule image_tag_latest;
extern const Rule image_tag_not_found;
extern const Rule image_tag_unresolved;
extern const Rule image_eol;
extern const Rule image_lacks_platform;
extern const Rule cuda_wheels_on_musl;
extern const Rule windows_container_cuda;
extern const Rule jetson_image_mismatch;
extern const Rule nvcc_missing;
extern const Rule jit_nvcc_missing;
extern const Rule jit_cc_missing;
extern const Rule libdevice_missing;
extern const Rule cuda_libs_missing;
extern const Rule cudnn_missing;
extern const Rule cudnn_major_mismatch;
extern const Rule cuda_major_mismatch;
extern const Rule tf_cuda_mismatch;
extern const Rule cudnn_builder_final_mismatch;
extern const Rule devel_in_final;
extern const Rule cuda_duplicated_by_wheel;
extern const Rule cudnn_duplicated_by_wheel;
extern const Rule base_toolkit_reinstalled;
extern const Rule python_not_found;
extern const Rule pep668_system_pip;
extern const Rule lost_pip_packages;
extern const Rule torch_wheel_not_found;
extern const Rule torch_index_unknown;
extern const Rule torch_index_ended;
extern const Rule torch_cpu_wheel;
extern const Rule torch_backend_auto;
extern const Rule torch_nvcc_mismatch;
extern const Rule torch_overridden;
extern const Rule companion_mismatch;
extern const Rule torchvision_index_mismatch;
extern const Rule extension_wheel_mismatch;
extern const Rule torch_wheel_cuda_differs;
extern const Rule extension_arch_unset;
extern const Rule force_cuda_missing;
extern const Rule build_isolation_hides_torch;
extern const Rule numpy_too_new_for_torch;
extern const Rule jax_extra_unknown;
extern const Rule jax_local_cuda_too_old;
extern const Rule cupy_wheel_mismatch;
extern const Rule onnxruntime_cpu_shadow;
extern const Rule ngc_package_overridden;
extern const Rule deprecated_gpu_package;
extern const Rule conda_cpu_solve;
extern const Rule conda_wrong_channel;
extern const Rule cudatoolkit_no_nvcc;
extern const Rule conda_channel_frozen;
extern const Rule pip_unquoted_specifier;
extern const Rule pip_option_after_requirement;
extern const Rule nightly_index_dead;
extern const Rule cuda_apt_key_rotated;
extern const Rule cudnn_apt_unpinned;
extern const Rule apt_upgrade_cuda_libs;
extern const Rule apt_held_packages;
extern const Rule apt_package_unavailable;
extern const Rule driver_too_old;
extern const Rule driver_refused_by_image;
extern const Rule ptx_jit_driver_too_old;
extern const Rule driver_in_image;
extern const Rule gpu_at_build;
extern const Rule arch_native_at_build;
extern const Rule gpu_arch_not_in_wheel;
extern const Rule nvcc_arch_unsupported;
extern const Rule arch_not_portable;
extern const Rule gpu_architecture_eol;
extern const Rule arg_not_redeclared;
extern const Rule arg_shadowed_by_base_env;
extern const Rule run_export_no_effect;
extern const Rule env_command_substitution;
extern const Rule inline_comment;
extern const Rule ld_library_path_lost;
extern const Rule ld_library_path_duplicate;
extern const Rule ld_library_path_conda;
extern const Rule compat_libs_forced;
extern const Rule compat_unsupported_gpu;
extern const Rule stub_libcuda_at_runtime;
extern const Rule libcuda_link_at_build;
extern const Rule driver_capabilities_missing;
extern const Rule driver_capabilities_unknown;
extern const Rule driver_capabilities_all;
extern const Rule require_check_disabled;
extern const Rule visible_devices_invalid;
extern const Rule visible_devices_renumbered;
extern const Rule visible_devices_hidden;
extern const Rule visible_devices_fixed;
extern const Rule container_runtime_in_image;
extern const Rule windows_pci_device;
extern const Rule nvidia_docker_command;
extern const Rule wsl_gpu_index;
extern const Rule wsl_managed_memory;
extern const Rule exec_form_skips_shell;
extern const Rule powershell_env_in_env;
extern const Rule compose_gpu_missing;
extern const Rule compose_gpu_capabilities_missing;
extern const Rule compose_gpu_count_and_ids;
extern const Rule compose_gpu_device_id_invalid;
extern const Rule nvidia_visible_devices_missing;
extern const Rule compose_build_mismatch;
extern const Rule compose_dollar_unescaped;
extern const Rule dev_nvidia_mount;
extern const Rule compose_shm_default;
extern const Rule compose_runtime_legacy;
extern const Rule compose_syntax_too_new;
extern const Rule cuda_torch_in_cpu_service;
extern const Rule unused_ignore;

namespace {

// In the order of the docs.
constexpr std::array list{
    &parse_error,
    &image_tag_latest,
    &image_tag_not_found,
    &image_tag_unresolved,
    &image_eol,
    &image_lacks_platform,
    &cuda_wheels_on_musl,
    &windows_container_cuda,
    &jetson_image_mismatch,
    &nvcc_missing,
    &jit_nvcc_missing,
    &jit_cc_missing,
    &libdevice_missing,
    &cuda_libs_missing,
    &cudnn_missing,
    &cudnn_major_mismatch,
    &cuda_major_mismatch,
    &tf_cuda_mismatch,
    &cudnn_builder_final_mismatch,
    &devel_in_final,
    &cuda_duplicated_by_wheel,
    &cudnn_duplicated_by_wheel,
    &base_toolkit_reinstalled,
    &python_not_found,
    &pep668_system_pip,
    &lost_pip_packages,
    &torch_wheel_not_found,
    &torch_index_unknown,
    &torch_index_ended,
    &torch_cpu_wheel,
    &torch_backend_auto,
    &torch_nvcc_mismatch,
    &torch_overridden,
    &companion_mismatch,
    &torchvision_index_mismatch,
    &extension_wheel_mismatch,
    &torch_wheel_cuda_differs,
    &extension_arch_unset,
    &force_cuda_missing,
    &build_isolation_hides_torch,
    &numpy_too_new_for_torch,
    &jax_extra_unknown,
    &jax_local_cuda_too_old,
    &cupy_wheel_mismatch,
    &onnxruntime_cpu_shadow,
    &ngc_package_overridden,
    &deprecated_gpu_package,
    &conda_cpu_solve,
    &conda_wrong_channel,
    &cudatoolkit_no_nvcc,
    &conda_channel_frozen,
    &pip_unquoted_specifier,
    &pip_option_after_requirement,
    &nightly_index_dead,
    &cuda_apt_key_rotated,
    &cudnn_apt_unpinned,
    &apt_upgrade_cuda_libs,
    &apt_held_packages,
    &apt_package_unavailable,
    &driver_too_old,
    &driver_refused_by_image,
    &ptx_jit_driver_too_old,
    &compat_libs_forced,
    &compat_unsupported_gpu,
    &driver_in_image,
    &container_runtime_in_image,
    &stub_libcuda_at_runtime,
    &libcuda_link_at_build,
    &gpu_at_build,
    &arch_native_at_build,
    &gpu_arch_not_in_wheel,
    &nvcc_arch_unsupported,
    &arch_not_portable,
    &gpu_architecture_eol,
    &wsl_gpu_index,
    &wsl_managed_memory,
    &ld_library_path_lost,
    &ld_library_path_conda,
    &ld_library_path_duplicate,
    &arg_not_redeclared,
    &arg_shadowed_by_base_env,
    &run_export_no_effect,
    &env_command_substitution,
    &powershell_env_in_env,
    &inline_comment,
    &exec_form_skips_shell,
    &visible_devices_invalid,
    &visible_devices_renumbered,
    &visible_devices_hidden,
    &visible_devices_fixed,
    &driver_capabilities_missing,
    &driver_capabilities_unknown,
    &driver_capabilities_all,
    &require_check_disabled,
    &windows_pci_device,
    &nvidia_docker_command,
    &compose_gpu_missing,
    &compose_gpu_capabilities_missing,
    &compose_gpu_count_and_ids,
    &compose_gpu_device_id_invalid,
    &nvidia_visible_devices_missing,
    &compose_build_mismatch,
    &compose_dollar_unescaped,
    &dev_nvidia_mount,
    &compose_shm_default,
    &compose_runtime_legacy,
    &compose_syntax_too_new,
    &cuda_torch_in_cpu_service,
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
