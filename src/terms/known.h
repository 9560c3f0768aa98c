#pragma once
// Three values: what is not known is neither true nor false.

#include <cstdint>

namespace cudafit {

enum class Known : std::uint8_t { no, yes, unknown };

constexpr Known known(bool value) { return value ? Known::yes : Known::no; }

/// Both hold: no when one is no, whatever the other is.
constexpr Known both(Known a, Known b) {
  if (a == Known::no || b == Known::no) return Known::no;
  return a == Known::yes && b == Known::yes ? Known::yes : Known::unknown;
}

/// At least one holds: yes when one is yes, whatever the other is.
constexpr Known either(Known a, Known b) {
  if (a == Known::yes || b == Known::yes) return Known::yes;
  return a == Known::no && b == Known::no ? Known::no : Known::unknown;
}

constexpr Known negate(Known a) {
  if (a == Known::unknown) return a;
  return a == Known::yes ? Known::no : Known::yes;
}

}  // namespace cudafit
