#include "recommend/boards.h"

#include <fmt/format.h>

#include <algorithm>

namespace cudafit::recommend {

std::string boards_words(const std::vector<matrix::JetsonRelease>& systems) {
  const matrix::JetsonRelease& first = systems.front();
  const matrix::JetsonRelease& last = systems.back();
  if (first.l4t == last.l4t)
    return fmt::format("Jetson Linux {} (JetPack {})", last.l4t.text(), last.jetpack);
  return fmt::format("Jetson Linux {} to {} (JetPack {} to {})", first.l4t.text(), last.l4t.text(),
                     first.jetpack, last.jetpack);
}

std::vector<std::vector<matrix::JetsonRelease>> board_systems(const Target& target,
                                                              const Version& cuda) {
  std::vector<std::vector<matrix::JetsonRelease>> out;
  for (const matrix::JetsonRelease& release : matrix::jetson_releases()) {
    const bool runs =
        std::all_of(target.gpus.begin(), target.gpus.end(), [&](const graph::HostGpu& gpu) {
          return std::any_of(gpu.may_be.begin(), gpu.may_be.end(), [&](const matrix::Gpu& one) {
            return std::find(release.archs.begin(), release.archs.end(), one.cc.text()) !=
                   release.archs.end();
          });
        });
    if (!runs || !release.cuda.same_line(cuda)) continue;
    if (out.empty() || out.back().front().image != release.image) out.emplace_back();
    out.back().push_back(release);
  }
  std::reverse(out.begin(), out.end());
  return out;
}

}  // namespace cudafit::recommend
