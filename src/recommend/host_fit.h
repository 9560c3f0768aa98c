#pragma once
// Whether an image's own CUDA and the declared hosts go together, as far as the image alone says.
// Private to the recommend room.

#include <string>

#include "graph/graph.h"
#include "matrix/contents.h"

namespace cudafit::recommend {

/// What would have to be looked at where something may load the image's own CUDA: a declared driver
/// is too old for it, it has nothing for a declared GPU, or that is a Jetson's and the image is for
/// servers. Empty: nothing.
std::string host_doubt(const graph::Graph& graph, const matrix::ImageContents& contents);

}  // namespace cudafit::recommend
