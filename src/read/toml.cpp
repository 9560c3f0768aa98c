#include "read/toml.h"

namespace cudafit::read {

namespace {

/// `value` as it is written at `span`, around which quotes may stand.
Text unquoted(std::string_view bytes, Span span, std::string_view value) {
  const std::string_view written = bytes.substr(span.begin, span.size());
  Text out;
  for (const std::size_t quotes : {std::size_t{1}, std::size_t{3}, std::size_t{0}}) {
    if (written.size() != value.size() + 2 * quotes ||
        written.substr(quotes, value.size()) != value)
      continue;
    const auto skip = static_cast<std::uint32_t>(quotes);
    out.append(value, {span.file, span.begin + skip, span.end - skip});
    return out;
  }
  out.append_derived(value, span);
  return out;
}

/// Where the code point `count` behind the one at `at` starts; the end where there are fewer.
std::size_t walk(std::string_view bytes, std::size_t at, std::uint32_t count) {
  for (; count > 0 && at < bytes.size(); --count) at += decode(bytes, at).size;
  return at;
}

}  // namespace

bool endless_key(std::string_view bytes) {
  constexpr std::size_t most = 1000;
  std::size_t dots = 0;
  for (const char c : bytes) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (c == '.') {
      if (++dots > most) return true;
    } else if (!letter && c != '-' && c != '_' && c != ' ' && c != '\t' && c != '"' && c != '\'') {
      dots = 0;
    }
  }
  return false;
}

std::uint32_t TomlPlaces::offset(toml::source_position place) const {
  if (place.line == 0) return 0;
  if (place.line > lines.lines()) return static_cast<std::uint32_t>(bytes.size());
  std::size_t at = lines.line_begin(place.line);
  if (at == 0 && bytes.starts_with("\xEF\xBB\xBF")) at = 3;
  std::uint32_t column = 1;
  if (place.column > stride) {
    std::vector<std::size_t>& marks = columns[place.line];
    if (marks.empty()) marks.push_back(at);
    const std::size_t wanted = (place.column - 1) / stride;
    while (marks.size() <= wanted) marks.push_back(walk(bytes, marks.back(), stride));
    at = marks[wanted];
    column += static_cast<std::uint32_t>(wanted) * stride;
  }
  at = walk(bytes, at, place.column - column);
  return static_cast<std::uint32_t>(at);
}

Span TomlPlaces::span(const toml::source_region& region) const {
  const std::uint32_t begin = offset(region.begin);
  return {file, begin, std::max(begin, offset(region.end))};
}

Text TomlPlaces::text(const toml::value<std::string>& node) const {
  return unquoted(bytes, span(node), node.get());
}

Text TomlPlaces::text(const toml::key& key) const { return unquoted(bytes, span(key), key.str()); }

}  // namespace cudafit::read
