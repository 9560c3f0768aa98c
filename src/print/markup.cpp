#include "print/markup.h"

#include "print/escape.h"

namespace cudafit::print {

namespace {

constexpr std::string_view ellipsis = "\xE2\x80\xA6";

/// Bytes of the longest beginning that takes at most so many columns.
std::size_t fitting(std::string_view text, std::size_t columns) {
  std::size_t at = 0;
  std::size_t used = 0;
  while (at < text.size()) {
    const Glyph g = glyph(text, at);
    if (used + g.columns > columns) break;
    used += g.columns;
    at += g.bytes;
  }
  return at;
}

std::string without_stacks(std::string_view text) {
  constexpr int most = 2;
  std::string out;
  int marks = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Glyph g = glyph(text, at);
    marks = g.columns == 0 ? marks + 1 : 0;
    if (marks <= most) out += text.substr(at, g.bytes);
    at += g.bytes;
  }
  return out;
}

}  // namespace

std::string shown(std::string_view text) {
  std::string out = escape(text);
  for (const auto& [bytes, words] :
       {std::pair{"\xEF\xBF\xBE", "\\u{fffe}"}, std::pair{"\xEF\xBF\xBF", "\\u{ffff}"}}) {
    for (std::size_t at = out.find(bytes); at != std::string::npos; at = out.find(bytes, at))
      out.replace(at, 3, words);
  }
  return out;
}

std::string entities(std::string_view shown) {
  std::string out;
  out.reserve(shown.size());
  for (const char c : shown) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string markup(std::string_view text) { return entities(shown(text)); }

std::string cut(std::string_view shown, std::size_t columns) {
  if (fitting(shown, columns) == shown.size()) return without_stacks(shown);
  const std::size_t end = fitting(shown, columns > 0 ? columns - 1 : 0);
  return without_stacks(shown.substr(0, end)) + std::string(ellipsis);
}

std::vector<std::string> wrap(std::string_view shown, std::size_t columns, std::size_t lines) {
  std::vector<std::string> out;
  while (!shown.empty() && out.size() < lines) {
    const std::size_t end = fitting(shown, columns);
    if (end == shown.size() || out.size() + 1 == lines) {
      out.push_back(cut(shown, columns));
      break;
    }
    const std::size_t blank = shown.substr(0, end + 1).rfind(' ');
    // A word longer than the line is broken where the line ends; a line takes one glyph at least.
    std::size_t stop = blank == std::string_view::npos || blank == 0 ? end : blank;
    if (stop == 0) stop = glyph(shown, 0).bytes;
    out.push_back(without_stacks(shown.substr(0, stop)));
    shown.remove_prefix(stop);
    while (shown.starts_with(' ')) shown.remove_prefix(1);
  }
  return out;
}

}  // namespace cudafit::print
