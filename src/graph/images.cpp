#include "graph/build.h"

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

void ask_registry(const Graph& graph, std::string_view digest, ImageNeed& need) {
  const facts::RegistryAnswer* const said =
      facts::registry_answer(graph.facts.registry_answers, need.repository, need.tag, digest);
  if (said == nullptr) return;
  need.registry = *said;
  need.verdict = said->there ? Verdict::met : Verdict::unmet;
  if (said->there) need.answer.existence = Existence::published;
}

ImageNeed image_need(const Graph& graph, const facts::Fact& fact, std::size_t index) {
  ImageNeed need;
  need.fact = index;
  need.repository = matrix::canonical_repository(fact.key);
  need.tag = fact.value.empty() ? "latest" : fact.value;
  // Deleting a tag on Docker Hub is not known to delete it on NVIDIA's own registry.
  need.from_mirror = need.repository.starts_with("nvcr.io/");
  const bool resolved = fact.known && !fact.placeholder;
  const std::string digest =
      resolved && fact.digest ? fact.text.value.substr(fact.text.value.find('@') + 1) : "";
  need.asked = asked_image(graph.facts.declared_images, need.repository, need.tag,
                           resolved && !fact.digest, digest);
  if (need.asked.declared >= 0) {
    need.name = resolved ? fact.text.value : fact.key;
    if (resolved) ask_registry(graph, digest, need);
    return need;
  }
  need.name = need.repository + ":" + need.tag;
  need.unresolved = !fact.known;
  need.answer = find_tag(need.asked);
  // A row that is only inferred proves nothing.
  if (need.answer.row && need.answer.row->weak) need.answer.existence = Existence::unknown;
  need.verdict = judge(need.answer.existence);
  if (resolved) ask_registry(graph, digest, need);
  return need;
}

}  // namespace

void judge_images(Graph& graph) {
  graph.bases.resize(graph.facts.stages.size());
  for (std::size_t i = 0; i < graph.facts.facts.size(); ++i) {
    const facts::Fact& fact = graph.facts.facts[i];
    if (fact.what != Component::image || fact.key.empty()) continue;
    if (fact.base)
      graph.bases[static_cast<std::size_t>(fact.stage)].image =
          static_cast<int>(graph.images.size());
    graph.images.push_back(image_need(graph, fact, i));
  }
  for (std::size_t i = 0; i < graph.bases.size(); ++i)
    graph.bases[i].image = graph.bases[graph.facts.stages[i].root].image;
}

}  // namespace cudafit::graph
