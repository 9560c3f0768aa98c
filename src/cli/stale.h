#pragma once
// How old the data are.

#include "cli/flags.h"

namespace cudafit::cli {

/// `cudafit matrix --stale [SUBJECT]`: what the tables follow, what they know of it, when that was
/// read and what to watch for, oldest first. Today is the clock's day, or that of SOURCE_DATE_EPOCH
/// where the environment sets it. Asks no network.
int stale(const MatrixFlags& flags);

}  // namespace cudafit::cli
