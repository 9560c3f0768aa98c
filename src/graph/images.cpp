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

void judge_images(Graph& graph) {
  graph.rotation = matrix::key_rotation();
  graph.bases.resize(graph.facts.stages.size());
  for (std::size_t i = 0; i < graph.facts.facts.size(); ++i) {
    const facts::Fact& fact = graph.facts.facts[i];
    if (fact.what != Component::image || fact.key.empty()) continue;
    if (fact.base)
      graph.bases[static_cast<std::size_t>(fact.stage)].image =
          static_cast<int>(graph.images.size());
    graph.images.push_back(image_need(fact, i));
  }
  for (std::size_t i = 0; i < graph.bases.size(); ++i)
    graph.bases[i].image = graph.bases[graph.facts.stages[i].root].image;
  for (std::size_t i = 0; i < graph.facts.facts.size(); ++i) {
    const facts::Fact& fact = graph.facts.facts[i];
    if (fact.what != Component::apt_key) continue;
    const ImageNeed* const need = graph.base_image(fact.stage);
    if (need == nullptr) continue;
    const facts::Fact& image = graph.fact_of(*need);
    if (!image.known || image.digest) continue;
    if (const auto key = matrix::old_apt_key(need->repository, need->tag)) {
      graph.keys.push_back({i, need->repository + ":" + need->tag, *key});
    }
  }
}

}  // namespace cudafit::graph
