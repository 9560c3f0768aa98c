#pragma once
// How Go reads and writes text: runes, blanks, letters. BuildKit is written in Go, and a Dockerfile
// with odd bytes in it must be read the same way.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace cudafit::read {

inline constexpr char32_t replacement_rune = 0xFFFD;

struct Rune {
  char32_t value = replacement_rune;
  std::uint32_t size = 1;
  bool valid() const { return value != replacement_rune || size != 1; }
};

/// The rune at `at`, which must be inside. A byte that starts none is U+FFFD, one byte long.
Rune rune_at(std::string_view text, std::size_t at);
void append_rune(std::string& out, char32_t rune);

/// unicode.IsSpace, IsLetter, IsDigit, ToLower and strconv.IsPrint.
bool is_space(char32_t c);
bool is_letter(char32_t c);
bool is_digit(char32_t c);
bool is_printable(char32_t c);
char32_t lower(char32_t c);

/// `[\t\v\f\r ]`: what separates words.
constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r';
}

/// unicode.IsSpace of a single byte, which takes 0x85 and 0xA0 for Latin-1 blanks.
constexpr bool is_space_byte(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == '\x85' || c == '\xA0';
}

/// strings.ToLower.
std::string to_lower(std::string_view text);
/// strconv.Quote.
void append_quoted(std::string& out, std::string_view text);

}  // namespace cudafit::read
