#include <unordered_map>

#include "graph/graph.h"

namespace cudafit::graph {

namespace {

using matrix::Existence;

Verdict judge(Existence existence) {
  switch (existence) {
    case Existence::published:
      return Verdict::met;
    case Existence::removed:
    case Existence::never:
      return Verdict::unmet;
    case Existence::newer:
    case Existence::unknown:
      return Verdict::unknown;
  }
  return Verdict::unknown;
}

ImageNeed image_need(const facts::Fact& fact, std::size_t index) {
  ImageNeed need;
  need.fact = index;
  need.repository = matrix::canonical_repository(fact.key);
  need.tag = fact.value.empty() ? "latest" : fact.value;
  // Deleting a tag on Docker Hub is not known to delete it on NVIDIA's own registry.
  need.from_mirror = need.repository.starts_with("nvcr.io/");
  if (!fact.known || fact.placeholder) {
    need.unresolved = !fact.known;
  } else if (!fact.digest) {
    need.answer = matrix::find_tag(need.repository, need.tag);
    // A row that is only inferred proves nothing.
    if (need.answer.row && need.answer.row->weak) need.answer.existence = Existence::unknown;
    need.verdict = judge(need.answer.existence);
  }
  return need;
}

}  // namespace

std::string Graph::stage_label(int stage) const {
  return stage < 0 ? std::string() : facts.stages[static_cast<std::size_t>(stage)].label;
}

Graph connect(facts::Facts facts) {
  Graph graph;
  graph.facts = std::move(facts);
  graph.rotation = matrix::key_rotation();
  std::unordered_map<std::size_t, std::size_t> base_of;  // stage -> index of its image need
  for (std::size_t i = 0; i < graph.facts.facts.size(); ++i) {
    const facts::Fact& fact = graph.facts.facts[i];
    if (fact.what != Component::image || fact.key.empty()) continue;
    if (fact.base) base_of[static_cast<std::size_t>(fact.stage)] = graph.images.size();
    graph.images.push_back(image_need(fact, i));
  }
  for (std::size_t i = 0; i < graph.facts.facts.size(); ++i) {
    const facts::Fact& fact = graph.facts.facts[i];
    if (fact.what != Component::apt_key) continue;
    const auto base = base_of.find(graph.facts.stages[static_cast<std::size_t>(fact.stage)].root);
    if (base == base_of.end()) continue;
    const ImageNeed& need = graph.images[base->second];
    const facts::Fact& image = graph.fact_of(need);
    if (!image.known || image.digest) continue;
    if (const auto key = matrix::old_apt_key(need.repository, need.tag)) {
      graph.keys.push_back({i, need.repository + ":" + need.tag, *key});
    }
  }
  return graph;
}

}  // namespace cudafit::graph
