#include "print/escape.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "source/utf8.h"

namespace cudafit::print {

namespace {

struct Interval {
  char32_t first;
  char32_t last;
};

/// Characters that are not seen but act: on the terminal, on the order of text, or on the reader's
/// trust.
constexpr Interval hidden[] = {
    {0x00, 0x1F},        // C0
    {0x7F, 0x9F},        // DEL, C1
    {0xAD, 0xAD},        // soft hyphen
    {0x61C, 0x61C},      // Arabic letter mark
    {0x180E, 0x180E},    // Mongolian vowel separator
    {0x200B, 0x200F},    // zero-width space and joiners, left-to-right and right-to-left marks
    {0x2028, 0x202E},    // line and paragraph separator, embeddings and overrides
    {0x2060, 0x206F},    // word joiner, invisible operators, isolates, deprecated controls
    {0xFEFF, 0xFEFF},    // byte order mark
    {0xFFF9, 0xFFFB},    // interlinear annotation
    {0xE0000, 0xE007F},  // tags: text that no one sees
};

/// Close enough: the blocks whose characters terminals draw two columns wide.
constexpr Interval wide[] = {
    {0x1100, 0x115F}, {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},
    {0xA000, 0xA4CF}, {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE4F},   {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

/// Marks drawn onto the character before them.
constexpr Interval combining[] = {
    {0x300, 0x36F},   {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
    {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
};

/// Blanks that are printed as they are, and that the runner skips at the start of a line.
constexpr Interval blank[] = {
    {0x20, 0x20},     {0xA0, 0xA0},     {0x1680, 0x1680}, {0x2000, 0x200A},
    {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000},
};

template <std::size_t N>
bool in(const Interval (&table)[N], char32_t code) {
  const Interval* found = std::lower_bound(std::begin(table), std::end(table), code,
                                           [](Interval i, char32_t c) { return i.last < c; });
  return found != std::end(table) && found->first <= code;
}

/// Whether the bracket at `at` would open a runner's command.
bool opens_command(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  return before.ends_with("##") || before.ends_with("##vso");
}

/// Bytes of blanks at the start.
std::size_t indent(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const Character c = decode(text, at);
    if (!c.valid || !in(blank, c.code)) break;
    at += c.size;
  }
  return at;
}

}  // namespace

Glyph glyph(std::string_view text, std::size_t at) {
  const Character c = decode(text, at);
  if (!c.valid) return {fmt::format("\\x{{{:02x}}}", static_cast<std::uint32_t>(c.code)), 1, 6};
  if (in(hidden, c.code) || (c.code == '[' && opens_command(text, at))) {
    std::string shown = fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(c.code));
    const auto columns = static_cast<std::uint32_t>(shown.size());
    return {std::move(shown), c.size, columns};
  }
  const std::uint32_t columns = c.code < 0x300          ? 1
                                : in(combining, c.code) ? 0
                                : in(wide, c.code)      ? 2
                                                        : 1;
  return {std::string(text.substr(at, c.size)), c.size, columns};
}

std::string escape(std::string_view text) {
  std::size_t at = indent(text);
  std::string out(text.substr(0, at));
  out.reserve(text.size());
  if (text.substr(at).starts_with("::")) {
    out += "\\u{3a}";
    ++at;
  }
  while (at < text.size()) {
    // Most text is plain; only what is not goes the long way.
    if (text[at] >= ' ' && text[at] < 0x7F && text[at] != '[') {
      out += text[at++];
      continue;
    }
    const Glyph g = glyph(text, at);
    out += g.text;
    at += g.bytes;
  }
  return out;
}

std::string percent_encode(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain || std::string_view("-._~/").find(c) != std::string_view::npos) {
      out += c;
    } else {
      fmt::format_to(std::back_inserter(out), "%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

}  // namespace cudafit::print
