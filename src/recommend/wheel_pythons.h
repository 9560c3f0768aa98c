#pragma once
// For which Pythons there are wheels of all that a stage installs. Private to the recommend room.

#include <set>
#include <string>
#include <vector>

#include "graph/graph.h"
#include "terms/version.h"

namespace cudafit::recommend {

/// The Pythons, rising, that certainly have a wheel of everything that pip installs in `stages`;
/// those last that torch.compile does not work with are left out where others remain. Empty where
/// anything is not pinned, or no table has its wheels.
std::vector<Version> wheel_pythons(const graph::Graph& graph, const std::vector<int>& stages);

/// The Pythons that pip installs for in `stages`, as far as they are known.
std::set<Version> pip_pythons(const graph::Graph& graph, const std::vector<int>& stages);

/// The requirements that no index has a wheel of, for the Python and the platform they are
/// installed for: "torch==1.13.0". Also where something there may have installed it already, so
/// that nothing is proven.
std::multiset<std::string> without_wheel(const graph::Graph& graph, const std::vector<int>& stages);

}  // namespace cudafit::recommend
