#pragma once
// --matrix and the key `matrix`: people's own files beside the built-in tables.

#include <string>
#include <vector>

#include "cli/flags.h"
#include "cli/settings.h"
#include "source/files.h"

namespace cudafit::cli {

/// Puts the files of the command line, and those of the configurations in force for `paths`, into
/// the tables, which are one for the whole run. What is wrong is said, and nothing may be looked up
/// then. To be called before anything else asks the tables.
bool open_matrix(const Files& files, Settings& settings, const std::vector<std::string>& paths,
                 const std::vector<std::string>& flags);

/// The same for `cudafit matrix`, with the configuration in force in the working directory.
bool open_matrix(const MatrixFlags& flags);

}  // namespace cudafit::cli
