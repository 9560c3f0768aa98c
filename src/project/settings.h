#pragma once
// What holds for one file: the command line over the nearest configuration over the defaults.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyze.h"
#include "project/choices.h"
#include "project/compose.h"
#include "read/config.h"
#include "source/files.h"
#include "source/result.h"

namespace cudafit::project {

struct FileSettings {
  std::string path;  ///< as shown
  std::string root;  ///< of the repository, as Settings::root_of
  const read::Config* config = nullptr;
  Wanted wanted;
  read::FailOn fail_on = read::FailOn::warning;
  std::vector<Build> builds;        ///< at least one
  std::vector<std::string> matrix;  ///< own files for the tables, as shown
};

/// Names of all rules, in the order of the docs.
std::vector<std::string_view> rule_names();

class Settings {
 public:
  /// `named`: the paths that are looked at. What lies beside the working directory and in no
  /// repository belongs to the one of them that it was found by.
  Settings(const Files& files, const Choices& flags, std::vector<std::string> named = {});

  /// Real paths of the matrix files that the configuration in force for this path names.
  std::vector<std::string> matrix_files(const std::string& path);
  /// Nothing that can be linted when the configuration of that place is broken; `problems` says
  /// why.
  std::optional<FileSettings> settle(const std::string& path);
  /// Whether `exclude` of the configuration in force keeps this real path from being walked.
  bool excluded(const std::string& path, bool directory);
  /// Real paths below `directory` that [[build]] tables of the configuration in force there name.
  std::vector<std::string> declared_below(const std::string& directory);
  /// Whether a [[build]] table there names the file as its Dockerfile.
  bool declared(const std::string& path);
  /// The Dockerfiles that the Compose file at `path` has built, by their real paths. How it builds
  /// them counts from now on.
  std::vector<std::string> built_by(const std::string& path);
  /// The git root of a directory (a real path), else the working directory, else the directory that
  /// was named.
  std::string root_of(const std::string& directory);
  /// Broken configuration: "path:line:column: message", each once.
  std::vector<std::string> problems() const;

 private:
  const std::string& git_root(const std::string& directory);
  const read::Config* config_in(const std::string& directory);
  std::string place_of(const std::string& path, std::string& parent) const;
  /// A set that no rule came with is a problem.
  bool known_rule_set(const read::Config& config);
  /// `path` as shown, `real` where it is named.
  Wanted wanted(const read::Config& config, const std::string& path, const std::string& real) const;
  std::vector<Build> builds(const read::Config& config, const std::string& path,
                            const std::string& real, const std::string& root);

  const Files& files_;
  const Choices& flags_;
  read::ConfigTree tree_;
  std::string working_;
  ComposeBuilds compose_{files_};
  std::vector<std::string> table_problems_;  ///< of rule-set, [[host]] and [[image]] tables
  read::Config defaults_;
  const read::Config* named_ = nullptr;         ///< of --config; null: broken or not asked for
  std::vector<std::string> named_paths_;        ///< of which the directories are not known yet
  std::vector<std::string> named_directories_;  ///< real paths
  std::map<std::string, std::string> roots_;    ///< git roots by directory; empty: none
};

}  // namespace cudafit::project
