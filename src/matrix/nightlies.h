#pragma once
// The index of torch's nightly builds.

#include "matrix/matrix.h"

namespace cudafit::matrix {

/// How many nightly builds the index lists: the newest, whatever CUDA they are for. Older ones
/// cannot be installed from it any more.
struct Nightlies {
  unsigned kept = 0;
  Citation source;
};
Nightlies nightlies();

}  // namespace cudafit::matrix
