#include "facts/declared_image.h"

#include <algorithm>

#include "read/ignorefile.h"

namespace cudafit::facts {

const Brought* DeclaredImage::brought(Brought::Kind kind) const {
  const auto found = std::find_if(brings.begin(), brings.end(),
                                  [&](const Brought& each) { return each.kind == kind; });
  return found == brings.end() ? nullptr : &*found;
}

int declared_image(const std::vector<DeclaredImage>& all, std::string_view repository,
                   std::optional<std::string_view> tag, std::string_view digest) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    const DeclaredImage& image = all[i];
    if (image.repository != repository) continue;
    if (!image.digest.empty()) {
      if (image.digest == digest) return static_cast<int>(i);
      continue;
    }
    if (image.tags.empty()) return static_cast<int>(i);
    // Which of the tables it is depends on the tag.
    if (!tag) return -1;
    const bool meant =
        std::any_of(image.tags.begin(), image.tags.end(),
                    [&](const std::string& glob) { return read::glob_match(glob, *tag); });
    if (meant) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace cudafit::facts
