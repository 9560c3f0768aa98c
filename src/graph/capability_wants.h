#pragma once
// Which parts of the driver a stage wants besides computing. Private to the graph room.

#include <string>
#include <vector>

#include "graph/graph.h"

namespace cudafit::graph {

struct CapabilityWant {
  std::string capability;  ///< "video", "graphics"
  std::string name;        ///< what wants it: "h264_nvenc", "pynvvideocodec 1.0.2"
  Span span;
  bool package = false;  ///< it is a package, which is of use on GPUs only
};

/// What containers of the stage want, by commands, variables and packages.
std::vector<CapabilityWant> capability_wants(const Graph& graph, int stage);

/// A service that runs the stage says itself which parts it gets, or may say it.
bool services_say_capabilities(const Graph& graph, int stage);

}  // namespace cudafit::graph
