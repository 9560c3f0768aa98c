#pragma once
// Runs the build-time program on files that a test holds as text.

#include <map>
#include <string>

namespace matrix_tests {

struct Result {
  int status = 0;
  std::string text;  ///< what it printed, without the directory's name
};

using Yaml = std::map<std::string, std::string>;

/// The files by name. Checks that tables are written exactly on success.
Result compile(const Yaml& files);

}  // namespace matrix_tests
