#pragma once
// Up to which release of a library of NVIDIA pip may go. Private to the picks.

#include "matrix/frameworks.h"
#include "recommend/pick.h"

namespace cudafit::recommend {

/// Where the requirements of a pick leave open a cuDNN that it is not built for, or a cuDNN or NCCL
/// that has nothing for the declared GPUs: the bound, beside the package, and why. `build`: what it
/// is built with; null: not known.
void add_library_bounds(const Target& target, const matrix::FrameworkRelease* build, Pick& out);

}  // namespace cudafit::recommend
