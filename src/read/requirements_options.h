#pragma once
// The options on one line of a requirements file.

#include <cstddef>
#include <string>
#include <vector>

#include "read/requirements.h"
#include "source/text.h"

namespace cudafit::read {

struct OptionLine {
  std::vector<RequirementOption> options;
  std::vector<Text> words;  ///< what is neither an option nor the value of one
  std::string error;
  Span error_span;
};

/// Reads the bytes of `line` from `begin` on.
OptionLine parse_options(const Text& line, std::size_t begin);

}  // namespace cudafit::read
