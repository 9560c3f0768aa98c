#pragma once
// Dependency files given by name: every build that reads one is linted.

#include <set>
#include <string>

#include "source/files.h"
#include "source/report.h"

namespace cudafit::project {

/// A file that builds read rather than a Dockerfile, by its ending or its first line, unless its
/// name or a line in it is a Dockerfile's.
bool is_dependency_file(const Files& files, const std::string& path);

/// Paths of all that was read for the report, as shown.
std::set<std::string> paths_read(const Report& report);
/// Real paths of all that was read for the report.
std::set<std::string> files_read(const Files& files, const Report& report);

}  // namespace cudafit::project
