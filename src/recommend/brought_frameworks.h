#pragma once
// torch and TensorFlow that images bring, beside what a stage installs. Private to the recommend
// room.

#include <vector>

#include "graph/graph.h"
#include "matrix/contents.h"

namespace cudafit::recommend {

/// The image there is brings a framework that the other one has not, and the stages do not install
/// it themselves.
bool loses_framework(const graph::Graph& graph, const std::vector<int>& stages,
                     const matrix::ImageContents& now, const matrix::ImageContents& other);

/// The image brings a framework in another version than the stages ask for: it would be replaced,
/// or pip refuses to.
bool brings_another(const graph::Graph& graph, const std::vector<int>& stages,
                    const matrix::ImageContents& image);

}  // namespace cudafit::recommend
