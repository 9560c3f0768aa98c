#pragma once
// Which builds `--changed-since` is about.

#include <map>
#include <string>

#include "cli/git.h"
#include "project/settings.h"
#include "source/report.h"

namespace cudafit::cli {

class ChangedFiles {
 public:
  /// All have to outlive it.
  ChangedFiles(const Files& files, project::Settings& settings, const std::string& revision)
      : files_(files), settings_(settings), revision_(revision) {}

  /// Whether anything that the report was made from has changed: a file that was read, its
  /// configuration, or a file of its context that is gone. Fails where git cannot say.
  Result<bool> touch(const project::FileSettings& file, const Report& report);

 private:
  const Result<Changes>& changes(const std::string& root);

  const Files& files_;
  project::Settings& settings_;
  const std::string& revision_;
  std::map<std::string, Result<Changes>> known_;  ///< by the root of the repository
};

}  // namespace cudafit::cli
