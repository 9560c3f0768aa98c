#pragma once
// Which lines stay, go and come between two versions of a text.

#include <cstddef>
#include <string_view>
#include <vector>

namespace cudafit::print {

/// `a[a_begin, a_end)` becomes `b[b_begin, b_end)`; lines between two changes are equal.
struct LineChange {
  std::size_t a_begin;
  std::size_t a_end;
  std::size_t b_begin;
  std::size_t b_end;
};

using Lines = std::vector<std::string_view>;

/// In order, not touching each other. Linear in the lines; smallest where the differences are
/// local, which is what fixes are.
std::vector<LineChange> edit_script(const Lines& a, const Lines& b);

}  // namespace cudafit::print
