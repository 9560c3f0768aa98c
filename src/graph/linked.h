#pragma once
// Programs that are linked with a library in one stage, and shipped in another.

#include <optional>
#include <string>
#include <string_view>

#include "graph/need.h"
#include "graph/presence.h"

namespace cudafit::graph {

struct Graph;

/// A program that containers start is linked with CUDA libraries that the shipped stage lacks.
struct LinkedNeed {
  Need need;
  std::size_t link = 0;  ///< index into Facts::program_links
  std::string library;   ///< the first that is missing: "libcublas"
  bool runtime = false;  ///< it is libcudart, which every image of CUDA has
};

/// A program or library that a COPY certainly brings out of another stage.
struct LinkedProgram {
  const facts::ProgramLink* link = nullptr;
  const facts::ProgramLink::Library* library = nullptr;
  std::string program;   ///< where it is then, as far as that is known: "/opt/serve"
  bool started = false;  ///< containers start it
};

/// The first program in what is copied that is linked with a library of which `wanted` is true:
/// by its name without "lib", "cudnn". One that containers start goes first.
std::optional<LinkedProgram> linked_with(const Graph& graph, const facts::StageCopy& copied,
                                         bool (*wanted)(std::string_view name));

/// Where the loader looks for libraries may be said by something that is not followed, or lead to
/// directories of the stage's own.
bool loader_is_told(const Graph& graph, int stage);

}  // namespace cudafit::graph
