#pragma once
// What many texts are looked through for: certain bytes, or certain parts of words. One pass over
// the text answers for all of them.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cudafit {

/// A set of bytes.
class ByteSet {
 public:
  /// From a literal.
  consteval ByteSet(const char* bytes) {  // NOLINT(google-explicit-constructor)
    for (const char c : std::string_view(bytes)) has_[static_cast<unsigned char>(c)] = true;
  }

  constexpr bool has(char c) const { return has_[static_cast<unsigned char>(c)]; }
  /// One of them is in the text.
  constexpr bool in(std::string_view text) const {
    for (const char c : text) {
      if (has(c)) return true;
    }
    return false;
  }

 private:
  std::array<bool, 256> has_{};
};

/// Short texts of two bytes or more, 32 at most. Which of them may start at a place in a text is
/// told by two bytes.
class PartList {
 public:
  /// From a literal; blanks separate the parts.
  consteval PartList(const char* parts) : parts_(parts) {  // NOLINT(google-explicit-constructor)
    std::size_t count = 0;
    for (std::size_t at = 0; at < parts_.size();) {
      std::size_t end = parts_.find(' ', at);
      if (end == std::string_view::npos) end = parts_.size();
      if (end > at) {
        if (end == at + 1) throw "a part of one byte";
        const std::uint32_t mark = std::uint32_t{1} << count;
        first_[byte(parts_[at])] |= mark;
        second_[byte(parts_[at + 1])] |= mark;
        places_.at(count++) = {static_cast<std::uint16_t>(at), static_cast<std::uint16_t>(end)};
      }
      at = end + 1;
    }
  }

  /// One of them is in the text.
  constexpr bool in(std::string_view text) const {
    for (std::size_t at = 0; at + 1 < text.size(); ++at) {
      const std::uint32_t marks = first_[byte(text[at])] & second_[byte(text[at + 1])];
      if (marks != 0 && starts(marks, text.substr(at))) return true;
    }
    return false;
  }

 private:
  struct Place {
    std::uint16_t begin = 0;
    std::uint16_t end = 0;
  };

  static constexpr unsigned char byte(char c) { return static_cast<unsigned char>(c); }

  constexpr bool starts(std::uint32_t marks, std::string_view text) const {
    for (; marks != 0; marks &= marks - 1) {
      const Place& part = places_[static_cast<std::size_t>(std::countr_zero(marks))];
      if (text.starts_with(parts_.substr(part.begin, part.end - part.begin))) return true;
    }
    return false;
  }

  std::string_view parts_;
  std::array<Place, 32> places_{};          ///< of each part in `parts_`
  std::array<std::uint32_t, 256> first_{};  ///< by a byte, which parts have it first
  std::array<std::uint32_t, 256> second_{};
};

}  // namespace cudafit
