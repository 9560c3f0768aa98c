#include "matrix/pattern.h"

#include <algorithm>
#include <cstddef>

#include "matrix/words.h"

namespace cudafit::matrix {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// How many characters at the start of `text` the field may take at most; it may take fewer.
std::size_t longest(std::string_view field, std::string_view text) {
  std::size_t n = 0;
  if (field == "cuda") {
    while (n < text.size() && (digit(text[n]) || (n && text[n] == '.'))) ++n;
  } else if (field == "cudnn") {
    if (!text.starts_with("cudnn")) return 0;
    n = 5;
    while (n < text.size() && (digit(text[n]) || (n > 5 && text[n] == '.'))) ++n;
  } else if (field == "flavor") {
    for (const std::string_view word : flavor_words) {
      if (text.starts_with(word)) return word.size();
    }
  } else {
    const auto body = [](char c) { return digit(c) || letter(c) || c == '.' || c == '_'; };
    if (text.empty()) return 0;
    if (field == "os" && !letter(text[0])) return 0;
    if (field == "version" && !digit(text[0])) return 0;
    while (n < text.size() && body(text[n])) ++n;
  }
  return n;
}

bool take(std::string_view field, std::string_view text, TagParts& parts) {
  if (field == "cuda") {
    const std::optional<Version> version = Version::parse(text);
    if (!version) return false;
    parts.cuda = *version;
  } else if (field == "cudnn") {
    if (text.size() < 5) return false;
    parts.cudnn = text;
  } else if (field == "flavor") {
    const auto* const word = std::find(flavor_words.begin(), flavor_words.end(), text);
    if (word == flavor_words.end()) return false;
    parts.flavor = static_cast<Flavor>(1 + (word - flavor_words.begin()));
  } else if (field == "os") {
    parts.os = text;
  }
  return true;
}

/// Matches `pattern` then `rest` (the pattern behind a bracket) against all of `tag`.
bool match(std::string_view pattern, std::string_view rest, std::string_view tag, TagParts& parts) {
  if (pattern.empty()) return rest.empty() ? tag.empty() : match(rest, {}, tag, parts);
  if (pattern[0] == '[') {
    const std::size_t close = pattern.find(']');
    const TagParts before = parts;
    if (match(pattern.substr(1, close - 1), pattern.substr(close + 1), tag, parts)) return true;
    parts = before;
    return match(pattern.substr(close + 1), rest, tag, parts);
  }
  if (pattern[0] != '{') {
    return !tag.empty() && tag[0] == pattern[0] &&
           match(pattern.substr(1), rest, tag.substr(1), parts);
  }
  const std::size_t close = pattern.find('}');
  const std::string_view field = pattern.substr(1, close - 1);
  for (std::size_t n = longest(field, tag); n > 0; --n) {
    TagParts tried = parts;
    if (take(field, tag.substr(0, n), tried) &&
        match(pattern.substr(close + 1), rest, tag.substr(n), tried)) {
      parts = tried;
      return true;
    }
  }
  return false;
}

}  // namespace

std::optional<TagParts> match_pattern(std::string_view pattern, std::string_view tag) {
  TagParts parts;
  if (tag.size() > 128 || !match(pattern, {}, tag, parts)) return std::nullopt;
  return parts;
}

bool match_glob(std::string_view glob, std::string_view text) {
  if (glob.empty()) return text.empty();
  if (glob[0] != '*')
    return !text.empty() && text[0] == glob[0] && match_glob(glob.substr(1), text.substr(1));
  for (std::size_t n = 0; n <= text.size(); ++n) {
    if (match_glob(glob.substr(1), text.substr(n))) return true;
  }
  return false;
}

}  // namespace cudafit::matrix
