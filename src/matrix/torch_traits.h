#pragma once
// How torch behaves, release by release.

#include <optional>
#include <string_view>

#include "matrix/extensions.h"
#include "matrix/matrix.h"
#include "terms/known.h"
#include "terms/version.h"

namespace cudafit::matrix {

/// What torch.utils.cpp_extension demands of the compiler.
struct TorchCudaCheck {
  CudaCheck check = CudaCheck::unknown;
  std::string_view text;  ///< what it says where the compiler does not fit
  Citation source;
  bool weak = false;
};
/// Nothing for releases that are older or newer than the tables.
std::optional<TorchCudaCheck> torch_cuda_check(std::string_view torch);

/// Whether a torch works with NumPy 2.
struct TorchNumpy2 {
  Known works = Known::unknown;
  std::string_view text;  ///< what is said where it does not
  Citation source;
  bool weak = false;
};
std::optional<TorchNumpy2> torch_numpy2(std::string_view torch);

/// Up to which Python `torch.compile` works; its wheels are there for newer ones already.
struct TorchCompileEnd {
  Version python;         ///< the first that it does not work with
  std::string_view text;  ///< what is said there
  Citation source;
  bool weak = false;
};
/// Nothing where it is not known to end, and for releases that have no `torch.compile`.
std::optional<TorchCompileEnd> torch_compile_end(std::string_view torch);

/// A cuDNN of the image that breaks the one a torch wheel brings.
struct TorchCudnnClash {
  Version cudnn_from;  ///< the image's cuDNN, from this version on, of the same major
  std::string_view text;
  Citation source;
  bool weak = false;
};
/// Nothing where none is known.
std::optional<TorchCudnnClash> torch_cudnn_clash(std::string_view torch, std::string_view variant);

}  // namespace cudafit::matrix
