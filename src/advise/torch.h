#pragma once
// Which other torch, index or companion would do, and the edits that write it.

#include <vector>

#include "graph/graph.h"
#include "source/diagnostic.h"

namespace cudafit::advise {

/// An index that exists instead of one that does not.
std::vector<Fix> existing_index(const graph::Graph& graph, const graph::IndexNeed& need);
/// Published wheels near the one that is not: the same version elsewhere, another version here.
std::vector<Fix> published_wheel(const graph::Graph& graph, const graph::WheelNeed& need);
/// A pin that the ended index still serves.
std::vector<Fix> pinned_torch(const graph::Graph& graph, const graph::EndedNeed& need);
/// A CUDA build of the same version.
std::vector<Fix> cuda_build(const graph::Graph& graph, const graph::CpuNeed& need);
/// Build the extension against the torch that is installed: --no-build-isolation. Suggested where
/// that torch is there and, with `nvcc`, built for its major version; else shown.
Fix without_isolation(const graph::Graph& graph, const graph::ExtensionBuild& build,
                      const Version& nvcc = {});
/// Versions that go together.
std::vector<Fix> right_pair(const graph::Graph& graph, const graph::PairNeed& need);

/// NumPy kept below 2, beside what brings it.
std::vector<Fix> older_numpy(const graph::Graph& graph, const graph::NumpyNeed& need);

}  // namespace cudafit::advise
