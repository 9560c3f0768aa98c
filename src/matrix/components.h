#pragma once
// Versions of the parts of a CUDA toolkit, which pip and conda packages carry: which toolkit has
// nvidia-cuda-runtime-cu12 12.4.127?

#include <string_view>
#include <vector>

#include "matrix/matrix.h"
#include "terms/version.h"

namespace cudafit::matrix {

struct ToolkitOfComponent {
  std::string_view component;  ///< as in NVIDIA's manifests: "cuda_cudart", "libcublas"
  Version version;             ///< "12.4.127"
  std::vector<Version> cudas;  ///< toolkits that hold it, rising: 12.4.1
  Citation source;
  bool weak = false;
};
/// `package` is a pip name ("nvidia-cuda-runtime-cu12", "nvidia-cublas-cu11", "nvidia-cuda-nvcc"),
/// a conda name ("cuda-cudart", "cuda-nvcc", "libcublas") or a component. Empty `cudas` when not
/// known.
ToolkitOfComponent toolkit_of(std::string_view package, Version version);
/// The version of a component in a toolkit release; no parts when not known.
Version component_version(std::string_view component, Version cuda);

}  // namespace cudafit::matrix
