#pragma once
// How what is compiled gets code for a GPU.

#include <vector>

#include "graph/graph.h"
#include "source/diagnostic.h"

namespace cudafit::advise {

/// Ways to have machine code for the GPU of a need whose use is compiled in the stage; empty for
/// others.
std::vector<Fix> more_code(const graph::Graph& graph, const graph::GpuNeed& need);

}  // namespace cudafit::advise
