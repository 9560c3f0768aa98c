#pragma once
// The CUDA that conda's build of torch is made for, where the command that installs it says so.

#include <optional>
#include <vector>

#include "graph/package.h"

namespace cudafit::graph {

struct Graph;

struct CondaCuda {
  Version cuda;
  std::vector<Note> because;
};

/// Of a torch that conda installs: by its build string, or by the package that selects its CUDA
/// (pytorch-cuda, cudatoolkit). Nothing where the solver decides.
std::optional<CondaCuda> conda_cuda(const Graph& graph, const Package& torch);

}  // namespace cudafit::graph
