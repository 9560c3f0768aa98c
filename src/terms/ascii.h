#pragma once
// Characters of ASCII, whatever the locale says.

#include <string>
#include <string_view>

namespace cudafit::ascii {

constexpr bool digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool alnum(char c) { return digit(c) || letter(c); }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
/// What Python's str.strip() and `\s` take as blank, as far as it is ASCII.
constexpr bool blank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 28 && c <= 31);
}

inline std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower(c);
  return out;
}

}  // namespace cudafit::ascii
