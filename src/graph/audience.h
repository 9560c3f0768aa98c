#pragma once
// For whom a stage is: whether hints about size, age and style reach anybody.

#include <cstdint>

#include "graph/graph.h"

namespace cudafit::graph {

enum class Audience : std::uint8_t {
  unknown,  ///< nothing tells: no command, or a program that nothing is known of
  service,  ///< containers start a server, or Python with something to run
  people,   ///< who develop, test or try things out: dev and test stages, notebooks, devcontainers,
            ///< images that start a shell
};
/// By the stage's name, the path of the Dockerfile, what the container starts, the image at the
/// bottom, the packages. Hints about stages for `people` are dropped, whichever rule has them; what
/// takes a guess at the use of an image (its size) is for `service` only.
Audience audience(const Graph& graph, int stage);

}  // namespace cudafit::graph
