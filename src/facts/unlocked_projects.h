#pragma once
// Projects without a lock file: what `uv sync`, `poetry install` and `pdm install` ask the indexes
// for. Private to the facts room.

#include <vector>

#include "facts/project_files.h"

namespace cudafit::facts {

/// Lists what the project asks for, and from where. `out` has its environment and its Python.
void read_unlocked(const PipScene& scene, const ProjectCall& call, const Project& project,
                   PipInstall& out, std::vector<BrokenFile>& broken);

}  // namespace cudafit::facts
