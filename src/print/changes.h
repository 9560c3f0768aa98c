#pragma once
// What a fix does to the lines it touches: the short diff shown under `help` and in the GitHub
// summary.

#include <cstdint>
#include <string>
#include <vector>

#include "print/excerpt.h"
#include "print/places.h"

namespace cudafit::print {

struct ChangedLine {
  char sign = '+';           ///< '-', '+', or '.' for a stretch of lines that is left out
  std::uint32_t number = 0;  ///< of the file before for '-', after for '+'
  std::string text;          ///< without its line ending; a very long line only around the change
  std::size_t focus = 0;     ///< byte of `text` where it begins to differ

  Excerpt excerpt(std::size_t width) const { return Excerpt(text, focus, width); }
};

struct ChangedFile {
  FileId file = no_file;
  std::uint32_t line = 1;  ///< of the first change
  std::vector<ChangedLine> lines;
};

/// Files in the order in which the fix first touches them. At most `max_changed_lines` lines each.
std::vector<ChangedFile> changes(Places& places, const Fix& fix);

inline constexpr std::size_t max_changed_lines = 40;

}  // namespace cudafit::print
