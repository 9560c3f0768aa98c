#include "recommend/cuda_images.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "matrix/contents.h"
#include "matrix/distributions.h"
#include "matrix/version_prefix.h"

namespace cudafit::recommend {

namespace {

using matrix::Flavor;
using matrix::ImageTag;

bool for_arch(std::string_view arches, std::string_view arch) {
  return ("," + std::string(arches) + ",").find("," + std::string(arch) + ",") != std::string::npos;
}

}  // namespace

std::vector<ImageTag> cuda_images(const Version& line, const Wanted& wanted,
                                  const std::string& arch) {
  std::vector<ImageTag> out;
  for (const ImageTag& tag : matrix::tags("nvidia/cuda")) {
    if (tag.existence != matrix::Existence::published || tag.weak || !tag.release.same_line(line) ||
        tag.flavor != wanted.flavor || tag.cudnn.empty() != (wanted.cudnn_major == 0) ||
        !for_arch(tag.arches, arch))
      continue;
    const auto held = matrix::contents("nvidia/cuda", tag.tag);
    if (!held || !held->apt || !held->distro_python) continue;
    if (wanted.cudnn_major != 0 &&
        (held->cudnn_major != wanted.cudnn_major || held->cudnn_version < wanted.cudnn_min))
      continue;
    out.push_back(tag);
  }
  std::stable_sort(out.begin(), out.end(), [](const ImageTag& a, const ImageTag& b) {
    return a.release != b.release ? a.release > b.release : a.os > b.os;
  });
  return out;
}

bool fresh(std::string_view os, std::string_view release) {
  const auto support = matrix::os_support(os, release);
  return !support || support->ended > matrix::data_date();
}

std::string aged(const ImageTag& tag) {
  const auto held = matrix::contents("nvidia/cuda", tag.tag);
  if (!held || fresh(held->os, held->os_release)) return {};
  const auto support = matrix::os_support(held->os, held->os_release);
  return fmt::format("{} {} gets no updates any more since {} ({})", held->os, held->os_release,
                     support->ended, support->source.title);
}

std::string image_of(const ImageTag& tag) { return "nvidia/cuda:" + std::string(tag.tag); }

std::string system_of(const matrix::ImageContents& held) {
  return std::string(held.os) + ":" + std::string(held.os_release);
}

std::string fresh_system(std::string_view os) {
  std::set<std::string_view> seen;
  std::string out;
  Version oldest;
  for (const ImageTag& tag : matrix::tags("nvidia/cuda")) {
    if (tag.existence != matrix::Existence::published || !seen.insert(tag.os).second) continue;
    const auto held = matrix::contents("nvidia/cuda", tag.tag);
    if (!held || held->os != os || !fresh(os, held->os_release)) continue;
    if (oldest && oldest < held->os_version) continue;
    oldest = held->os_version;
    out = system_of(*held);
  }
  return out;
}

std::string not_known_of(const Version& release, Flavor flavor, const std::string& arch) {
  bool nowhere = false;
  bool empty = false;
  for (const ImageTag& tag : matrix::tags("nvidia/cuda")) {
    if (tag.existence != matrix::Existence::published || tag.release != release ||
        tag.flavor != flavor || !tag.cudnn.empty())
      continue;
    nowhere = nowhere || tag.arches.empty();
    empty = empty || (for_arch(tag.arches, arch) && !matrix::contents("nvidia/cuda", tag.tag));
  }
  if (empty) return "what is in them is not known";
  return nowhere ? "whether for linux/" + arch + " is not known" : "";
}

std::string why_not_newest(const Request& request, const Target& target,
                           const std::vector<ImageTag>& images) {
  const auto asked = Version::parse(request.cuda);
  if (images.empty() || (asked && asked->parts > 2)) return {};
  const Version& taken = images.front().release;
  for (const matrix::ToolkitRelease& release : matrix::toolkit_releases()) {
    if (release.preview || !release.cuda.same_line(taken) || release.cuda <= taken) continue;
    const std::string unsure = not_known_of(release.cuda, images.front().flavor, target.arch);
    if (!unsure.empty())
      return fmt::format("; images of CUDA {}, which is newer, are published, but {}",
                         release.cuda.text(), unsure);
    return fmt::format("; of CUDA {}, which is newer, no such image is known", release.cuda.text());
  }
  return {};
}

bool listed_whole(const Version& cuda) {
  const std::vector<matrix::Release> all = matrix::releases("nvidia/cuda");
  return std::all_of(all.begin(), all.end(), [&](const matrix::Release& each) {
    return each.complete || !matrix::starts_with(each.version, cuda);
  });
}

}  // namespace cudafit::recommend
