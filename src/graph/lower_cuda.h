#pragma once
// What may stand against an image with an older CUDA in the place of the one there is, where the
// files do not prove that nothing does. What they prove is judged anew with the other image.

#include <string>

#include "graph/graph.h"

namespace cudafit::graph {

/// What would have to be looked at ("what nvcc compiles in stage build works with CUDA 12.4");
/// empty: nothing. `root`: the stage that starts from the image. Empty, too, where `cuda` is not
/// older than the image's, or one of both is not known.
std::string lower_cuda_doubt(const Graph& graph, int root, Version cuda);

}  // namespace cudafit::graph
