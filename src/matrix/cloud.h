#pragma once
// Instances of clouds that have GPUs.

#include <optional>
#include <string_view>
#include <vector>

#include "matrix/matrix.h"
#include "terms/version.h"

namespace cudafit::matrix {

struct CloudInstance {
  std::string_view provider;  ///< "aws", "gcp", "azure"
  std::string_view family;    ///< "g5", "a2-highgpu", "NCasT4_v3"
  std::string_view name;      ///< the type as its provider writes it; empty: no list read has it
  std::string_view gpu;       ///< for find_gpu: "A10G"; empty: no GPU of NVIDIA
  std::string_view other;     ///< then: what it has instead, "AMD Radeon Pro V520"
  unsigned count = 0;         ///< whole GPUs; 0: a share of one, or not known
  std::string_view share;     ///< "1/8" where it has a part of one GPU
  unsigned memory_gib = 0;    ///< of one whole GPU; 0: not known
  std::string_view platform;  ///< "amd64", "arm64"
  bool vgpu = false;          ///< needs NVIDIA's driver for virtual GPUs
  bool retired = false;       ///< cannot be started any more
  /// The driver that managed nodes of the family get, perhaps a bare branch; no parts: not known.
  Version default_driver;
  std::string_view default_driver_on;  ///< whose nodes: "AKS nodes"
  Citation default_driver_source;      ///< empty without a default driver
  bool default_driver_weak = false;
  Citation source;  ///< of the GPU
  bool weak = false;
};

/// By type, in any case: "p3.2xlarge", "Standard_NC4as_T4_v3", "a2-highgpu-1g", and for GPUs that
/// Google attaches to other machines "nvidia-tesla-t4" or "n1-standard-8+nvidia-tesla-t4". A size
/// that no list names is answered from its family, without count. Nothing for other instances:
/// that proves neither that the type is wrong nor that it has no GPU.
std::optional<CloudInstance> cloud_instance(std::string_view type);
/// All types known, as their providers write them.
std::vector<std::string_view> cloud_instance_types();

}  // namespace cudafit::matrix
