// Which configuration file is in force where, and what it extends.

#include <algorithm>
#include <utility>

#include "read/config.h"

namespace cudafit::read {
namespace {

/// The name a row goes by: a nearer row replaces a farther one of the same name.
std::string_view key(const SeverityRow& row) { return row.rule.value; }
std::string_view key(const PerFileIgnores& row) { return row.glob.written.front().value; }
std::string_view key(const HostTable& row) { return row.name.value; }
std::string_view key(const BuildTable& row) { return row.dockerfile.value; }

/// Rows of `farther` that `nearer` does not replace, then those of `nearer`. Rows without a name
/// are never replaced.
template <typename Row>
std::vector<Row> merged(std::vector<Row> nearer, const std::vector<Row>& farther) {
  std::vector<Row> rows;
  for (const Row& row : farther) {
    const bool replaced =
        !key(row).empty() &&
        std::any_of(nearer.begin(), nearer.end(), [&](const Row& r) { return key(r) == key(row); });
    if (!replaced) rows.push_back(row);
  }
  rows.insert(rows.end(), std::make_move_iterator(nearer.begin()),
              std::make_move_iterator(nearer.end()));
  return rows;
}

/// Single values and lists of the nearer file win whole; tables are put together row by row.
Config merged(Config nearer, const Config& farther) {
  const auto inherit = [](auto& value, const auto& from) {
    if (!value) value = from;
  };
  inherit(nearer.exclude, farther.exclude);
  inherit(nearer.select, farther.select);
  inherit(nearer.ignore, farther.ignore);
  inherit(nearer.preview, farther.preview);
  inherit(nearer.rule_set, farther.rule_set);
  inherit(nearer.fail_on, farther.fail_on);
  inherit(nearer.matrix, farther.matrix);
  nearer.severity = merged(std::move(nearer.severity), farther.severity);
  nearer.per_file_ignores = merged(std::move(nearer.per_file_ignores), farther.per_file_ignores);
  nearer.hosts = merged(std::move(nearer.hosts), farther.hosts);
  nearer.builds = merged(std::move(nearer.builds), farther.builds);
  // The first that means an image counts.
  nearer.images.insert(nearer.images.end(), farther.images.begin(), farther.images.end());
  nearer.files.insert(nearer.files.end(), farther.files.begin(), farther.files.end());
  return nearer;
}

}  // namespace

ConfigTree::ConfigTree(const Files& files, std::vector<std::string_view> rules)
    : files_(files), rules_(std::move(rules)), working_(files.real(".")) {}

const Config* ConfigTree::keep(Config config) {
  kept_.push_back(std::make_unique<Config>(std::move(config)));
  return kept_.back().get();
}

void ConfigTree::problem(Span span, std::string_view message) {
  const SourceFile& file = sources_[span.file];
  const Position place = LineMap(file.bytes).position(span.begin);
  problems_.push_back(file.path + ":" + std::to_string(place.line) + ":" +
                      std::to_string(place.column) + ": " + std::string(message));
}

const Config* ConfigTree::nearest(const std::string& directory, const std::string& root) {
  const auto known = by_directory_.find(directory);
  if (known != by_directory_.end()) return known->second;
  const Config* config = nullptr;
  const std::string path = join_path(directory, config_name);
  if (path_within(root, directory).empty()) {
    config = keep({});
  } else if (files_.kind(path) != FileKind::missing) {
    std::vector<std::string> chain;
    config = settle(path, root, chain);
  } else {
    config = directory == root ? keep({}) : nearest(parent_path(directory), root);
  }
  by_directory_[directory] = config;
  return config;
}

const Config* ConfigTree::load(const std::string& path) {
  const std::string real = files_.real(path);
  if (real.empty()) {
    problems_.push_back(path + ": no such file or directory");
    return nullptr;
  }
  // Asked for by name, it may lie anywhere; what it names must lie in the working directory or
  // beside it.
  const std::string directory = parent_path(real);
  std::vector<std::string> chain;
  return settle(real, path_within(working_, directory).empty() ? directory : working_, chain);
}

const Config* ConfigTree::settle(const std::string& path, const std::string& root,
                                 std::vector<std::string>& chain) {
  const std::string real = files_.real(path);
  const std::string place = real.empty() ? path : real;
  const std::string below = path_within(working_, place);
  const std::string shown = below.empty() ? place : below;
  if (const auto known = by_file_.find(place); known != by_file_.end()) return known->second;
  by_file_[place] = nullptr;
  if (path_within(root, place).empty()) {
    problems_.push_back(shown + ": lies outside the repository (" + path + " is a symbolic link)");
    return nullptr;
  }
  Result<std::string> bytes = files_.read(place);
  if (!bytes) {
    problems_.push_back(shown + ": " + bytes.error());
    return nullptr;
  }
  const FileId file = sources_.add(shown, std::move(*bytes));
  const std::string directory = parent_path(place);
  ParsedConfig parsed = parse_config(file, sources_[file].bytes, directory, rules_);
  for (const ConfigError& error : parsed.errors) problem(error.span, error.message);
  parsed.config.files.push_back(shown);
  const bool paths_fine = check_matrix(parsed.config, directory, root);
  const bool usable =
      check_builds(parsed.config, directory, root) && paths_fine && parsed.errors.empty();
  chain.push_back(place);
  const Config* const config = extended(std::move(parsed.config), directory, root, chain);
  chain.pop_back();
  by_file_[place] = usable ? config : nullptr;
  return by_file_[place];
}

const Config* ConfigTree::extended(Config nearer, const std::string& directory,
                                   const std::string& root, std::vector<std::string>& chain) {
  if (!nearer.extend) return keep(std::move(nearer));
  const ConfigString extend = *nearer.extend;
  const std::string named = join_path(directory, extend.value);
  const std::string target = files_.real(named);
  if (path_within(root, target.empty() ? resolve_dots(named) : target).empty()) {
    problem(extend.span, "\"extend\" leads out of the repository: " + extend.value);
    return nullptr;
  }
  if (target.empty()) {
    problem(extend.span, "\"extend\" names a file that does not exist: " + extend.value);
    return nullptr;
  }
  if (std::find(chain.begin(), chain.end(), target) != chain.end()) {
    problem(extend.span, "\"extend\" leads back to where it came from: " + extend.value);
    return nullptr;
  }
  const std::size_t before = problems_.size();
  const Config* const farther = settle(target, root, chain);
  if (farther != nullptr) return keep(merged(std::move(nearer), *farther));
  // Its own problems have been said, now or when it was met first.
  if (problems_.size() == before)
    problem(extend.span, "\"extend\" names a broken file: " + extend.value);
  return nullptr;
}

bool ConfigTree::check_matrix(Config& config, const std::string& directory,
                              const std::string& root) {
  if (!config.matrix) return true;
  bool fine = true;
  for (ConfigString& path : *config.matrix) {
    const std::string named = resolve_dots(join_path(directory, path.value));
    const std::string real = files_.real(named);
    if (path_within(root, real.empty() ? named : real).empty()) {
      problem(path.span, "leads out of the repository: " + path.value);
      fine = false;
    } else if (real.empty()) {
      problem(path.span, "\"matrix\" names a file that does not exist: " + path.value);
      fine = false;
    }
    path.value = real;
  }
  return fine;
}

bool ConfigTree::check_builds(Config& config, const std::string& directory,
                              const std::string& root) {
  bool fine = true;
  for (BuildTable& build : config.builds) {
    for (ConfigString* const path : {&build.dockerfile, &build.context}) {
      if (!path->span) continue;
      const std::string named = resolve_dots(join_path(directory, path->value));
      const std::string real = files_.real(named);
      // Both must hold: a link may lead out, and a path that leads out may not exist yet.
      if (path_within(root, named).empty() ||
          path_within(root, real.empty() ? named : real).empty()) {
        problem(path->span, "leads out of the repository: " + path->value);
        fine = false;
      }
      path->value = real.empty() ? named : real;
    }
  }
  return fine;
}

}  // namespace cudafit::read
