#pragma once
// What conda packages bring, and which versions of the CUDA ones exist.

#include <optional>
#include <string_view>
#include <vector>

#include "matrix/matrix.h"
#include "terms/known.h"
#include "terms/version.h"

namespace cudafit::matrix {

/// A conda package, in one channel or in all of them. No conda package holds a driver.
struct CondaPackage {
  std::string_view name;
  std::string_view channel;  ///< "conda-forge", "nvidia", "defaults"; empty: any
  Known has_nvcc = Known::unknown;
  Known has_headers = Known::unknown;         ///< cuda_runtime.h and its like
  Known has_cuda_runtime = Known::unknown;    ///< libcudart
  Known has_cuda_libraries = Known::unknown;  ///< cuBLAS, cuFFT ...
  Known has_cudnn = Known::unknown;
  Known has_cc = Known::unknown;  ///< a C compiler (conda names it x86_64-conda-linux-gnu-gcc)
  /// Its version is CUDA's: cudatoolkit=11.8, cuda-version=12.4, pytorch-cuda=12.1.
  bool version_is_cuda = false;
  /// Only constrains or selects: brings no files itself (cuda-version, pytorch-cuda).
  bool selects_only = false;
  /// Its GPU build is chosen where the solver sees `__cuda`, which no build of an image does
  /// without CONDA_OVERRIDE_CUDA.
  Known chosen_by_virtual_cuda = Known::unknown;
  std::string_view note;  ///< one clause; may be empty
  Citation source;
  bool weak = false;  ///< inferred or from memory: no error may rest on it alone
};

/// The package in `channel`, else in any; nothing when nobody described it.
std::optional<CondaPackage> conda_package(std::string_view name, std::string_view channel = {});

struct CondaVersion {
  Version version;
  std::string_view channel;
  Citation source;
  bool weak = false;
};

/// The versions (major.minor, or as far as the source goes) known of a package whose version is
/// CUDA's, rising; empty when not known.
std::vector<CondaVersion> conda_versions(std::string_view name, std::string_view channel = {});

/// Whether `version` exists: `no` only where the list of that package and channel is complete up to
/// its newest entry and `version` lies below it.
Known conda_version_exists(std::string_view name, std::string_view channel, Version version);

}  // namespace cudafit::matrix
