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

/// What compiles may be in a part that cannot be read.
bool may_compile(const Graph& graph, int stage) {
  const auto& image = graph.bases[static_cast<std::size_t>(stage)].contents;
  if (image && image->nvcc == Known::yes) return true;
  return std::any_of(graph.compiler_needs.begin(), graph.compiler_needs.end(),
                     [&](const CompilerNeed& each) { return each.need.stage == stage; });
}

/// One argument names the CUDA of both images, so that both change together.
bool changes_with(const Graph& graph, int stage, int root) {
  const ImageNeed* const a = graph.base_image(stage);
  const ImageNeed* const b = graph.base_image(root);
  if (a == nullptr || b == nullptr) return false;
  const std::vector<std::size_t>& own = graph.fact_of(*a).globals;
  const std::vector<std::size_t>& other = graph.fact_of(*b).globals;
  return std::any_of(own.begin(), own.end(), [&](std::size_t each) {
    return std::find(other.begin(), other.end(), each) != other.end();
  });
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
    if (may_compile(graph, stage) && unread_part(graph, stage))
      return "what is compiled in stage " + graph.stage_label(stage) + " " + there +
             ": a part of it cannot be read";
    for (const facts::StageCopy& copied : graph.facts.stage_copies) {
      if (copied.at.stage != stage || copied.from < 0 || copied.mount) continue;
      if (changes_with(graph, copied.from, root)) continue;
      const auto& from = graph.bases[static_cast<std::size_t>(copied.from)].contents;
      if (from && from->cuda && may_compile(graph, copied.from) && older_line(cuda, from->cuda))
        return "what comes from stage " + graph.stage_label(copied.from) + ", which has CUDA " +
               from->cuda.text() + ", " + there;
    }
  }
  return {};
}

}  // namespace cudafit::graph
