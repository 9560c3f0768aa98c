#pragma once
// The steps of connect(), one file each. Private to the graph room.

#include "graph/graph.h"

namespace cudafit::graph {

/// Image needs and the keys of NVIDIA's apt repositories.
void judge_images(Graph& graph);
/// What the image at the bottom of each stage brings.
void find_bases(Graph& graph);
/// What is present when.
void fill_timeline(Graph& graph);
/// Which Python packages end up installed, and which wheels were chosen.
void fill_packages(Graph& graph);
/// Which installations compile CUDA code, against which torch.
void find_extension_builds(Graph& graph);
/// Compilers, their versions and lists of GPUs that builds want.
void judge_toolchain(Graph& graph);
/// Compilers that shipped stages want when they run, and those they do not want.
void judge_shipped_toolchain(Graph& graph);

/// A note without a place.
inline Note says(std::string words, const matrix::Citation& source) {
  return {std::move(words), {}, source.text()};
}
/// A note at a place.
inline Note shows(std::string words, Span span) { return {std::move(words), span, {}}; }

}  // namespace cudafit::graph
