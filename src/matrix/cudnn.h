#pragma once
// Releases of cuDNN and the CUDA they are built for.

#include <string_view>
#include <vector>

#include "matrix/matrix.h"
#include "terms/version.h"

namespace cudafit::matrix {

/// One release of cuDNN, for one major of CUDA.
struct CudnnRelease {
  Version cudnn;
  unsigned cuda_major = 0;
  Citation source;
  bool weak = false;
};

/// The rows of one line ("8.9", "9") or release ("9.1.0"): all releases that start so. Rising.
std::vector<CudnnRelease> cudnn_releases(Version prefix);

}  // namespace cudafit::matrix
