#pragma once
// Toolkits by their major.

#include "matrix/driver.h"

namespace cudafit::ask {

/// The newest release of a major in the tables; no parts: there is none.
inline Version newest_toolkit(unsigned major) {
  Version out;
  for (const matrix::ToolkitRelease& each : matrix::toolkit_releases()) {
    if (each.cuda.major() == major && !each.preview) out = each.cuda;
  }
  return out;
}

}  // namespace cudafit::ask
