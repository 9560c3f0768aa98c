#pragma once
// Where a reader of JSON stands in its text. Private to the readers of JSON.

#include <optional>
#include <string_view>

#include "read/go_text.h"

namespace cudafit::read {

/// The letters of JSON's escapes, and what each stands for.
inline constexpr std::string_view json_letters = "\"\\/bfnrt";
inline constexpr std::string_view json_meanings = "\"\\/\b\f\n\r\t";

class JsonCursor {
 public:
  explicit JsonCursor(std::string_view text, std::size_t at = 0) : text_(text), at_(at) {}

 protected:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void blanks() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\r' || peek() == '\n') ++at_;
  }

  /// `uXXXX` at `at`; nothing when it is none.
  std::optional<char32_t> hex4(std::size_t at) const {
    if (at > text_.size() || text_.size() - at < 5 || text_[at] != 'u') return std::nullopt;
    char32_t value = 0;
    for (std::size_t i = at + 1; i < at + 5; ++i) {
      const char c = text_[i];
      const int digit = c >= '0' && c <= '9'                 ? c - '0'
                        : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                             : -1;
      if (digit < 0) return std::nullopt;
      value = value * 16 + static_cast<char32_t>(digit);
    }
    return value;
  }

  /// The rune of `\uXXXX` at `at`, a pair of surrogates taken together; `end` is behind it. A
  /// surrogate counts only as the first of a pair.
  std::optional<char32_t> rune_of_escape(std::size_t at, std::size_t& end) const {
    const std::optional<char32_t> unit = hex4(at + 1);
    if (!unit) return std::nullopt;
    end = at + 6;
    if (*unit < 0xD800 || *unit >= 0xE000) return unit;
    const std::optional<char32_t> low =
        end + 1 < text_.size() && text_[end] == '\\' ? hex4(end + 1) : std::nullopt;
    if (*unit >= 0xDC00 || !low || *low < 0xDC00 || *low >= 0xE000) return replacement_rune;
    end += 6;
    return 0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00);
  }

  std::string_view text_;
  std::size_t at_;
};

}  // namespace cudafit::read
