#pragma once
// Which packages of a lock file a command installs. Private to the facts room.

#include <string>
#include <vector>

#include "read/lock.h"
#include "read/pyproject.h"
#include "terms/known.h"
#include "terms/marker.h"

namespace cudafit::facts {

/// What a command wants of a lock file. All names are normalized.
struct LockQuery {
  /// uv: names of the projects that are meant, or their directories seen from the lock file.
  std::vector<std::string> projects;
  bool workspace = false;  ///< uv: the root of a workspace is meant, and is no project itself
  bool main = true;        ///< what the project itself asks for, besides its groups
  std::vector<std::string> extras;
  bool all_extras = false;
  std::vector<std::string> without_extras;
  std::vector<std::string> groups;
  bool all_groups = false;
  std::vector<std::string> without_groups;
  MarkerEnvironment environment;  ///< what is known of where it installs
  /// poetry: says what is asked for where the lock does not; null when it cannot be read.
  const read::Pyproject* manifest = nullptr;
};

struct LockSelection {
  struct Package {
    std::size_t index = 0;           ///< into LockFile::packages
    Known applies = Known::unknown;  ///< never no
    bool project = false;            ///< one of the projects themselves
  };
  std::vector<Package> packages;  ///< in the order of the lock
  bool known = true;              ///< false: which packages it is cannot be told
};

LockSelection select(const read::LockFile& lock, const LockQuery& query);

}  // namespace cudafit::facts
