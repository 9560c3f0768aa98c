#pragma once
// Programs that are put in place by other means than packages. Private to the facts room.

#include "facts/downloads.h"
#include "facts/runs.h"

namespace cudafit::facts {

/// What one command puts in place: links, alternatives, aliases, virtual environments, Pythons of
/// uv and pyenv, conda itself. `feeding`: the command whose output it reads through a pipe.
void provided(const Run& run, const Downloads& downloads, const Command* feeding, Facts& out);

/// What a copy from elsewhere puts in place, as far as the names of its files say.
void provided(const StageCopy& copy, Facts& out);

}  // namespace cudafit::facts
