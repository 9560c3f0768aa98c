#include "read/go_text.h"

#include <algorithm>
#include <iterator>

#include "read/unicode_tables.h"

namespace cudafit::read {

namespace {

template <typename Row, std::size_t count>
const Row* row_of(const Row (&table)[count], char32_t rune) {
  const Row* row = std::partition_point(std::begin(table), std::end(table),
                                        [&](const Row& r) { return r.last < rune; });
  return row != std::end(table) && row->first <= rune ? row : nullptr;
}

constexpr bool is_ascii_letter(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

Rune rune_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  if (first < 0x80) return {first, 1};
  const std::uint32_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
  if (first < 0xC2 || first > 0xF4 || text.size() - at <= more) return {};
  char32_t rune = first & (0x3Fu >> more);
  for (std::uint32_t i = 1; i <= more; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return {};
    rune = (rune << 6) | (byte(at + i) & 0x3Fu);
  }
  const char32_t least = more == 3 ? 0x10000 : more == 2 ? 0x800 : 0x80;
  if (rune < least || rune > 0x10FFFF || (rune >= 0xD800 && rune < 0xE000)) return {};
  return {rune, more + 1};
}

void append_rune(std::string& out, char32_t rune) {
  const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
  if (rune < 0x80) return put(rune);
  if (rune < 0x800) {
    put(0xC0 | (rune >> 6));
  } else {
    if (rune < 0x10000) {
      put(0xE0 | (rune >> 12));
    } else {
      put(0xF0 | (rune >> 18));
      put(0x80 | ((rune >> 12) & 0x3F));
    }
    put(0x80 | ((rune >> 6) & 0x3F));
  }
  put(0x80 | (rune & 0x3F));
}

bool is_space(char32_t c) {
  if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_letter(char32_t c) { return c < 0x80 ? is_ascii_letter(c) : row_of(letters, c) != nullptr; }
bool is_digit(char32_t c) { return c < 0x80 ? c >= '0' && c <= '9' : row_of(digits, c) != nullptr; }
bool is_printable(char32_t c) {
  return c < 0x80 ? c >= ' ' && c < 0x7F : row_of(printable, c) != nullptr;
}

char32_t lower(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  const LowerRange* row = row_of(lower_ranges, c);
  if (row == nullptr || (c - row->first) % static_cast<char32_t>(row->step) != 0) return c;
  return static_cast<char32_t>(static_cast<std::int32_t>(c) + row->delta);
}

std::string to_lower(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const Rune rune = rune_at(text, at);
    append_rune(out, lower(rune.value));
    at += rune.size;
  }
  return out;
}

void append_quoted(std::string& out, std::string_view text) {
  static constexpr char hex[] = "0123456789abcdef";
  const auto escape = [&](char kind, char32_t value, int digit_count) {
    out += '\\';
    out += kind;
    for (int shift = 4 * (digit_count - 1); shift >= 0; shift -= 4)
      out += hex[(value >> shift) & 0xF];
  };
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    const Rune rune = rune_at(text, at);
    const std::string_view bytes = text.substr(at, rune.size);
    at += rune.size;
    static constexpr std::string_view control = "\a\b\f\n\r\t\v";
    if (!rune.valid()) {
      escape('x', static_cast<unsigned char>(bytes.front()), 2);
    } else if (rune.value == '"' || rune.value == '\\') {
      out += '\\';
      out += bytes;
    } else if (is_printable(rune.value)) {
      out += bytes;
    } else if (rune.value < 0x80 && control.find(bytes.front()) != std::string_view::npos) {
      out += '\\';
      out += "abfnrtv"[control.find(bytes.front())];
    } else if (rune.value < 0x80) {
      escape('x', rune.value, 2);
    } else if (rune.value < 0x10000) {
      escape('u', rune.value, 4);
    } else {
      escape('U', rune.value, 8);
    }
  }
  out += '"';
}

}  // namespace cudafit::read
