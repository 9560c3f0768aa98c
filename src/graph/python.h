#pragma once
// Programs of Python that are started where nothing provides them.

#include <string>
#include <vector>

#include "graph/need.h"

namespace cudafit::graph {

struct Graph;

struct PythonNeed {
  Need need;
  std::size_t program = 0;   ///< index into Facts::programs
  bool python3 = false;      ///< it is `python`, and python3 is there
  std::string distribution;  ///< "Ubuntu 22.04" style words of the base; may be empty
};

/// pip installs into the Python of a distribution that forbids it (PEP 668); unmet ones only, the
/// first of each chain of stages.
struct ManagedPython {
  Need need;
  std::size_t install = 0;  ///< index into Facts::pip_installs
  std::string system;       ///< "Ubuntu 24.04"
};

void judge_python(Graph& graph);
void judge_managed_python(Graph& graph);

}  // namespace cudafit::graph
