#include "recommend/library_needs.h"

#include <algorithm>

namespace cudafit::recommend {

namespace {

using graph::LibraryNeed;

std::vector<const LibraryNeed*> missed(const graph::Graph& graph, const std::vector<int>& stages) {
  std::vector<const LibraryNeed*> out;
  for (const LibraryNeed& need : graph.libraries) {
    if (need.need.verdict == graph::Verdict::unmet &&
        std::find(stages.begin(), stages.end(), need.need.stage) != stages.end())
      out.push_back(&need);
  }
  return out;
}

bool misses(const graph::Graph& there, const LibraryNeed& need, const std::vector<int>& stages) {
  const std::vector<const LibraryNeed*> all = missed(there, stages);
  return std::any_of(all.begin(), all.end(), [&](const LibraryNeed* other) {
    return other->need.subject == need.need.subject;
  });
}

/// The image, or what is installed on it, has such a thing, and its version is known.
bool has(const graph::Graph& graph, graph::Thing thing, int stage) {
  const graph::Presence& there = graph.at(thing, facts::end_of(stage));
  return there.present == Known::yes && there.version;
}

bool about_cudnn(const LibraryNeed& need) {
  return need.what == LibraryNeed::What::cudnn || need.what == LibraryNeed::What::cudnn_version ||
         need.has_cudnn;
}

}  // namespace

bool still_missed(const graph::Graph& now, const graph::Graph& there,
                  const std::vector<int>& stages) {
  const std::vector<const LibraryNeed*> all = missed(now, stages);
  return std::any_of(all.begin(), all.end(),
                     [&](const LibraryNeed* need) { return misses(there, *need, stages); });
}

std::vector<const LibraryNeed*> unproven(const graph::Graph& now, const graph::Graph& there,
                                         const std::vector<int>& stages) {
  std::vector<const LibraryNeed*> out = missed(now, stages);
  std::erase_if(out, [&](const LibraryNeed* need) {
    const int stage = need->need.stage;
    return misses(there, *need, stages) ||
           (has(there, graph::Thing::cuda_runtime, stage) &&
            (!about_cudnn(*need) || has(there, graph::Thing::cudnn, stage)));
  });
  return out;
}

}  // namespace cudafit::recommend
