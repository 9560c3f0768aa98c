#pragma once
// A request from nothing, as flags say it, and its answer.

#include <string>
#include <vector>

#include "cli/flags.h"
#include "recommend/from_nothing.h"

namespace cudafit::cli {

/// `choices` says the host, the platform, and which tables and configuration count; without a host
/// there, those of the configuration in force in `directory` count, which is said. `clean` when
/// `out` holds the files; else what is wrong has been said: `usage` where nobody can
/// mean the request, `found` where nothing that is known fits.
int draw_up(const RequestFlags& flags, const std::string& directory,
            const project::Choices& choices, recommend::Blueprint& out);

/// Why the files are as they are, on standard error; `compose`: the Compose file is one of them.
void say_reasons(const recommend::Blueprint& blueprint, bool compose);

}  // namespace cudafit::cli
