#pragma once
// The builds in places that somebody names.

#include <string>
#include <vector>

#include "document/discover.h"
#include "project/settings.h"
#include "source/files.h"

namespace cudafit::project {

/// The Dockerfiles and Compose files at `paths`: of directories those that go by their name, that a
/// configuration declares, or that a Compose file there has built. Scripts, Makefiles and workflows
/// only where they start containers.
document::Discovery find_builds(const Files& files, Settings& settings,
                                const std::vector<std::string>& paths, bool gitignore);

/// Builds read the file, and it is none itself: who names it is told what they make of it.
bool only_read(const Files& files, Settings& settings, const std::string& path);

}  // namespace cudafit::project
