#pragma once
// People's own files beside the compiled tables: the same YAML, the same checks, the same lookups.

#include <string>
#include <vector>

namespace cudafit::matrix {

struct OwnFile {
  std::string name;  ///< in messages
  std::string yaml;
};

/// Adds the tables of these files to those in force, for as long as the program runs. What is wrong
/// comes back, "file:line: sentence", by file and line; then nothing is added. To be called by one
/// thread before anything is looked up: views into the tables, and what is worked out from them
/// once, stay as they were.
std::vector<std::string> add_own_files(const std::vector<OwnFile>& files);

}  // namespace cudafit::matrix
