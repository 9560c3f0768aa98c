#pragma once
// Which other build of torch runs on every declared host, and the edits that ask for it.

#include <vector>

#include "graph/graph.h"
#include "source/diagnostic.h"

namespace cudafit::advise {

/// Ways to get a torch that runs on all declared hosts in place of the one that `use` is; best
/// first, at most two. `older`: only releases that are not newer than the one there is.
std::vector<Fix> other_torch(const graph::Graph& graph, const graph::CudaUse& use, bool older);

}  // namespace cudafit::advise
