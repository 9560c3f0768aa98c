#pragma once
// Directories of our own, with the files for a build in them.

#include <string>
#include <vector>

#include "source/result.h"
#include "verify/engine.h"

namespace cudafit::verify {

/// Below the system's directory for temporary files; made by write_kit.
std::string kit_directory(const std::string& id);
/// Makes it, readable by nobody else, with the files of the kit and its Dockerfile.
Result<bool> write_kit(const Kit& kit);
bool remove_directory(const std::string& path);
/// Those that lie about, of whatever run; only our own user's.
std::vector<Leftover> left_directories();

}  // namespace cudafit::verify
