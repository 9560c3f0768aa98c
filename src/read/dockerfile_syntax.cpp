#include <nlohmann/json.hpp>

#include "read/dockerfile_line.h"
#include "read/go_text.h"

namespace cudafit::read {

namespace {

constexpr bool is_regex_space(char c) {
  return c == ' ' || c == '\t' || c == '\f' || c == '\r' || c == '\n';
}
constexpr bool is_alnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The `syntax` directive behind one comment mark: all lines before it must be directives too, each
/// only once.
std::string directive_behind(std::string_view mark, std::string_view bytes) {
  std::vector<std::string> seen;
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.starts_with(mark)) return {};
    line.remove_prefix(mark.size());
    const std::optional<DirectiveParts> parts = match_directive(line);
    if (!parts || std::find(seen.begin(), seen.end(), parts->name) != seen.end()) return {};
    seen.push_back(parts->name);
    if (parts->name != "syntax") continue;
    const std::string_view value =
        line.substr(parts->value.begin, parts->value.end - parts->value.begin);
    return std::string(value.substr(0, value.find(' ')));
  }
  return {};
}

}  // namespace

std::optional<DirectiveParts> match_directive(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && is_space(rune_at(text, at).value)) at += rune_at(text, at).size;
  const std::size_t start = at;
  while (at < text.size() && is_alnum(text[at])) ++at;
  DirectiveParts out{to_lower(text.substr(start, at - start)), {}};
  if (out.name != "escape" && out.name != "syntax" && out.name != "check") return std::nullopt;
  while (at < text.size() && is_regex_space(text[at])) ++at;
  if (at >= text.size() || text[at] != '=' || at + 1 >= text.size()) return std::nullopt;
  ++at;
  std::size_t end = text.size();
  while (at + 1 < end && is_regex_space(text[at])) ++at;  // a value of blanks keeps the last one
  while (end > at + 1 && is_regex_space(text[end - 1])) --end;
  out.value = {at, end};
  return out;
}

std::string detect_syntax(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (bytes.starts_with("#!"))
    bytes.remove_prefix(std::min(bytes.find('\n'), bytes.size() - 1) + 1);
  for (const std::string_view mark : {"#", "//"}) {
    std::string syntax = directive_behind(mark, bytes);
    if (!syntax.empty()) return syntax;
  }
  const std::size_t first = bytes.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || bytes[first] != '{') return {};
  const nlohmann::json json = nlohmann::json::parse(bytes, nullptr, false);
  if (!json.is_object() || !json.contains("syntax") || !json["syntax"].is_string()) return {};
  return json["syntax"].get<std::string>();
}

}  // namespace cudafit::read
