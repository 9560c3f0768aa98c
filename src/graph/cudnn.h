#pragma once
// Two cuDNNs in one image, and a cuDNN that stays behind in the stage that compiled with it.

#include <string>

#include "graph/need.h"
#include "graph/package.h"
#include "terms/version.h"

namespace cudafit::graph {

struct Graph;

/// A torch wheel's own cuDNN breaks on the one of the system: both load the same file of it.
struct CudnnClash {
  Need need;
  std::size_t package = 0;  ///< index into Graph::packages
  Version wheel, system;
  std::string error;
  bool assumed = false;  ///< nothing pins the package, it is the newest known
};

/// What is compiled with cuDNN in one stage is copied into another that has none, or another major.
struct CudnnLeft {
  Need need;
  std::size_t copy = 0;      ///< index into Facts::stage_copies
  Version builder, shipped;  ///< no parts in `shipped`: there is none
  /// A program that is linked with it, and that containers start; empty: none is known.
  std::string program;
};

/// The cuDNN that a torch wheel brings; no parts when not known.
Version wheel_cudnn(const Graph& graph, const Package& package);

}  // namespace cudafit::graph
