#pragma once
// Containers that scripts start.

#include "document/run_lines.h"
#include "facts/facts.h"

namespace cudafit::facts {

ContainerRun container_run(const document::RunLine& line, Position at);

/// What the lines of a script of the repository, which no build runs, ask of the host.
Facts host_runs(const std::vector<document::RunLine>& lines, const std::string& file);

}  // namespace cudafit::facts
