#pragma once
// The cuDNN that packages of pip bring into their environment.

#include "graph/package.h"
#include "matrix/matrix.h"
#include "terms/known.h"
#include "terms/version.h"

namespace cudafit::graph {

struct Graph;

struct BroughtCudnn {
  Known present = Known::unknown;
  Version version;          ///< where it is present
  matrix::Citation source;  ///< who says so; empty: the requirement itself does
};

/// Of a package as it is installed: torch's wheels, and NVIDIA's. Unknown where the version, the
/// build or the package is.
BroughtCudnn brought_cudnn(const Graph& graph, const Package& package);

}  // namespace cudafit::graph
