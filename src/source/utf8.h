#pragma once
// One character at a time out of bytes that may be anything.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cudafit {

struct Character {
  char32_t code = 0;       ///< the code point; the byte itself when not valid
  std::uint32_t size = 1;  ///< bytes; 1 when not valid
  bool valid = true;
};

/// The character at `at`, which must be inside `bytes`. Overlong forms, surrogates and cut
/// sequences are not valid, and each of their bytes stands alone.
constexpr Character decode(std::string_view bytes, std::size_t at) {
  const auto byte = [&](std::size_t i) -> std::uint32_t {
    return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0u;
  };
  const auto tail = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
  const std::uint32_t first = byte(at);
  if (first < 0x80) return {first, 1, true};
  if (first >= 0xC2 && first < 0xE0 && tail(at + 1)) {
    return {((first & 0x1Fu) << 6) | (byte(at + 1) & 0x3Fu), 2, true};
  }
  if (first >= 0xE0 && first < 0xF0 && tail(at + 1) && tail(at + 2)) {
    const std::uint32_t code =
        ((first & 0x0Fu) << 12) | ((byte(at + 1) & 0x3Fu) << 6) | (byte(at + 2) & 0x3Fu);
    if (code >= 0x800 && (code < 0xD800 || code > 0xDFFF)) return {code, 3, true};
  }
  if (first >= 0xF0 && first < 0xF5 && tail(at + 1) && tail(at + 2) && tail(at + 3)) {
    const std::uint32_t code = ((first & 0x07u) << 18) | ((byte(at + 1) & 0x3Fu) << 12) |
                               ((byte(at + 2) & 0x3Fu) << 6) | (byte(at + 3) & 0x3Fu);
    if (code >= 0x10000 && code <= 0x10FFFF) return {code, 4, true};
  }
  return {first, 1, false};
}

}  // namespace cudafit
