#include "read/requirements_lines.h"

#include <algorithm>
#include <array>

#include "read/text_builder.h"
#include "terms/ascii.h"

namespace cudafit::read {

namespace {

/// Bytes of the blank character at `at`, as Python sees it; 0 when there is none.
std::size_t blank_at(std::string_view text, std::size_t at) {
  if (ascii::blank(text[at])) return 1;
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("\xC2\x85") || rest.starts_with("\xC2\xA0")) return 2;
  static constexpr std::array<std::string_view, 4> wide{"\xE1\x9A\x80", "\xE2\x80\xAF",
                                                        "\xE2\x81\x9F", "\xE3\x80\x80"};
  for (const std::string_view each : wide) {
    if (rest.starts_with(each)) return 3;
  }
  if (rest.size() < 3 || !rest.starts_with("\xE2\x80")) return 0;
  const auto last = static_cast<unsigned char>(rest[2]);
  return last <= 0x8A || last == 0xA8 || last == 0xA9 ? 3 : 0;
}

/// Where the blanks that end at `end` begin.
std::size_t blanks_before(std::string_view text, std::size_t end) {
  while (end > 0) {
    std::size_t size = 0;
    for (std::size_t n = 1; n <= 3 && n <= end && size == 0; ++n) {
      if (blank_at(text, end - n) == n) size = n;
    }
    if (size == 0) break;
    end -= size;
  }
  return end;
}

std::size_t blanks_after(std::string_view text, std::size_t begin) {
  while (begin < text.size()) {
    const std::size_t size = blank_at(text, begin);
    if (size == 0) break;
    begin += size;
  }
  return begin;
}

/// Bytes of the line break at `at`, of all those that Python's str.splitlines() knows.
std::size_t break_at(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == '\r') return at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 1;
  if ((c >= '\n' && c <= '\f') || (c >= '\x1C' && c <= '\x1E')) return 1;
  if (c != '\xC2' && c != '\xE2') return 0;
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("\xC2\x85")) return 2;
  return rest.starts_with("\xE2\x80\xA8") || rest.starts_with("\xE2\x80\xA9") ? 3 : 0;
}

/// Cuts the comment, which begins with a `#` at the start or behind a blank, and blanks around.
Text without_comment(const Text& line) {
  const std::string_view text = line.value;
  std::size_t end = text.size();
  for (std::size_t at = text.find('#'); at != std::string_view::npos; at = text.find('#', at + 1)) {
    if (at != 0 && blanks_before(text, at) == at) continue;
    end = at;
    break;
  }
  const std::size_t begin = blanks_after(text.substr(0, end), 0);
  end = std::max(begin, blanks_before(text.substr(0, end), end));
  return line.slice(begin, end);
}

bool name_char(char c) { return (c >= 'A' && c <= 'Z') || ascii::digit(c) || c == '_'; }

/// Replaces ${NAME}; other uses of `$` are characters like any other.
Text expanded(const Text& line, const PipEnvironment& environment) {
  const std::string_view text = line.value;
  if (text.find("${") == std::string_view::npos) return line;
  TextBuilder out(line);
  std::size_t done = 0;
  for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at)) {
    std::size_t end = at + 2;
    while (end < text.size() && name_char(text[end])) ++end;
    if (end == at + 2 || end == text.size() || text[end] != '}') {
      at = end;
      continue;
    }
    const std::string_view name = text.substr(at + 2, end - at - 2);
    at = end + 1;
    const std::optional<Text> value = environment ? environment(name) : Text();
    // pip replaces one name after another, so a value that holds a reference is replaced again.
    if (!environment ||
        (value && (!value->complete || value->value.find("${") != std::string::npos))) {
      out.mark_incomplete();
    } else if (value && !value->empty()) {
      out.keep(done, at - name.size() - 3);
      out.append(*value);
      done = at;
    }
  }
  out.keep(done, text.size());
  return out.take();
}

}  // namespace

std::vector<Text> requirement_lines(FileId file, std::string_view bytes,
                                    const PipEnvironment& environment) {
  std::vector<Text> out;
  Text joined;
  const auto finish = [&] {
    Text line = without_comment(joined);
    joined = {};
    if (!line.empty()) out.push_back(expanded(line, environment));
  };
  const auto append = [&](std::size_t begin, std::size_t end) {
    joined.append(bytes.substr(begin, end - begin),
                  {file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  };
  std::size_t begin = bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  while (begin < bytes.size()) {
    std::size_t end = begin;
    std::size_t after = 0;
    while (end < bytes.size() && (after = break_at(bytes, end)) == 0) ++end;
    const std::string_view line = bytes.substr(begin, end - begin);
    const std::size_t first = blanks_after(line, 0);
    const bool comment = first < line.size() && line[first] == '#';
    if (comment) {
      finish();  // also ends a line that was to go on
    } else if (line.ends_with('\\')) {
      std::size_t from = begin;
      std::size_t to = end;
      while (from < to && bytes[from] == '\\') ++from;
      while (from < to && bytes[to - 1] == '\\') --to;
      append(from, to);
    } else {
      append(begin, end);
      finish();
    }
    begin = end + after;
  }
  finish();
  return out;
}

}  // namespace cudafit::read
