#pragma once
// What a stage and those that build on it want of the image at the bottom. Private to the recommend
// room.

#include <vector>

#include "advise/recommendation.h"
#include "graph/graph.h"

namespace cudafit::recommend {

/// The stages whose chain of FROMs ends at `root`, itself first.
std::vector<int> stages_on(const graph::Graph& graph, int root);

/// Each thing once, in the order of the lines that say so.
std::vector<advise::Want> wants(const graph::Graph& graph, int root);

/// Nothing in these stages has to do with CUDA: what they start from is none of our business.
bool without_cuda(const graph::Graph& graph, int root);

}  // namespace cudafit::recommend
