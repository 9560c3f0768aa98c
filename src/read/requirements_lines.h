#pragma once
// The lines of a requirements file: joined, without comments, variables replaced.

#include <string_view>
#include <vector>

#include "read/requirements.h"
#include "source/text.h"

namespace cudafit::read {

/// Every logical line that is not blank, as pip hands it to its parser.
std::vector<Text> requirement_lines(FileId file, std::string_view bytes,
                                    const PipEnvironment& environment);

}  // namespace cudafit::read
