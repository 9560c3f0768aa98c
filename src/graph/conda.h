#pragma once
// conda solves that look for a GPU where a build has none.

#include <vector>

#include "graph/need.h"

namespace cudafit::graph {

struct Graph;

/// A package whose GPU build the solver picks only where it sees a driver.
struct CondaSolve {
  Need need;
  std::size_t install = 0, spec = 0;  ///< indices into Facts::conda_installs
  Version cuda;  ///< what CONDA_OVERRIDE_CUDA could say: the image's CUDA; no parts: not known
};

void judge_conda(Graph& graph);
/// Needs of a compiler that conda's cudatoolkit was to meet.
void blame_cudatoolkit(Graph& graph);

}  // namespace cudafit::graph
