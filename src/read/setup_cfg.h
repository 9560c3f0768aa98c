#pragma once
// The requirements in a setup.cfg, which setuptools reads where no pyproject.toml lists them.

#include <string_view>
#include <vector>

#include "read/pyproject.h"

namespace cudafit::read {

struct SetupCfg {
  std::vector<Dependency> dependencies;  ///< [options] install_requires
  std::vector<DependencyGroup> extras;   ///< [options.extras_require]
  /// False where a list is in another file (`file: requirements.txt`), or its lines are no
  /// requirements.
  bool known = true;
};

SetupCfg read_setup_cfg(FileId file, std::string_view bytes);

/// A setup.py that only calls `setup()`, so that setup.cfg says everything.
bool only_calls_setup(std::string_view script);

}  // namespace cudafit::read
