#pragma once
// Which releases of NVIDIA's libraries do for the declared GPUs, and up to which pip may go.
// Private to the picks.

#include <string>
#include <vector>

#include "matrix/frameworks.h"
#include "recommend/pick.h"

namespace cudafit::recommend {

/// Where the requirements of a pick leave open a cuDNN that it is not built for, or a cuDNN or NCCL
/// that has nothing for the declared GPUs: the bound, beside the package, and why. `build`: what it
/// is built with; null: not known.
void add_library_bounds(const Target& target, const matrix::FrameworkRelease* build, Pick& out);

/// Declared GPUs that a cuDNN certainly has nothing for.
struct OldGpus {
  std::vector<std::string> gpus;  ///< "K80 (sm_37)"; empty: nothing is proven
  Version since;                  ///< the release from which on that holds
  std::string source;
};
/// Of a build for that CUDA.
OldGpus without_cudnn(const Target& target, const Version& cudnn, const Version& cuda);

}  // namespace cudafit::recommend
