#pragma once
// `--watch`: the same command again whenever what it read is not what it was.

#include <functional>

#include "source/files.h"

namespace cudafit::cli {

/// Runs `run` in a process of its own, waits until something that it asked `Files` for changes, and
/// begins again, until the user ends it. Returns the exit status.
int watch(const std::function<int(Files&)>& run);

}  // namespace cudafit::cli
