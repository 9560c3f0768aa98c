#pragma once
// Python environments that do not come into the image. Private to the facts room.

#include "facts/extract.h"

namespace cudafit::facts {

/// `rm -rf .venv`, `mv`, `find -exec rm`: what was installed there is gone behind the command.
void remove_environments(const Document& document, const Stage& stage, const Step& step,
                         Position at, Facts& out);

/// `RUN --mount=type=cache,target=/app/.venv`: what the step installed there is gone behind it.
void unmount_environments(const Document& document, const Stage& stage, const Step& step,
                          Facts& out);

}  // namespace cudafit::facts
