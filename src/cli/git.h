#pragma once
// What git says has changed. git is started without a shell, and nothing that a repository
// configures is run by it.

#include <set>
#include <string>

#include "source/result.h"

namespace cudafit::cli {

struct Changes {
  /// Absolute paths of what is there: changed, new, not yet added; also of submodules of which
  /// another commit is checked out.
  std::set<std::string> files;
  std::set<std::string> links;       ///< of `files`, those that are symbolic links
  std::set<std::string> deleted;     ///< absolute paths of what is not there any more
  std::set<std::string> submodules;  ///< absolute paths of all
};

/// Since the last commit that `revision` and the one that is checked out have in common; where
/// there is none, since `revision` itself. `root`: absolute path of the repository. What lies in
/// its submodules is not looked at.
Result<Changes> changes_since(const std::string& root, const std::string& revision);

}  // namespace cudafit::cli
