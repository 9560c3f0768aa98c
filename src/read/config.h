#pragma once
// .cudafit.toml: what it may hold, and which one is in force where.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "read/ignorefile.h"
#include "source/diagnostic.h"
#include "source/files.h"
#include "source/sources.h"

namespace cudafit::read {

inline constexpr std::string_view config_name = ".cudafit.toml";

/// What makes exit status 1.
enum class FailOn : std::uint8_t { never, error, warning, hint };

/// A value and where it is written, quotes included.
struct ConfigString {
  std::string value;
  Span span;
};
using ConfigStrings = std::vector<ConfigString>;
/// name = value, in the order of the file.
using ConfigPairs = std::vector<std::pair<ConfigString, ConfigString>>;

/// Globs, relative to the directory of the file they are written in.
struct ConfigGlobs {
  std::string directory;
  ConfigStrings written;
  IgnoreFile patterns;
  /// `path` is a real path.
  bool match(std::string_view path, bool is_directory) const;
};

struct SeverityRow {
  ConfigString rule;
  std::optional<Severity> severity;  ///< nothing: off
};

struct PerFileIgnores {
  ConfigGlobs glob;
  ConfigStrings rules;
};

/// [[host]]: a machine the image must run on.
struct HostTable {
  Span span;                                                   ///< of the whole table
  ConfigString name, driver, toolkit, platform, jetpack, l4t;  ///< empty values: not written
  ConfigStrings gpus;
  std::optional<bool> wsl2, cdi;
};

/// [[build]]: how a Dockerfile is really built.
struct BuildTable {
  Span span;
  ConfigString dockerfile, context, target,
      platform;  ///< the paths are real paths below the repository root
  ConfigPairs args;
};

/// [[image]]: a base image of one's own.
struct ImageTable {
  Span span;
  ConfigString name, like;
  ConfigStrings tags;
  ConfigPairs brings;  ///< component and version
};

/// One configuration. As parsed, what one file says; as settled, with what it extends.
struct Config {
  std::vector<std::string>
      files;  ///< the files it comes from, nearest first, as shown; empty: built-in defaults
  std::optional<ConfigString> extend;
  std::optional<ConfigGlobs> exclude;
  std::optional<ConfigStrings> select, ignore;
  std::optional<bool> preview;
  std::optional<ConfigString> rule_set;  ///< "2026.11"
  std::optional<FailOn> fail_on;
  std::optional<ConfigStrings> matrix;  ///< files for the tables: real paths below the root
  std::vector<SeverityRow> severity;
  std::vector<PerFileIgnores> per_file_ignores;
  std::vector<HostTable> hosts;
  std::vector<BuildTable> builds;
  std::vector<ImageTable> images;
};

struct ConfigError {
  Span span;
  std::string message;
};

struct ParsedConfig {
  Config config;
  std::vector<ConfigError> errors;  ///< any of them makes the file unusable
};

/// `directory` is the real path of the file's directory; `rules` are the names of all rules.
ParsedConfig parse_config(FileId file, std::string_view bytes, const std::string& directory,
                          const std::vector<std::string_view>& rules);

std::optional<FailOn> fail_on_from(std::string_view word);
std::string_view name(FailOn level);

/// Finds and settles configuration files; each is read once.
class ConfigTree {
 public:
  ConfigTree(const Files& files, std::vector<std::string_view> rules);

  /// What holds in `directory`, a real path in or below `root`: the nearest file upward and what it
  /// extends. Defaults when there is none or `directory` lies elsewhere; null when it is broken
  /// (then `problems` says why).
  const Config* nearest(const std::string& directory, const std::string& root);
  /// The file that was asked for by name. Null when it is broken or missing.
  const Config* load(const std::string& path);

  /// "path:line:column: message", each once, in the order met.
  const std::vector<std::string>& problems() const { return problems_; }
  const Sources& sources() const { return sources_; }

 private:
  /// `chain`: real paths that lead here by `extend`.
  const Config* settle(const std::string& path, const std::string& root,
                       std::vector<std::string>& chain);
  const Config* extended(Config nearer, const std::string& directory, const std::string& root,
                         std::vector<std::string>& chain);
  bool check_matrix(Config& config, const std::string& directory, const std::string& root);
  bool check_builds(Config& config, const std::string& directory, const std::string& root);
  const Config* keep(Config config);
  void problem(Span span, std::string_view message);

  const Files& files_;
  std::vector<std::string_view> rules_;
  std::string working_;
  Sources sources_;
  std::vector<std::unique_ptr<Config>> kept_;
  std::map<std::string, const Config*> by_file_;       ///< by real path; null: broken
  std::map<std::string, const Config*> by_directory_;  ///< by real path
  std::vector<std::string> problems_;
};

}  // namespace cudafit::read
