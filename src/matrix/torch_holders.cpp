#include "matrix/torch_holders.h"

#include <array>
#include <cstdint>

#include "matrix/rows.h"
#include "matrix/shapes_packages.h"

namespace cudafit::matrix {

namespace {

/// Words of a closed list as keys are counted from 1.
template <std::size_t count>
constexpr std::uint32_t choice(const std::array<std::string_view, count>& words,
                               std::string_view word) {
  for (std::uint32_t i = 0; i < count; ++i)
    if (words[i] == word) return i + 1;
  return 0;
}
constexpr std::uint32_t follower = choice(shapes::holder_words, "follows");
constexpr std::uint32_t image_word = choice(shapes::holder_words, "image");
constexpr std::uint32_t required_by_it = choice(shapes::holder_words, "required");
constexpr std::uint32_t apart = choice(shapes::change_words, "builds-apart");
static_assert(follower != 0 && image_word != 0 && required_by_it != 0 && apart != 0);

}  // namespace

std::vector<std::string_view> torch_image_words() {
  std::vector<std::string_view> out;
  for (const auto row : rows<shapes::torch_holders>().find(image_word))
    out.push_back(row.text("name"));
  return out;
}

bool follows_torch(std::string_view package) {
  return !rows<shapes::torch_holders>().find(follower, package).empty();
}

bool torch_requires(std::string_view package) {
  return !rows<shapes::torch_holders>().find(required_by_it, package).empty();
}

std::optional<InstallerChange> builds_apart(std::string_view tool) {
  const auto found = rows<shapes::installer_changes>().find(tool, apart);
  if (found.empty()) return std::nullopt;
  const auto row = found.front();
  return InstallerChange{
      .since = row.version("since"), .python = row.version("python"), .source = row.source()};
}

}  // namespace cudafit::matrix
