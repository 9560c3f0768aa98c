#include "source/apply.h"

#include <algorithm>

namespace cudafit {

namespace {

/// Two insertions at one place conflict too: their order would be a guess.
bool clash(const Edit& a, const Edit& b) {
  if (a.span.size() == 0 && b.span.size() == 0) return a.span.begin == b.span.begin;
  return a.span.begin < b.span.end && b.span.begin < a.span.end;
}

}  // namespace

Applied apply(std::string_view bytes, FileId file, const std::vector<const Fix*>& fixes) {
  Applied out;
  std::vector<const Edit*> chosen;
  for (const Fix* fix : fixes) {
    std::vector<const Edit*> mine;
    bool fits = true;
    for (const Edit& edit : fix->edits) {
      if (edit.span.file != file) continue;
      const bool same = std::any_of(chosen.begin(), chosen.end(),
                                    [&](const Edit* other) { return *other == edit; });
      if (same) continue;
      fits = fits && std::none_of(chosen.begin(), chosen.end(),
                                  [&](const Edit* other) { return clash(*other, edit); });
      mine.push_back(&edit);
    }
    out.used.push_back(fits);
    if (fits) chosen.insert(chosen.end(), mine.begin(), mine.end());
  }
  std::sort(chosen.begin(), chosen.end(), [](const Edit* a, const Edit* b) {
    return std::pair(a->span.begin, a->span.end) < std::pair(b->span.begin, b->span.end);
  });
  std::size_t at = 0;
  for (const Edit* edit : chosen) {
    out.bytes += bytes.substr(at, edit->span.begin - at);
    out.bytes += edit->text;
    at = edit->span.end;
  }
  out.bytes += bytes.substr(at);
  return out;
}

const Fix* applicable(const Diagnostic& finding, bool unsafe) {
  for (const Fix& fix : finding.fixes) {
    const bool allowed =
        fix.safety == Safety::safe || (unsafe && fix.safety == Safety::suggested);
    if (allowed && !fix.edits.empty()) return &fix;
  }
  return nullptr;
}

}  // namespace cudafit
