#pragma once
// Whether something would run on every declared host.

#include <string_view>

#include "graph/graph.h"

namespace cudafit::advise {

/// The drivers of all declared hosts run this CUDA in containers of `stage`.
bool drivers_run(const graph::Graph& graph, int stage, Version cuda);
/// Their GPUs have code in this build of torch, and their drivers run it.
bool torch_runs(const graph::Graph& graph, int stage, std::string_view torch,
                std::string_view variant, std::string_view platform, Version cuda);
/// No declared host is refused by NVIDIA_REQUIRE_CUDA of `stage`.
bool gate_open(const graph::Graph& graph, int stage);
/// No declared host has a GPU that the cuda-compat of an image with this CUDA fails on.
bool compat_fits(const graph::Graph& graph, Version cuda);
/// Every declared host certainly passes this gate.
bool passes_everywhere(const graph::Graph& graph, const matrix::Gate& gate);

}  // namespace cudafit::advise
