#pragma once
// How versions compare: CUDA, driver, image and wheel versions, all dotted numbers with odd numbers
// of parts.

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cudafit {

/// A dotted numeric version such as 12.4.1, 535.104.05 or 10.2. Missing parts compare as zero,
/// so 12.4 == 12.4.0; `parts` remembers how many were written (a tag `12.1` is not the tag
/// `12.1.0`).
struct Version {
  static constexpr std::size_t max_parts = 4;
  std::array<std::uint32_t, max_parts> number{};
  std::uint8_t parts = 0;  ///< how many numbers were written; 0 = no version

  constexpr std::uint32_t major() const { return number[0]; }
  constexpr std::uint32_t minor() const { return number[1]; }
  constexpr std::uint32_t patch() const { return number[2]; }
  constexpr explicit operator bool() const { return parts != 0; }

  friend constexpr bool operator==(const Version& a, const Version& b) {
    return a.number == b.number;
  }
  friend constexpr std::strong_ordering operator<=>(const Version& a, const Version& b) {
    for (std::size_t i = 0; i < max_parts; ++i) {  // not every library compares arrays so
      if (const auto order = a.number[i] <=> b.number[i]; order != 0) return order;
    }
    return std::strong_ordering::equal;
  }

  /// True when both are releases of one minor line: 12.4 and 12.4.1.
  constexpr bool same_line(const Version& other) const {
    return major() == other.major() && minor() == other.minor();
  }

  /// The whole of `text` as digits separated by single dots, at most four parts of at most nine
  /// digits; otherwise nothing.
  static constexpr std::optional<Version> parse(std::string_view text) {
    Version version;
    std::size_t at = 0;
    while (true) {
      std::uint32_t value = 0;
      std::size_t digits = 0;
      while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
        if (++digits > 9) return std::nullopt;
        value = value * 10 + static_cast<std::uint32_t>(text[at++] - '0');
      }
      if (digits == 0 || version.parts == max_parts) return std::nullopt;
      version.number[version.parts++] = value;
      if (at == text.size()) return version;
      if (text[at++] != '.') return std::nullopt;
    }
  }

  /// The numbers as written, without leading zeros: "12.4.1".
  std::string text() const {
    std::string out;
    for (std::size_t i = 0; i < parts; ++i) {
      if (i) out += '.';
      out += std::to_string(number[i]);
    }
    return out;
  }
};

/// A driver version as NVIDIA writes it: numbers behind the first have two digits at least,
/// 525.60.13, 535.104.05 and 461.09.
inline std::string driver_text(const Version& driver) {
  std::string out;
  for (std::size_t i = 0; i < driver.parts; ++i) {
    if (i) out += driver.number[i] < 10 ? ".0" : ".";
    out += std::to_string(driver.number[i]);
  }
  return out;
}

}  // namespace cudafit
