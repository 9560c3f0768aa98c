#pragma once
// Forward compatibility: whether programs of a stage run on the driver libraries that the image
// brings (NVIDIA's cuda-compat packages) instead of the host's.

#include <vector>

#include "graph/graph.h"
#include "graph/hosts.h"

namespace cudafit::graph {

struct ForwardHelp {
  Known helps = Known::no;
  /// The branch whose libraries the image brings, where it brings them: a driver of one number.
  Version driver;
  /// Why (not), for people; places and citations.
  std::vector<Note> because;
};

/// By the package cuda-compat of that CUDA, where nothing else brings driver libraries.
ForwardHelp compat_help(Version compat, const Machine& machine);
/// For containers of `stage` on a host whose driver is older than wanted.
ForwardHelp forward_help(const Graph& graph, int stage, const Machine& machine);

/// A GPU of the host that certainly cannot use the cuda-compat of an image with this CUDA, although
/// the container toolkit takes it there; null when there is none.
const HostGpu* compat_refuses(const Machine& machine, Version cuda);

/// Whether a driver at least `floor` runs the programs of the stage: the host's, or the image's.
/// no is proof.
Known driver_reaches(const Machine& machine, const ForwardHelp& help, Version floor);

}  // namespace cudafit::graph
