#pragma once
// --matrix and the key `matrix`: people's own files beside the built-in tables.

#include <string>
#include <vector>

#include "project/settings.h"
#include "source/files.h"

namespace cudafit::project {

/// Puts `named` files, and those of the configurations in force for `paths`, into the tables, which
/// are one for the whole process. What is wrong, a line each; nothing may be looked up then. To be
/// called before anything else asks the tables.
std::vector<std::string> open_matrix(const Files& files, Settings& settings,
                                     const std::vector<std::string>& paths,
                                     const std::vector<std::string>& named);

}  // namespace cudafit::project
