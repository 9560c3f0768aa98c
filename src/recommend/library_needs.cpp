#include "recommend/library_needs.h"

#include <algorithm>
#include <set>
#include <string>

#include "graph/library_fits.h"

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

/// Another package there may bring what the image has not.
bool may_be_brought(const graph::Graph& there, const LibraryNeed& need) {
  return std::any_of(
      there.packages.begin(), there.packages.end(), [&](const graph::Package& package) {
        return package.at.stage == need.need.stage && package.title() != need.need.subject &&
               (package.gpu != Known::no || package.name.starts_with("nvidia-"));
      });
}

/// Also where nothing says so, since nobody may have meant to use a GPU.
bool misses(const graph::Graph& there, const LibraryNeed& need, const std::vector<int>& stages) {
  const graph::Presence& cuda =
      there.at(graph::Thing::cuda_runtime, facts::end_of(need.need.stage));
  if (cuda.present == Known::no && !may_be_brought(there, need)) return true;
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

/// Unknown is taken for fitting.
bool cuda_does(const matrix::PipPackage& row, const matrix::ImageContents& image) {
  if (image.cuda_runtime == Known::no || image.cuda_libraries == Known::no) return false;
  const bool too_low = row.cuda_min_checked && image.cuda.parts > 1 && image.cuda < row.cuda_min;
  return !image.cuda || (graph::cuda_fits(row, image.cuda) && !too_low);
}

bool cudnn_does(const matrix::PipPackage& row, const matrix::ImageContents& image) {
  if (image.cudnn == Known::no) return false;
  if (image.cudnn_version) return graph::cudnn_fits(row, image.cudnn_version);
  return image.cudnn_major == 0 || graph::cudnn_major_fits(row, Version{{image.cudnn_major}, 1});
}

bool wants_cudnn(const LibraryNeed& need) {
  if (need.row.cudnn_by_user) return about_cudnn(need);
  return need.row.needs_cudnn == Known::yes ||
         (!need.row.cudnn_majors.empty() && need.row.needs_cudnn != Known::no);
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

unsigned left_without(const graph::Graph& now, const matrix::ImageContents& image,
                      const std::vector<int>& stages) {
  std::set<std::string> out;  // of one package there may be several
  for (const LibraryNeed* const need : missed(now, stages)) {
    if (!cuda_does(need->row, image) || (wants_cudnn(*need) && !cudnn_does(need->row, image)))
      out.insert(need->need.subject);
  }
  return static_cast<unsigned>(out.size());
}

}  // namespace cudafit::recommend
