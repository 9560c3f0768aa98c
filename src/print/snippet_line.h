#pragma once
// One line of a snippet: its text, the marks under it and their labels.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "print/excerpt.h"
#include "print/snippet.h"

namespace cudafit::print {

class SnippetLine {
 public:
  using Marks = std::span<const Snippet::Mark>;

  SnippetLine(const Frame& frame, Ink severity, const LineMap& map, std::uint32_t number,
              std::size_t rails, Marks singles, Marks multis);

  std::string draw();
  /// The row that stands for lines left out before this one.
  std::string gap() const;

 private:
  /// A row under the text: one character and one ink per column.
  struct Row {
    std::string cells;
    std::vector<Ink> inks;
    void set(std::size_t column, char c, Ink ink);
  };
  /// Columns [begin, end) of a mark on this line, at least one.
  struct Columns {
    std::size_t begin;
    std::size_t end;
  };

  std::size_t focus() const;
  Ink ink(const Snippet::Mark& mark) const;
  Columns columns(const Snippet::Mark& mark) const;
  bool starts_line(const Snippet::Mark& mark) const;
  Row rail_row() const;
  /// The row as printed; `tail` follows it in `ink`.
  std::string finish(const Row& row, std::string_view tail, Ink ink) const;
  std::string marks_and_labels() const;
  std::string starts_and_ends();

  const Frame& frame_;
  Ink severity_;
  std::uint32_t number_;
  std::uint32_t begin_;
  std::string_view line_;
  Marks singles_;
  Marks multis_;
  Excerpt excerpt_;
  std::size_t text_column_;  ///< where the text begins, right of the rails
  std::vector<const Snippet::Mark*>
      running_;  ///< per rail: the mark whose rail is drawn in the next row, or null
};

}  // namespace cudafit::print
