#include "source/apply.h"

#include <set>
#include <utility>

namespace cudafit {

namespace {

/// Two insertions at one place conflict too: their order would be a guess.
bool clash(const Edit& a, const Edit& b) {
  if (a.span.size() == 0 && b.span.size() == 0) return a.span.begin == b.span.begin;
  return a.span.begin < b.span.end && b.span.begin < a.span.end;
}

/// Edits of which no two clash.
class Chosen {
 public:
  /// The very edit is among them.
  bool has(const Edit& edit) const {
    for (auto at = edits_.lower_bound(&edit); at != edits_.end(); ++at) {
      if ((*at)->span != edit.span) return false;
      if (**at == edit) return true;
    }
    return false;
  }
  bool fits(const Edit& edit) const {
    // Only the nearest one that begins before it can reach into it.
    auto at = edits_.lower_bound(edit.span.begin);
    if (at != edits_.begin()) --at;
    for (; at != edits_.end() && (*at)->span.begin <= edit.span.end; ++at) {
      if (clash(**at, edit)) return false;
    }
    return true;
  }
  void add(const Edit& edit) { edits_.insert(&edit); }

  auto begin() const { return edits_.begin(); }
  auto end() const { return edits_.end(); }

 private:
  struct ByPlace {
    using is_transparent = void;
    bool operator()(const Edit* a, const Edit* b) const {
      return std::pair(a->span.begin, a->span.end) < std::pair(b->span.begin, b->span.end);
    }
    bool operator()(const Edit* a, std::uint32_t begin) const { return a->span.begin < begin; }
    bool operator()(std::uint32_t begin, const Edit* b) const { return begin < b->span.begin; }
  };
  std::multiset<const Edit*, ByPlace> edits_;
};

}  // namespace

Applied apply(std::string_view bytes, FileId file, const std::vector<const Fix*>& fixes) {
  Applied out;
  Chosen chosen;
  for (const Fix* fix : fixes) {
    std::vector<const Edit*> mine;
    bool fits = true;
    for (const Edit& edit : fix->edits) {
      if (edit.span.file != file || chosen.has(edit)) continue;
      fits = fits && chosen.fits(edit);
      mine.push_back(&edit);
    }
    out.used.push_back(fits);
    if (!fits) continue;
    for (const Edit* edit : mine) chosen.add(*edit);
  }
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
    const bool allowed = fix.safety == Safety::safe || (unsafe && fix.safety == Safety::suggested);
    if (allowed && !fix.edits.empty()) return &fix;
  }
  return nullptr;
}

}  // namespace cudafit
