#pragma once

#include <string>

#include "source/result.h"

namespace cudafit::cli {

/// All of it; more than max_file_size is read only so far that analysing it says so.
Result<std::string> read_standard_input();

}  // namespace cudafit::cli
