#pragma once
// When something happens in a build.

#include <compare>
#include <cstddef>
#include <limits>

namespace cudafit::facts {

/// A point in the order of one stage's build: its step, and the command in the step (0 for steps
/// without commands). Positions of different stages are ordered only through their FROMs.
struct Position {
  int stage = -1;
  std::size_t step = 0;
  std::size_t command = 0;

  friend constexpr auto operator<=>(const Position&, const Position&) = default;
};

/// Behind everything that the stage does itself.
constexpr Position end_of(int stage) {
  constexpr std::size_t last = std::numeric_limits<std::size_t>::max();
  return {stage, last, last};
}

/// Before everything that the stage does itself.
constexpr Position start_of(int stage) { return {stage, 0, 0}; }

}  // namespace cudafit::facts
