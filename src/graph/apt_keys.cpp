// The keys of NVIDIA's apt repositories: those that images bring, that builds fetch, that nothing
// brings.

#include "graph/build.h"

namespace cudafit::graph {

namespace {

/// Nothing of NVIDIA's is in the image at the bottom of the stage, so none of its keys either.
bool without_nvidia(const Graph& graph, int stage) {
  const Base& base = graph.bases[static_cast<std::size_t>(stage)];
  return base.contents && base.declared < 0 && !base.contents->weak && base.contents->complete &&
         base.contents->cuda_runtime == Known::no && !base.contents->gated;
}

}  // namespace

void judge_keys(Graph& graph) {
  graph.rotation = matrix::key_rotation();
  const facts::Facts& facts = graph.facts;
  for (std::size_t i = 0; i < facts.facts.size(); ++i) {
    const facts::Fact& fact = facts.facts[i];
    if (fact.what != Component::apt_key) continue;
    const ImageNeed* const need = graph.base_image(fact.stage);
    if (need == nullptr) continue;
    if (const auto key = old_apt_key(need->asked)) graph.keys.push_back({i, need->name, *key});
  }
  for (std::size_t i = 0; i < facts.old_key_fetches.size(); ++i)
    graph.key_fetches.push_back({i, matrix::apt_key("cuda", facts.old_key_fetches[i].system)});
  for (std::size_t i = 0; i < facts.keyless_updates.size(); ++i) {
    const auto key = matrix::apt_key("machine-learning", {});
    if (key && without_nvidia(graph, facts.keyless_updates[i].stage))
      graph.keyless_updates.push_back({i, *key});
  }
}

}  // namespace cudafit::graph
