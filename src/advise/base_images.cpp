#include "advise/base_images.h"

#include <algorithm>

#include "advise/tags.h"

namespace cudafit::advise {

namespace {

using matrix::ImageTag;

/// The same but for the system, or the patch release.
bool same_kind(const ImageTag& a, const ImageTag& b) {
  return a.flavor == b.flavor && a.cudnn.empty() == b.cudnn.empty() &&
         system_family(a.os) == system_family(b.os);
}

std::vector<Fix> fixes(const graph::Graph& graph, const graph::ImageNeed& image, std::size_t most,
                       const std::function<bool(const ImageTag&)>& fits) {
  std::vector<Fix> out;
  const facts::Fact& fact = graph.fact_of(image);
  for (const Candidate& candidate : Tags(image.repository).nearest(image, most, fits)) {
    std::vector<Edit> edits = retag(fact, candidate.row.tag);
    std::string title = "use " + image.repository + ":" + std::string(candidate.row.tag);
    if (!candidate.difference.empty()) title += " (" + candidate.difference + ")";
    const Safety safety = edits.empty() ? Safety::shown : Safety::suggested;
    out.push_back({std::move(title), safety, std::move(edits)});
  }
  return out;
}

}  // namespace

std::vector<Fix> supported_images(const graph::Graph& graph, const graph::SupportNeed& need) {
  const graph::ImageNeed& image = graph.images[need.image];
  if (!image.answer.row) return {};
  const ImageTag& now = *image.answer.row;
  return fixes(graph, image, 1, [&](const ImageTag& tag) {
    if (!same_kind(tag, now) || release_ended(tag.cuda)) return false;
    if (need.release) return tag.cuda.same_line(now.cuda) && tag.os == now.os;
    return tag.cuda.same_line(now.cuda) && !(tag.cuda < now.cuda) && !system_ended(tag.os);
  });
}

std::vector<Fix> images_for_platform(const graph::Graph& graph, const graph::PlatformNeed& need) {
  const graph::ImageNeed& image = graph.images[need.image];
  if (!image.answer.row) return {};
  const ImageTag& now = *image.answer.row;
  return fixes(graph, image, 2, [&](const ImageTag& tag) {
    return tag.cuda == now.cuda && tag.flavor == now.flavor &&
           tag.cudnn.empty() == now.cudnn.empty() &&
           tag.arches.find(need.architecture) != std::string_view::npos;
  });
}

std::vector<Fix> image_with_glibc(const graph::Graph& graph, const graph::MuslNeed& need) {
  Fix shown{"start from an image with glibc: python:3.12-slim, debian, ubuntu", Safety::shown, {}};
  if (need.image < 0 || need.alpine_only) return {shown};
  const graph::ImageNeed& image = graph.images[static_cast<std::size_t>(need.image)];
  const std::size_t at = image.tag.find("alpine");
  if (image.repository != "python" || at == std::string::npos) return {shown};
  const std::string tag = image.tag.substr(0, at) + "slim";
  std::vector<Edit> edits = retag(graph.fact_of(image), tag);
  const Safety safety = edits.empty() ? Safety::shown : Safety::suggested;
  return {{"use python:" + tag + ", which has glibc", safety, std::move(edits)}};
}

}  // namespace cudafit::advise
