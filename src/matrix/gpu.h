#pragma once
// GPU products and the architectures they belong to.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "matrix/matrix.h"
#include "terms/known.h"
#include "terms/version.h"

namespace cudafit::matrix {

/// A GPU product, or with an empty name any GPU of one compute capability.
struct Gpu {
  std::string_view name;          ///< "A100 SXM4 80GB"; empty for sm_80, 8.0
  Version cc;                     ///< compute capability: 8.0
  std::string_view sm;            ///< "sm_80"
  std::string_view architecture;  ///< "Ampere"
  /// What NVML calls its line: geforce, titan, tesla, nvidia, quadro, quadrortx, nvidiartx.
  /// Inferred from the name. Empty where not known, and for a bare compute capability.
  std::string_view brand;
  /// geforce, geforce-mobile, titan, workstation, workstation-mobile, datacenter, mining, embedded.
  /// Empty where the products the name stands for differ, and for a bare compute capability.
  std::string_view segment;
  unsigned memory_gb = 0;  ///< what the product's name says; 0: it says nothing
  /// What NVML may call it as well: only what holds of all of them is proven.
  std::vector<std::string_view> brand_or;
  /// Of the class NVIDIA supports forward compatibility on. Unknown for RTX workstation cards
  /// (some are) and bare compute capabilities.
  Known data_center_class = Known::unknown;
  bool tegra = false;         ///< Jetson and DRIVE: other images and drivers than the rest
  Version first_cuda;         ///< first toolkit of the table whose compiler targets it
  Version last_cuda;          ///< last one; no parts: the newest still does
  unsigned first_branch = 0;  ///< first driver branch that runs it; 0: not known
  unsigned last_branch = 0;   ///< last one; 0: the newest still does (or it is Tegra)
  Known wsl2 = Known::unknown;
  bool ambiguous = false;  ///< the name stands for products of several compute capabilities
  Citation source;
  bool weak = false;
};

struct GpuAnswer {
  /// One per compute capability the written name may stand for; empty: unknown.
  std::vector<Gpu> gpus;
  std::vector<std::string> suggestions;  ///< nearest names when there is none
};

/// By product name in any usual spelling ("A100", "nvidia a100-sxm4-80gb", "rtx2080ti", "T4") or by
/// compute capability ("8.0", "sm_80", "sm80", "compute_80"). A name that several products of one
/// compute capability share (A100) gives the plainest of them, with facts only where all agree: in
/// messages show what was written, not Gpu::name.
GpuAnswer find_gpu(std::string_view written);
/// Any GPU of this compute capability; nothing when the table does not know it.
std::optional<Gpu> gpu_of(Version cc);
/// Of a Jetson or another module with an integrated GPU.
bool is_tegra(Version cc);
/// All products, sorted by name and compute capability.
std::vector<Gpu> gpus();
/// All names of products, other names included: for suggestions. Sorted.
std::vector<std::string_view> gpu_product_names();

/// "Ampere" for 8.6; empty when not known.
std::string_view architecture_of(Version cc);
/// All compute capabilities any toolkit of the table can target, rising.
std::vector<Version> known_ccs();
/// "sm_86" of 8.6.
std::string sm_name(Version cc);
/// 8.6 of "sm_86", "compute_86", "sm86", "8.6", "86"; a letter behind (9.0a) is dropped. No parts
/// when it is none of these.
Version cc_of(std::string_view written);

}  // namespace cudafit::matrix
