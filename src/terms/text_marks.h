#pragma once
// What many texts are looked through for: certain bytes, or certain parts of words. One pass over
// the text answers for all of them.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cudafit {

/// A set of bytes.
class ByteSet {
 public:
  constexpr ByteSet() = default;
  /// From a literal.
  consteval ByteSet(const char* bytes) {  // NOLINT(google-explicit-constructor)
    for (const char c : std::string_view(bytes)) add(c);
  }

  constexpr void add(char c) { has_[static_cast<unsigned char>(c)] = true; }

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

/// Short texts of two bytes or more. Where none of them starts is mostly told by two bytes.
class PartList {
 public:
  /// From a literal; blanks separate the parts.
  consteval PartList(const char* parts) : parts_(parts) {  // NOLINT(google-explicit-constructor)
    for (std::size_t at = 0; at < parts_.size();) {
      std::size_t end = parts_.find(' ', at);
      if (end == std::string_view::npos) end = parts_.size();
      if (end > at) {
        if (end == at + 1) throw "a part of one byte";
        places_.at(count_++) = {static_cast<std::uint16_t>(at), static_cast<std::uint16_t>(end)};
        first_.add(parts_[at]);
        second_.add(parts_[at + 1]);
      }
      at = end + 1;
    }
  }

  /// One of them is in the text.
  constexpr bool in(std::string_view text) const {
    for (std::size_t at = 0; at + 1 < text.size(); ++at) {
      if (first_.has(text[at]) && second_.has(text[at + 1]) && starts(text.substr(at))) return true;
    }
    return false;
  }

 private:
  struct Place {
    std::uint16_t begin = 0;
    std::uint16_t end = 0;
  };

  constexpr bool starts(std::string_view text) const {
    for (std::size_t i = 0; i < count_; ++i) {
      if (text.starts_with(parts_.substr(places_[i].begin, places_[i].end - places_[i].begin)))
        return true;
    }
    return false;
  }

  std::string_view parts_;
  std::array<Place, 32> places_{};  ///< of each part in `parts_`
  std::size_t count_ = 0;
  ByteSet first_;
  ByteSet second_;
};

}  // namespace cudafit
