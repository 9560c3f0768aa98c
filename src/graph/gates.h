#pragma once
// What is asked of NVIDIA_REQUIRE_CUDA beside the stages of the file.

#include "graph/hosts.h"
#include "matrix/gate.h"

namespace cudafit::graph {

/// A container with this gate certainly starts on the host, with each of its GPUs. Not the opposite
/// of refused_gpu: of some hosts neither is known.
bool lets_through(const matrix::Gate& gate, const Machine& machine);

}  // namespace cudafit::graph
