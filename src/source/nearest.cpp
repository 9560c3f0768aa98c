#include "source/nearest.h"

#include <algorithm>
#include <vector>

namespace cudafit {

std::string in_quotes(std::string_view name) { return "\"" + std::string(name) + "\""; }

namespace {

std::string folded(std::string_view name) {
  std::string result(name);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '_') c = '-';
  }
  return result;
}

/// Optimal string alignment: Levenshtein with swaps of neighbours.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      now[j] =
          std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        now[j] = std::min(now[j], before[j - 2] + 1);
      }
    }
    before.swap(last);
    last.swap(now);
  }
  return last[b.size()];
}

}  // namespace

std::string_view nearest(std::string_view written, std::span<const std::string_view> names) {
  if (written.size() > 100) return {};  // no name is that long, and the table would be large
  const std::string wanted = folded(written);
  std::string_view best;
  // A third of the letters may be wrong; of very short names one.
  std::size_t limit = std::max<std::size_t>(1, (wanted.size() + 1) / 3) + 1;
  for (const std::string_view name : names) {
    const std::size_t far = distance(wanted, folded(name));
    if (far < limit) {
      limit = far;
      best = name;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view written, std::span<const std::string_view> names) {
  const std::string_view name = nearest(written, names);
  return name.empty() ? "" : "; did you mean \"" + std::string(name) + "\"?";
}

}  // namespace cudafit
