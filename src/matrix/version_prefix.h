#pragma once
// Versions that are written in part.

#include <algorithm>

#include "terms/version.h"

namespace cudafit::matrix {

/// "12.4" as the start of "12.4.1": the parts that were written are equal.
inline bool starts_with(const Version& version, const Version& prefix) {
  return std::equal(prefix.number.begin(), prefix.number.begin() + prefix.parts,
                    version.number.begin());
}

}  // namespace cudafit::matrix
