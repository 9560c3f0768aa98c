#pragma once
// An answer about the world: tables of short texts, each line with its sources. How it looks is the
// printers' business.

#include <string>
#include <vector>

#include "matrix/matrix.h"

namespace cudafit::ask {

/// One line of a table.
struct Line {
  std::vector<std::string> cells;
  std::vector<matrix::Citation> sources;  ///< who says so; never empty
  bool weak = false;                      ///< inferred or from memory

  /// Adds a source, unless it is there.
  void cite(const matrix::Citation& source);
};

/// A table. Without column names it holds facts: a name and what is known, in two cells.
struct Section {
  std::string title;
  std::vector<std::string> columns;
  std::vector<Line> lines;
};

struct Answer {
  std::string kind;     ///< "driver", "image", "gpu" ...: what the question turned out to be about
  std::string subject;  ///< "driver 535.104.05"
  std::string summary;  ///< one sentence or two: what most people wanted to know
  std::vector<Section> sections;
  std::vector<std::string> see;  ///< further questions: "cuda 12.4"
};

/// Adds facts to a section, leaving out what is not known.
class Facts {
 public:
  explicit Facts(std::string title) { section_.title = std::move(title); }
  void add(std::string name, std::string value, const matrix::Citation& source, bool weak = false) {
    if (value.empty()) return;
    section_.lines.push_back({{std::move(name), std::move(value)}, {source}, weak});
  }
  /// Moves the section into the answer, unless it is empty.
  void into(Answer& answer) {
    if (!section_.lines.empty()) answer.sections.push_back(std::move(section_));
  }

 private:
  Section section_;
};

/// Adds the section unless it has no lines. Columns in which every cell is empty are dropped.
void add_table(Answer& answer, Section section);

}  // namespace cudafit::ask
