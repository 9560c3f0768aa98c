#include "matrix/tag_fields.h"

#include <algorithm>

#include "terms/ascii.h"

namespace cudafit::matrix {
namespace {

constexpr std::size_t longest_text = 256;

bool one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_number(std::string_view text) {
  return std::all_of(text.begin(), text.end(), ascii::digit);
}

/// Digits and dots, from a digit to a digit.
bool is_dotted(std::string_view text) {
  return ascii::digit(text.front()) && ascii::digit(text.back()) &&
         std::all_of(text.begin(), text.end(), [](char c) { return ascii::digit(c) || c == '.'; });
}

bool takes(std::string_view field, std::string_view text) {
  if (one_of(field, {"cuda", "driver", "python", "torch", "release", "date"}))
    return is_dotted(text);
  if (one_of(field, {"X", "Y", "N", "x", "y"})) return is_number(text);
  if (field == "rest") return true;
  if (field == "cudnn") {
    return text.starts_with("cudnn") && (text.size() == 5 || is_dotted(text.substr(5)));
  }
  if (field == "os" && !ascii::letter(text.front())) return false;
  const bool underscore = field != "os";
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return ascii::alnum(c) || c == '.' || (underscore && c == '_');
  });
}

bool match(std::string_view pattern, std::string_view text, TagFields& fields) {
  while (!pattern.empty() && pattern[0] != '{' && pattern[0] != '*') {
    if (text.empty() || text[0] != pattern[0]) return false;
    pattern.remove_prefix(1);
    text.remove_prefix(1);
  }
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*') {
    for (std::size_t n = text.size() + 1; n-- > 0;) {
      if (match(pattern.substr(1), text.substr(n), fields)) return true;
    }
    return false;
  }
  const std::size_t close = pattern.find('}');
  const std::string_view name = pattern.substr(1, close - 1);
  const std::size_t before = fields.size();
  const std::string_view rest = pattern.substr(close + 1);
  const bool fixed = !rest.empty() && rest[0] != '{' && rest[0] != '*';
  for (std::size_t n = text.size(); n > 0; --n) {
    // Where something else than what comes behind the field stands, it does not end.
    if (n == text.size() ? fixed : rest.empty() || (fixed && text[n] != rest[0])) continue;
    if (!takes(name, text.substr(0, n))) continue;
    fields.emplace_back(name, text.substr(0, n));
    if (match(rest, text.substr(n), fields)) return true;
    fields.resize(before);
  }
  return false;
}

}  // namespace

std::optional<TagFields> match_fields(std::string_view pattern, std::string_view text) {
  TagFields fields;
  // What the pattern ends with tells most texts apart.
  for (std::size_t n = 1; n <= pattern.size(); ++n) {
    const char last = pattern[pattern.size() - n];
    if (last == '}' || last == '*') break;
    if (n > text.size() || text[text.size() - n] != last) return std::nullopt;
  }
  if (text.size() > longest_text || !match(pattern, text, fields)) return std::nullopt;
  return fields;
}

std::size_t fixed_length(std::string_view pattern) {
  std::size_t fixed = 0;
  bool inside = false;
  bool star = false;
  for (const char c : pattern) {
    if (c == '{') inside = true;
    if (c == '*') star = true;
    if (!inside && c != '*') fixed += 2;
    if (c == '}') inside = false;
  }
  return star ? fixed : fixed + 1;
}

std::string fill_fields(std::string_view pattern, const TagFields& fields) {
  std::string out;
  while (!pattern.empty()) {
    const std::size_t open = std::min(pattern.find('{'), pattern.size());
    out += pattern.substr(0, open);
    pattern.remove_prefix(open);
    if (pattern.empty()) break;
    const std::size_t close = pattern.find('}');
    const std::string_view name = pattern.substr(1, close - 1);
    for (const auto& [field, text] : fields) {
      if (field == name) out += text;
    }
    pattern.remove_prefix(close + 1);
  }
  return out;
}

}  // namespace cudafit::matrix
