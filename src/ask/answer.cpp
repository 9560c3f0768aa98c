#include "ask/answer.h"

#include <algorithm>

namespace cudafit::ask {

void Line::cite(const matrix::Citation& source) {
  const bool there = std::any_of(sources.begin(), sources.end(), [&](const matrix::Citation& each) {
    return each.id == source.id;
  });
  if (!there) sources.push_back(source);
}

void add_table(Answer& answer, Section section) {
  if (section.lines.empty()) return;
  for (std::size_t i = section.columns.size(); i-- > 0;) {
    const bool used = std::any_of(section.lines.begin(), section.lines.end(),
                                  [&](const Line& line) { return !line.cells[i].empty(); });
    if (used) continue;
    const auto at = static_cast<std::ptrdiff_t>(i);
    section.columns.erase(section.columns.begin() + at);
    for (Line& line : section.lines) line.cells.erase(line.cells.begin() + at);
  }
  answer.sections.push_back(std::move(section));
}

}  // namespace cudafit::ask
