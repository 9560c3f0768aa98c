#include "print/changes.h"

#include <algorithm>
#include <string_view>

namespace cudafit::print {

namespace {

/// Of a longer line only this much before and after the change is copied; more is never shown.
constexpr std::uint32_t margin = 1024;

/// The bytes of whole lines that a run of edits touches, before and after.
struct Region {
  std::uint32_t line;  ///< of its begin
  std::string before;
  std::string after;
};

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

bool is_tail(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// Lines [first, last] around edits [from, to), as they are and as they will be.
Region region(Places& places, const std::vector<Edit>& edits, std::size_t from, std::size_t to,
              std::uint32_t first, std::uint32_t last) {
  const FileId file = edits[from].span.file;
  const LineMap& map = places.lines(file);
  const std::string_view bytes = places.bytes(file);
  const std::uint32_t edits_begin = edits[from].span.begin;
  const std::uint32_t edits_end = edits[to - 1].span.end;
  std::uint32_t begin = map.line_begin(first);
  auto end =
      last < map.lines() ? map.line_begin(last + 1) : static_cast<std::uint32_t>(bytes.size());
  if (edits_begin - begin > margin) begin = edits_begin - margin;
  if (end - edits_end > margin) end = edits_end + margin;
  while (begin < edits_begin && is_tail(bytes[begin])) ++begin;
  while (end > edits_end && end < bytes.size() && is_tail(bytes[end])) --end;
  Region out{first, std::string(bytes.substr(begin, end - begin)), {}};
  std::uint32_t at = begin;
  for (std::size_t i = from; i < to; ++i) {
    const Span span = places.clamp(edits[i].span);
    out.after += bytes.substr(at, span.begin - at);
    out.after += edits[i].text;
    at = span.end;
  }
  out.after += bytes.substr(at, end - at);
  return out;
}

std::size_t first_difference(std::string_view a, std::string_view b) {
  const auto at =
      std::mismatch(a.begin(), a.begin() + std::min(a.size(), b.size()), b.begin()).first;
  return static_cast<std::size_t>(at - a.begin());
}

/// Appends the differing lines of a region; `shift` is how many lines the file has grown before it.
void append(std::vector<ChangedLine>& out, const Region& region, std::int64_t& shift) {
  std::vector<std::string_view> before = split(region.before);
  std::vector<std::string_view> after = split(region.after);
  const std::int64_t growth =
      static_cast<std::int64_t>(after.size()) - static_cast<std::int64_t>(before.size());
  std::uint32_t line = region.line;
  std::size_t same = 0;
  while (same < before.size() && same < after.size() && before[same] == after[same]) ++same;
  before.erase(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(same));
  after.erase(after.begin(), after.begin() + static_cast<std::ptrdiff_t>(same));
  line += static_cast<std::uint32_t>(same);
  while (!before.empty() && !after.empty() && before.back() == after.back()) {
    before.pop_back();
    after.pop_back();
  }
  const auto add = [&](char sign, const auto& lines, const auto& others, std::int64_t number) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const std::size_t focus = i < others.size() ? first_difference(lines[i], others[i]) : 0;
      out.push_back({sign, static_cast<std::uint32_t>(number++), std::string(lines[i]), focus});
    }
  };
  add('-', before, after, line);
  add('+', after, before, line + shift);
  shift += growth;
}

/// Too long to read: the middle goes.
void shorten(std::vector<ChangedLine>& lines) {
  if (lines.size() <= max_changed_lines) return;
  const std::size_t left_out = lines.size() - max_changed_lines + 1;
  const auto from = lines.begin() + max_changed_lines / 2;
  lines.erase(from, from + static_cast<std::ptrdiff_t>(left_out));
  lines.insert(lines.begin() + max_changed_lines / 2,
               {'.', 0, std::to_string(left_out) + " more lines", 0});
}

}  // namespace

std::vector<ChangedFile> changes(Places& places, const Fix& fix) {
  std::vector<ChangedFile> out;
  std::vector<Edit> edits;
  for (const Edit& edit : fix.edits) {
    if (const Span span = places.clamp(edit.span)) edits.push_back({span, edit.text});
  }
  std::int64_t shift = 0;
  for (std::size_t from = 0; from < edits.size();) {
    const FileId file = edits[from].span.file;
    const LineMap& map = places.lines(file);
    const std::uint32_t first = map.position(edits[from].span.begin).line;
    // Edits that share a line or touch neighbouring ones are one region.
    std::size_t to = from;
    std::uint32_t last = first;
    while (to < edits.size() && edits[to].span.file == file &&
           (to == from || (map.position(edits[to].span.begin).line <= last + 1 &&
                           edits[to].span.begin >= edits[to - 1].span.end))) {
      last = std::max(last, map.position(edits[to].span.end).line);
      ++to;
    }
    if (out.empty() || out.back().file != file) {
      out.push_back({file, first, {}});
      shift = 0;
    } else {
      out.back().lines.push_back({'.', 0, {}, 0});
    }
    append(out.back().lines, region(places, edits, from, to, first, last), shift);
    from = to;
  }
  for (ChangedFile& file : out) shorten(file.lines);
  return out;
}

}  // namespace cudafit::print
