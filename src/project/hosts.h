#pragma once
// The machines an image must run on, from flags and [[host]] tables.

#include <string>
#include <vector>

#include "facts/host.h"
#include "project/choices.h"
#include "read/config.h"
#include "source/sources.h"

namespace cudafit::project {

/// Why the flags cannot be meant; empty when they can.
std::string wrong_host(const HostChoices& flags);

/// Why a platform cannot be meant, in words that stand behind its name: `is OS/ARCH ...`; empty
/// when it can.
std::string wrong_platform(const std::string& platform);

/// Flags describe one host and replace those of the configuration; with `--host auto` they replace
/// what was found of this machine. What is wrong with a table goes
/// to `problems` as "path:line:column: message".
std::vector<facts::Host> settled_hosts(const HostChoices& flags, const std::string& platform,
                                       const read::Config& config, const Sources& sources,
                                       std::vector<std::string>& problems);

}  // namespace cudafit::project
