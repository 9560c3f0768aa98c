#include "print/snippet.h"

#include <algorithm>
#include <span>

#include "print/snippet_line.h"

namespace cudafit::print {

namespace {

/// More rails than this are no longer readable; further marks are drawn on their first line only.
constexpr std::size_t max_rails = 4;

/// Longer marks lose their middle.
constexpr std::uint32_t max_lines = 6;

}  // namespace

Snippet::Snippet(Places& places, FileId file, std::vector<Annotation> annotations)
    : map_(&places.lines(file)) {
  std::stable_sort(
      annotations.begin(), annotations.end(), [](const Annotation& a, const Annotation& b) {
        return std::pair(a.span.begin, a.span.end) < std::pair(b.span.begin, b.span.end);
      });
  for (Annotation& a : annotations) {
    const std::uint32_t first = map_->position(a.span.begin).line;
    const std::uint32_t last = places.last_line(a.span);
    (first == last ? singles_ : multis_).push_back({std::move(a), first, last});
  }
  lay_rails();
  choose_lines();
}

void Snippet::lay_rails() {
  std::vector<std::uint32_t> busy_until;  // per rail
  std::vector<Mark> kept;
  for (Mark& mark : multis_) {
    std::size_t rail = 0;
    while (rail < busy_until.size() && busy_until[rail] >= mark.first) ++rail;
    if (rail == max_rails) {
      const auto end =
          static_cast<std::uint32_t>(map_->line_begin(mark.first) + map_->line(mark.first).size());
      mark.annotation.span.end = std::max(mark.annotation.span.begin, end);
      mark.last = mark.first;
      singles_.push_back(std::move(mark));
      continue;
    }
    if (rail == busy_until.size()) busy_until.push_back(0);
    busy_until[rail] = mark.last;
    mark.rail = rail;
    kept.push_back(std::move(mark));
  }
  multis_ = std::move(kept);
  rails_ = busy_until.size();
  std::stable_sort(singles_.begin(), singles_.end(), [](const Mark& a, const Mark& b) {
    return a.annotation.span.begin < b.annotation.span.begin;
  });
}

void Snippet::choose_lines() {
  std::vector<std::uint32_t> wanted;
  for (const Mark& mark : singles_) wanted.push_back(mark.first);
  for (const Mark& mark : multis_) {
    const bool whole = mark.last - mark.first < max_lines;
    for (std::uint32_t n = mark.first; n <= mark.last; ++n) {
      if (!whole && n == mark.first + max_lines / 2) n = mark.last - 1;
      wanted.push_back(n);
    }
  }
  std::sort(wanted.begin(), wanted.end());
  for (const std::uint32_t n : wanted) {
    if (!lines_.empty() && lines_.back() == n) continue;
    // One line left out takes as much room as saying so.
    if (!lines_.empty() && lines_.back() + 2 == n) lines_.push_back(n - 1);
    lines_.push_back(n);
  }
}

std::string Snippet::draw(const Frame& frame, Ink severity) const {
  std::string out;
  std::uint32_t before = 0;
  auto single = singles_.begin();
  for (const std::uint32_t number : lines_) {
    auto end = single;
    while (end != singles_.end() && end->first == number) ++end;
    const auto here =
        std::span(singles_).subspan(static_cast<std::size_t>(single - singles_.begin()),
                                    static_cast<std::size_t>(end - single));
    SnippetLine line(frame, severity, *map_, number, rails_, here, multis_);
    if (before != 0 && number != before + 1) out += line.gap();
    out += line.draw();
    before = number;
    single = end;
  }
  return out;
}

}  // namespace cudafit::print
