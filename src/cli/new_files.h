#pragma once
// Files where there are none: all of them, or nothing.

#include <string>
#include <vector>

namespace cudafit::cli {

struct NewFile {
  std::string name;  ///< in the directory
  std::string bytes;
  bool optional = false;  ///< one that is there already is left alone
};

/// Makes the files in the directory. What is there, a symbolic link to nowhere too, is never
/// written over: then nothing is made, and the reason is returned. Each file appears with all its
/// bytes. `made` gets the names.
std::string make_files(const std::string& directory, const std::vector<NewFile>& files,
                       std::vector<std::string>& made);

}  // namespace cudafit::cli
