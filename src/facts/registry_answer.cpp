#include "facts/registry_answer.h"

#include <algorithm>
#include <array>
#include <utility>

namespace cudafit::facts {

namespace {

/// "linux/arm" of "linux/arm/v7".
std::string_view family(std::string_view platform) {
  const std::size_t slash = platform.find('/');
  if (slash == std::string_view::npos) return platform;
  return platform.substr(0, platform.find('/', slash + 1));
}

/// As containerd chooses.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> older{
    {{"linux/amd64", "linux/386"}, {"linux/arm64", "linux/arm"}}};

}  // namespace

const RegistryAnswer* registry_answer(const std::vector<RegistryAnswer>& all,
                                      std::string_view repository, std::string_view tag,
                                      std::string_view digest) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const RegistryAnswer& each) {
    return each.repository == repository && each.digest == digest &&
           (!digest.empty() || each.tag == tag);
  });
  return found == all.end() ? nullptr : &*found;
}

bool serves_platform(const RegistryAnswer& answer, std::string_view platform) {
  if (answer.platforms.empty()) return true;
  const std::string_view wanted = family(platform);
  return std::any_of(
      answer.platforms.begin(), answer.platforms.end(), [&](const std::string& each) {
        const std::string_view has = family(each);
        return has == wanted ||
               std::find(older.begin(), older.end(), std::pair(wanted, has)) != older.end();
      });
}

}  // namespace cudafit::facts
