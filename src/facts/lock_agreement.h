#pragma once
// Whether uv.lock still says what pyproject.toml asks for: then uv takes it as it is, also without
// --frozen and --locked. Private to the facts room.

#include "facts/project_files.h"

namespace cudafit::facts {

/// The lock certainly is not made anew by the command: what it records of its projects is what they
/// say now. False also where that cannot be told.
bool lock_stands(const PipScene& scene, const ProjectCall& call, const Project& project,
                 ProjectFiles& files);

/// Options, variables or a file beside the project may change from where uv takes packages, and
/// which versions.
bool tuned_elsewhere(const PipScene& scene, const ProjectCall& call, const Project& project);

}  // namespace cudafit::facts
