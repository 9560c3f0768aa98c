#pragma once
// For which Pythons there are wheels of all that a stage installs. Private to the recommend room.

#include <vector>

#include "graph/graph.h"
#include "terms/version.h"

namespace cudafit::recommend {

/// The Pythons, rising, that certainly have a wheel of everything that pip installs in `stages`;
/// those last that torch.compile does not work with are left out where others remain. Empty where
/// anything is not pinned, or no table has its wheels.
std::vector<Version> wheel_pythons(const graph::Graph& graph, const std::vector<int>& stages);

}  // namespace cudafit::recommend
