#pragma once
// What stands in a stage at some point, and whether it is meant for a GPU.

#include <optional>
#include <vector>

#include "graph/graph.h"
#include "matrix/pip_packages.h"

namespace cudafit::graph {

/// The packages that count at `where`, each once.
std::vector<const Package*> installed(const Graph& graph, facts::Position where);

/// What the matrix says of a package as it is installed: the row for its version, variant and
/// extras. Nothing when none certainly describes it.
std::optional<matrix::PipPackage> pip_row(const Graph& graph, const Package& package);

/// Why a stage is meant to use a GPU; empty when nothing says so.
struct GpuWish {
  std::string words;  ///< "the image starts from nvidia/cuda:12.4.1-base-ubuntu22.04"
  Span span;
  explicit operator bool() const { return !words.empty(); }
};
GpuWish gpu_wish(const Graph& graph, int stage);

}  // namespace cudafit::graph
