#pragma once
// Bytes from standard input, and from files of any size.

#include <cstddef>
#include <string>

#include "source/files.h"
#include "source/result.h"

namespace cudafit::cli {

/// All of it; of more than `most` only so much is read that whoever gets it sees that.
Result<std::string> read_standard_input(std::size_t most = max_file_size);

/// A regular file that is no part of the user's project, such as a report: it may be larger than
/// what is linted.
Result<std::string> read_file(const std::string& path, std::size_t most);

}  // namespace cudafit::cli
