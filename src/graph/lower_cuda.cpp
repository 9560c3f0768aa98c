#include "graph/lower_cuda.h"

#include <algorithm>

namespace cudafit::graph {

namespace {

bool older_line(Version a, Version b) { return a < b && !a.same_line(b); }

/// Behind something that cannot be followed, neither the architectures that are compiled for nor
/// the torch that is compiled against are certain.
bool unread_part(const Graph& graph, int stage) {
  const facts::Facts& facts = graph.facts;
  return std::any_of(facts.opaques.begin(), facts.opaques.end(),
                     [&](const facts::Opaque& opaque) {
                       return opaque.at.stage == stage &&
                              (opaque.touches.system || opaque.touches.packages);
                     }) ||
         std::any_of(facts.pip_installs.begin(), facts.pip_installs.end(),
                     [&](const facts::PipInstall& install) {
                       return install.at.stage == stage && !install.complete;
                     });
}

bool compiles(const Graph& graph, int stage) {
  return std::any_of(graph.compiler_needs.begin(), graph.compiler_needs.end(),
                     [&](const CompilerNeed& each) { return each.need.stage == stage; });
}

}  // namespace

std::string lower_cuda_doubt(const Graph& graph, int root, Version cuda) {
  const auto& image = graph.bases[static_cast<std::size_t>(root)].contents;
  if (!image || !image->cuda || !cuda || !older_line(cuda, image->cuda)) return {};
  const std::string there = "works with CUDA " + cuda.text();
  const auto& stages = graph.facts.stages;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    const int stage = static_cast<int>(i);
    if (stages[i].root != static_cast<std::size_t>(root)) continue;
    if (compiles(graph, stage) && unread_part(graph, stage))
      return "what is compiled in stage " + graph.stage_label(stage) + " " + there +
             ": a part of it cannot be read";
    for (const facts::StageCopy& copied : graph.facts.stage_copies) {
      if (copied.at.stage != stage || copied.from < 0 || copied.mount) continue;
      const auto& from = graph.bases[static_cast<std::size_t>(copied.from)].contents;
      if (from && from->cuda && compiles(graph, copied.from) && older_line(cuda, from->cuda))
        return "what comes from stage " + graph.stage_label(copied.from) + ", which has CUDA " +
               from->cuda.text() + ", " + there;
    }
  }
  return {};
}

}  // namespace cudafit::graph
