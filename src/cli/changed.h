#pragma once
// Which builds `--changed-since` is about.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "cli/git.h"
#include "project/settings.h"
#include "source/report.h"

namespace cudafit::cli {

/// The revision is one of the outermost repository that the paths of the command line lie in or
/// hold. A submodule counts by the commit that the repository around it has of it.
class ChangedFiles {
 public:
  /// `paths`: of the command line. All have to outlive it.
  ChangedFiles(const Files& files, project::Settings& settings, const std::string& revision,
               const std::vector<std::string>& paths);

  /// Whether anything that the report was made from has changed: a file that was read, its
  /// configuration, or a file of its context that is gone. Fails where git cannot say.
  Result<bool> touch(const project::FileSettings& file, const Report& report);

 private:
  struct Repository {
    bool all = false;  ///< everything in it counts as changed
    Changes changes;
  };

  /// The repository around this one; empty where this one is the outermost that counts.
  std::string around(const std::string& root);
  std::string outermost(std::string root);
  const Result<Repository>& repository(const std::string& root);
  Result<Repository> look(const std::string& root);
  void say_all_changed(const std::string& root, const std::string& why);
  /// Whether the file (a real path) has changed.
  bool changed(const std::string& real);
  /// Whether the file, or a symbolic link through which the path leads to it, has.
  bool reached_anew(const std::string& path, const std::string& root);
  /// Whether a file of the directory (a real path) is gone, or may be.
  bool lost(const std::string& root, const std::string& directory);

  const Files& files_;
  project::Settings& settings_;
  const std::string& revision_;
  std::set<std::string> given_{};  ///< roots of the paths given
  std::set<std::string> said_{};
  std::map<std::string, Result<Repository>> known_{};  ///< by the root of the repository
};

}  // namespace cudafit::cli
