#pragma once
// What git says has changed. git is started without a shell, and nothing that a repository
// configures is run by it.

#include <set>
#include <string>

#include "source/result.h"

namespace cudafit::cli {

struct Changes {
  std::set<std::string> files;    ///< absolute paths of what is there: changed, new, not yet added
  std::set<std::string> deleted;  ///< absolute paths of what is not there any more
};

/// Since the last commit that `revision` and the one that is checked out have in common; where
/// there is none, since `revision` itself. `root`: absolute path of the repository.
Result<Changes> changes_since(const std::string& root, const std::string& revision);

}  // namespace cudafit::cli
