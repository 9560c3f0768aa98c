// The same image in another flavor.

#include <algorithm>

#include "advise/tags.h"

namespace cudafit::advise {

namespace {

using matrix::Existence;
using matrix::Flavor;
using matrix::ImageTag;

std::string_view word_of(Flavor flavor) {
  switch (flavor) {
    case Flavor::base:
      return "base";
    case Flavor::runtime:
      return "runtime";
    case Flavor::devel:
      return "devel";
    case Flavor::none:
      break;
  }
  return {};
}

/// The tag with another word for its flavor; empty when it has none.
std::string respelled(std::string_view tag, Flavor from, Flavor to) {
  std::string out(tag);
  const std::string word = "-" + std::string(word_of(from));
  for (std::size_t at = out.find(word); at != std::string::npos; at = out.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if (end != out.size() && out[end] != '-') continue;
    return out.replace(at + 1, word.size() - 1, word_of(to));
  }
  return {};
}

}  // namespace

std::optional<ImageTag> reflavored(const graph::ImageNeed& need, const Reflavor& wanted) {
  if (!need.answer.row) return std::nullopt;
  const ImageTag& now = *need.answer.row;
  if (now.flavor == Flavor::none || wanted.flavor == Flavor::none) return std::nullopt;
  const bool had = !now.cudnn.empty();
  const bool cudnn = wanted.cudnn.value_or(had);
  const auto usable = [](const ImageTag& tag) {
    return tag.existence == Existence::published && !tag.weak;
  };
  if (!wanted.cuda && cudnn == had) {
    const std::string tag = respelled(now.tag, now.flavor, wanted.flavor);
    const matrix::TagAnswer answer = matrix::find_tag(need.repository, tag);
    if (!tag.empty() && answer.row && usable(*answer.row)) return answer.row;
  }
  // cuDNN is spelt differently from release to release, and another release has other patches.
  std::optional<ImageTag> best;
  for (const ImageTag& tag : matrix::tags(tag_table(need.repository))) {
    if (!usable(tag) || tag.flavor != wanted.flavor || tag.os != now.os) continue;
    if (tag.cudnn.empty() == cudnn) continue;
    if (wanted.cuda ? !tag.cuda.same_line(wanted.cuda) : tag.cuda != now.cuda) continue;
    // Where the release is not CUDA's own, it stays too.
    if (now.release != now.cuda && tag.release != now.release) continue;
    if (!best || best->cuda < tag.cuda) best = tag;
  }
  return best;
}

namespace {

bool builds_on(const graph::Graph& graph, int stage, int other) {
  for (int at = stage; at >= 0; at = graph.facts.stages[static_cast<std::size_t>(at)].parent) {
    if (at == other) return true;
  }
  return false;
}

/// The edits change what a stage starts from that has nothing to do with `stage`.
bool spreads(const graph::Graph& graph, int stage, const facts::Fact& fact,
             const std::vector<Edit>& edits) {
  std::vector<std::size_t> roots{static_cast<std::size_t>(fact.stage)};
  const bool in_place = std::all_of(
      edits.begin(), edits.end(), [&](const Edit& edit) { return fact.span.contains(edit.span); });
  for (const std::size_t index : fact.globals) {
    if (in_place) break;
    const facts::Global& global = graph.facts.globals[index];
    if (global.elsewhere) return true;
    roots.insert(roots.end(), global.stages.begin(), global.stages.end());
  }
  for (std::size_t i = 0; i < graph.facts.stages.size(); ++i) {
    const std::size_t root = graph.facts.stages[i].root;
    if (std::find(roots.begin(), roots.end(), root) == roots.end()) continue;
    const int other = static_cast<int>(i);
    if (!builds_on(graph, stage, other) && !builds_on(graph, other, stage)) return true;
  }
  return false;
}

}  // namespace

std::optional<OtherBase> other_base(const graph::Graph& graph, int stage, const Reflavor& wanted) {
  const graph::ImageNeed* const need = graph.base_image(stage);
  if (need == nullptr || need->verdict != graph::Verdict::met) return std::nullopt;
  const std::optional<ImageTag> tag = reflavored(*need, wanted);
  if (!tag) return std::nullopt;
  const facts::Fact& fact = graph.fact_of(*need);
  OtherBase out{need->repository + ":" + std::string(tag->tag), *tag, retag(fact, tag->tag)};
  out.spreads = spreads(graph, stage, fact, out.edits);
  return out;
}

}  // namespace cudafit::advise
