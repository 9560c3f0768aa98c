#pragma once
// One line of a file as a terminal shows it: escaped, tabs expanded, cut around what matters.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cudafit::print {

class Excerpt {
 public:
  /// `line` without its line ending. Costs O(width), however long the line is: the part around byte
  /// `focus` is shown when it does not fit, with `...` for what is left out.
  Excerpt(std::string_view line, std::size_t focus, std::size_t width);

  const std::string& text() const { return text_; }
  /// The 0-based column of byte `offset`: the ellipsis when it is left out, one past the end when
  /// behind the line.
  std::size_t column(std::size_t offset) const;
  std::size_t columns() const { return columns_; }

 private:
  void add(std::size_t offset, std::string_view text, std::size_t columns);

  struct Cell {
    std::size_t offset;
    std::size_t column;
  };
  std::string text_;
  std::vector<Cell> cells_;
  std::size_t columns_ = 0;
};

}  // namespace cudafit::print
