#pragma once
// Lists in sentences.

#include <string>
#include <string_view>
#include <vector>

namespace cudafit::recommend {

template <typename List>
std::string join(const List& list, std::string_view between) {
  std::string out;
  for (const auto& each : list) {
    if (!out.empty()) out += between;
    out += each;
  }
  return out;
}

/// "a", "a and b", "a, b and c"
inline std::string listed(const std::vector<std::string>& words) {
  if (words.size() < 2) return join(words, "");
  return join(std::vector<std::string>(words.begin(), words.end() - 1), ", ") + " and " +
         words.back();
}

}  // namespace cudafit::recommend
