#include <fmt/format.h>

#include <algorithm>

#include "print/edit_script.h"
#include "print/escape.h"
#include "print/print.h"
#include "print/style.h"

namespace cudafit::print {

namespace {

constexpr std::size_t context = 3;

/// With their line endings: a line without one differs from the same line with one.
Lines split(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

/// The name as git writes it: in quotes with C escapes when it holds anything that could be
/// misread, with a tab behind it when it holds a blank.
std::string git_path(std::string_view prefix, std::string_view path) {
  std::string name(prefix);
  bool quoted = false;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      name += fmt::format("\\{}", c);
    } else if (byte < 0x20 || byte >= 0x7F) {
      name += fmt::format("\\{:03o}", byte);
    } else {
      name += c;
      continue;
    }
    quoted = true;
  }
  if (quoted) return fmt::format("\"{}\"", name);
  return path.find(' ') == std::string_view::npos ? name : name + "\t";
}

/// `begin,count` of a hunk header: 1-based, the line before when there are none.
std::string lines_of(std::size_t begin, std::size_t end) {
  if (end == begin) return fmt::format("{},0", begin);
  return end - begin == 1 ? fmt::format("{}", begin + 1)
                          : fmt::format("{},{}", begin + 1, end - begin);
}

void write(std::string& out, char sign, const Lines& lines, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    out += sign;
    out += lines[i];
    if (!lines[i].ends_with('\n')) out += "\n\\ No newline at end of file\n";
  }
}

}  // namespace

std::string unified_diff(std::string_view path, std::string_view before, std::string_view after) {
  if (before == after) return {};
  const Lines a = split(before);
  const Lines b = split(after);
  const std::vector<LineChange> changes = edit_script(a, b);
  std::string out = fmt::format("--- {}\n+++ {}\n", git_path("a/", path), git_path("b/", path));
  for (std::size_t i = 0; i < changes.size();) {
    // Changes whose context would touch share a hunk.
    std::size_t last = i;
    while (last + 1 < changes.size() &&
           changes[last + 1].a_begin - changes[last].a_end <= 2 * context)
      ++last;
    const std::size_t lead = std::min(context, changes[i].a_begin);
    const std::size_t trail = std::min(context, a.size() - changes[last].a_end);
    const std::size_t a_begin = changes[i].a_begin - lead;
    const std::size_t a_end = changes[last].a_end + trail;
    out += fmt::format("@@ -{} +{} @@\n", lines_of(a_begin, a_end),
                       lines_of(changes[i].b_begin - lead, changes[last].b_end + trail));
    std::size_t at = a_begin;
    for (; i <= last; ++i) {
      write(out, ' ', a, at, changes[i].a_begin);
      write(out, '-', a, changes[i].a_begin, changes[i].a_end);
      write(out, '+', b, changes[i].b_begin, changes[i].b_end);
      at = changes[i].a_end;
    }
    write(out, ' ', a, at, a_end);
  }
  return out;
}

std::string printable_diff(std::string_view diff, const PrintOptions& options) {
  const Style style(options.color);
  std::string out;
  for (std::string_view line : split(diff)) {
    if (line.ends_with('\n')) line.remove_suffix(1);
    const Ink ink = line.starts_with("---") || line.starts_with("+++") ? Ink::bold
                    : line.starts_with('-')                            ? Ink::removed
                    : line.starts_with('+')                            ? Ink::added
                    : line.starts_with('@')                            ? Ink::note
                                                                       : Ink::plain;
    out += style(ink, escape(line)) + "\n";
  }
  return out;
}

}  // namespace cudafit::print
