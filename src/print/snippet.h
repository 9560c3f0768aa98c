#pragma once
// Lines of one file with marks and labels under them.

#include <cstdint>
#include <string>
#include <vector>

#include "print/frame.h"
#include "print/places.h"

namespace cudafit::print {

struct Annotation {
  Span span;  ///< clamped
  std::string label;
  bool primary = false;
};

/// The lines of one file that `annotations` need, in order, and how to draw them.
class Snippet {
 public:
  /// All annotations lie in `file`.
  Snippet(Places& places, FileId file, std::vector<Annotation> annotations);

  std::uint32_t largest_line() const { return lines_.back(); }
  /// `severity` is the ink of the primary marks.
  std::string draw(const Frame& frame, Ink severity) const;

  /// An annotation with its lines. Those on several lines are drawn along a rail left of the text,
  /// which joins their first and their last line.
  struct Mark {
    Annotation annotation;
    std::uint32_t first = 1;
    std::uint32_t last = 1;
    std::size_t rail = 0;  ///< from the left; only for marks on several lines
  };

 private:
  void lay_rails();
  void choose_lines();

  const LineMap* map_;
  std::vector<Mark> singles_;  ///< on one line; sorted by place, as is the other
  std::vector<Mark> multis_;
  std::vector<std::uint32_t> lines_;  ///< shown, in order
  std::size_t rails_ = 0;
};

}  // namespace cudafit::print
