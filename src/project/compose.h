#pragma once
// Which Dockerfiles the Compose files of a repository have built, and how.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "analyze.h"
#include "source/files.h"

namespace cudafit::project {

/// A Compose file, by its name or by its services.
bool is_compose_file(const Files& files, const std::string& path);

class ComposeBuilds {
 public:
  explicit ComposeBuilds(const Files& files) : files_(files), working_(files.real(".")) {}

  /// Reads the Compose file at `path` (as shown): its builds count from now on, too.
  void add(const std::string& path, const std::string& root);
  /// Real paths of the Dockerfiles that it has built.
  std::vector<std::string> dockerfiles(const std::string& path) const;
  /// Builds of the Dockerfiles that are written in services of the Compose file, which was added.
  std::vector<Build> inline_builds(const std::string& path) const;
  /// How the Dockerfile is built by the Compose files that were added, and by those beside it and
  /// in the directories above it, up to `root`. `real`: its real path; `shown`: as shown. Services
  /// that are built alike are one build. Where all of them name a target, a last build is about the
  /// other stages.
  std::vector<Build> builds(const std::string& real, const std::string& shown,
                            const std::string& root);

 private:
  void look_above(std::string directory, const std::string& root);

  const Files& files_;
  std::string working_;
  std::set<std::string> read_;         ///< real paths of Compose files
  std::set<std::string> directories_;  ///< in which Compose files were looked for
  /// By the real path of the Dockerfile; their Build::dockerfile is not set yet.
  std::map<std::string, std::vector<Build>> builds_;
  std::map<std::string, std::vector<std::string>> dockerfiles_;  ///< by real path of Compose files
  std::map<std::string, std::vector<Build>> inline_;             ///< the same
};

}  // namespace cudafit::project
