#pragma once
// Opens the tables for a command. What is wrong is said, and false comes back: nothing may be
// looked up then.

#include <string>
#include <vector>

#include "project/choices.h"
#include "project/settings.h"
#include "source/files.h"

namespace cudafit::cli {

/// With the files of the command line and those of the configurations in force for `paths`; then
/// the machine on the command line is judged by them.
bool open_tables(const Files& files, project::Settings& settings,
                 const std::vector<std::string>& paths, const project::Choices& choices);

/// For a command that is about no file: with the configuration in force in the working directory.
bool open_tables(const project::Choices& choices);

}  // namespace cudafit::cli
