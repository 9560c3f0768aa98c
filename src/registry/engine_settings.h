#pragma once
// What the container engines of this machine are told about registries: Docker's daemon.json and
// Podman's registries.conf. Where they fetch images from, we ask about them.

#include <string>
#include <vector>

#include "registry/proxy.h"
#include "registry/settings.h"
#include "source/files.h"

namespace cudafit::registry {

/// Puts it behind what is in the settings. Gives a line for each file that cannot be used.
std::vector<std::string> add_engine_settings(const Files& files, const Environment& environment,
                                             Settings& settings);

}  // namespace cudafit::registry
