#pragma once
// What `build:` of a Compose file says against its Dockerfile.

#include <string>
#include <vector>

#include "facts/service.h"
#include "read/compose.h"
#include "read/dockerfile.h"

namespace cudafit::facts {

/// The stage and the arguments of a build that the Dockerfile does not have. `shown`: its path.
std::vector<BuildClash> build_clashes(const read::Dockerfile& dockerfile,
                                      const read::ComposeService& service,
                                      const std::string& shown);

/// `platform:` is not among `build.platforms`, which Compose refuses.
std::vector<BuildClash> platform_clashes(const read::ComposeService& service);

}  // namespace cudafit::facts
