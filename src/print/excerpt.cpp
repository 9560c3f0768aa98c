#include "print/excerpt.h"

#include <algorithm>

#include "print/escape.h"

namespace cudafit::print {

namespace {

constexpr std::string_view ellipsis = "...";

Glyph shown(std::string_view line, std::size_t at) {
  // Fixed, as rustc does: a tab stop would depend on what was cut off.
  if (line[at] == '\t') return {"    ", 1, 4};
  return glyph(line, at);
}

/// One character back. Bytes that are no character stand alone, so at most three are skipped.
std::size_t before(std::string_view line, std::size_t at) {
  std::size_t back = at - 1;
  for (int i = 0; i < 3 && back > 0 && (static_cast<unsigned char>(line[back]) & 0xC0) == 0x80; ++i)
    --back;
  return back + glyph(line, back).bytes == at ? back : at - 1;
}

/// What a character takes of the room. Combining marks take none on the screen, but a line of
/// nothing else must end too.
std::size_t cost(const Glyph& g) { return std::max<std::size_t>(g.columns, 1); }

/// Whether the whole line takes at most `width` columns.
bool fits(std::string_view line, std::size_t width) {
  std::size_t sum = 0;
  for (std::size_t at = 0; at < line.size();) {
    const Glyph g = shown(line, at);
    sum += cost(g);
    if (sum > width) return false;
    at += g.bytes;
  }
  return true;
}

}  // namespace

Excerpt::Excerpt(std::string_view line, std::size_t focus, std::size_t width) {
  std::size_t at = 0;
  if (!fits(line, width)) {
    at = std::min(focus, line.size());
    // A third of the room goes to what stands before, more when there is little behind.
    const std::size_t behind = line.size() - at;
    const std::size_t room = std::max(width / 3, width - std::min(width, behind));
    for (std::size_t used = 0; at > 0 && used < room;) {
      at = before(line, at);
      used += cost(shown(line, at));
    }
  }
  if (at > 0) add(0, ellipsis, ellipsis.size());
  std::size_t used = 0;
  for (; at < line.size() && used < width;) {
    const Glyph g = shown(line, at);
    add(at, g.text, g.columns);
    used += cost(g);
    at += g.bytes;
  }
  // One cell for all that follows: the ellipsis, or the end of the line.
  if (at < line.size()) {
    add(at, ellipsis, ellipsis.size());
  } else {
    cells_.push_back({line.size(), columns_});
  }
}

void Excerpt::add(std::size_t offset, std::string_view text, std::size_t columns) {
  cells_.push_back({offset, columns_});
  text_ += text;
  columns_ += columns;
}

std::size_t Excerpt::column(std::size_t offset) const {
  const auto after = std::upper_bound(cells_.begin(), cells_.end(), offset,
                                      [](std::size_t o, const Cell& c) { return o < c.offset; });
  return after == cells_.begin() ? 0 : (after - 1)->column;
}

}  // namespace cudafit::print
