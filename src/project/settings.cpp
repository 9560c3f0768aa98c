#include "project/settings.h"

#include <algorithm>
#include <utility>

#include "document/discover.h"
#include "project/hosts.h"
#include "project/images.h"
#include "rules/rules.h"
#include "source/nearest.h"

namespace cudafit::project {
namespace {

using read::Config;
using read::ConfigString;

template <typename Names>
bool contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<std::string> values(const read::ConfigStrings& strings) {
  std::vector<std::string> result;
  for (const ConfigString& string : strings) result.push_back(string.value);
  return result;
}

/// A name for a build among others of its file: what it sets.
std::string build_name(const read::BuildTable& row) {
  std::string name = row.target.value;
  const auto add = [&](const std::string& part) { name += (name.empty() ? "" : " ") + part; };
  for (const auto& [key, value] : row.args) add(key.value + "=" + value.value);
  if (!row.platform.value.empty()) add(row.platform.value);
  return name.empty() ? "default" : name;
}

/// The command line wins over the configuration, argument by argument.
void override_with(Build& build, const BuildChoices& flags) {
  for (const auto& [name, value] : flags.args) build.options.args[name] = value;
  if (flags.target) build.options.target = *flags.target;
  if (flags.platform) build.options.platform = *flags.platform;
  if (flags.context) build.context = *flags.context;
}

}  // namespace

std::vector<std::string_view> rule_names() {
  std::vector<std::string_view> names;
  for (const rules::Rule* const rule : rules::all()) names.push_back(rule->info.id);
  return names;
}

Settings::Settings(const Files& files, const Choices& flags, std::vector<std::string> named)
    : files_(files),
      flags_(flags),
      tree_(files, rule_names()),
      working_(files.real(".")),
      named_paths_(std::move(named)) {
  if (!flags.config.empty()) named_ = tree_.load(flags.config);
}

std::vector<std::string> Settings::problems() const {
  std::vector<std::string> all = tree_.problems();
  all.insert(all.end(), table_problems_.begin(), table_problems_.end());
  return all;
}

const std::string& Settings::git_root(const std::string& directory) {
  const auto known = roots_.find(directory);
  if (known != roots_.end()) return known->second;
  // Directories beside each other have what is above them in common.
  std::string root;
  if (document::is_git_root(files_, directory)) {
    root = directory;
  } else if (!directory.empty() && directory != "/") {
    root = git_root(parent_path(directory));
  }
  return roots_[directory] = root;
}

std::string Settings::root_of(const std::string& directory) {
  if (const std::string& root = git_root(directory); !root.empty()) return root;
  if (!path_within(working_, directory).empty()) return working_;
  for (const std::string& path : std::exchange(named_paths_, {})) {
    const std::string real = files_.real(path);
    if (real.empty()) continue;
    named_directories_.push_back(files_.kind(real) == FileKind::directory ? real
                                                                          : parent_path(real));
  }
  // Of one in the other, the outer one.
  const std::string* outer = nullptr;
  for (const std::string& each : named_directories_) {
    if (!path_within(each, directory).empty() && (outer == nullptr || each.size() < outer->size()))
      outer = &each;
  }
  return outer == nullptr ? working_ : *outer;
}

const Config* Settings::config_in(const std::string& directory) {
  if (flags_.isolated) return &defaults_;
  if (!flags_.config.empty()) return named_;
  return tree_.nearest(directory, root_of(directory));
}

bool Settings::excluded(const std::string& path, bool directory) {
  const Config* const config = config_in(parent_path(path));
  return config != nullptr && config->exclude && config->exclude->match(path, directory);
}

std::vector<std::string> Settings::declared_below(const std::string& directory) {
  std::vector<std::string> declared;
  const std::string real = files_.real(directory);
  const Config* const config = config_in(real);
  if (config == nullptr) return declared;
  for (const read::BuildTable& row : config->builds) {
    const std::string& path = row.dockerfile.value;
    if (path_within(real, path).empty() || files_.kind(path) != FileKind::regular) continue;
    if (!excluded(path, false)) declared.push_back(path);
  }
  return declared;
}

/// The real directory whose configuration holds for `path`, and the part of `path` that leads
/// there. That is where the file is named, not where a symbolic link leads. The name that standard
/// input is read under may be in a directory that does not exist yet.
std::string Settings::place_of(const std::string& path, std::string& parent) const {
  parent = parent_path(path);
  std::string real = files_.real(parent);
  while (real.empty() && parent != "." && parent != "/") {
    parent = parent_path(parent);
    real = files_.real(parent);
  }
  return real;
}

std::vector<std::string> Settings::matrix_files(const std::string& path) {
  std::string parent;
  const Config* const config = config_in(place_of(path, parent));
  return config == nullptr || !config->matrix ? std::vector<std::string>()
                                              : values(*config->matrix);
}

bool Settings::declared(const std::string& path) {
  const std::string real = files_.real(path);
  const Config* const config = config_in(parent_path(real));
  return config != nullptr &&
         std::any_of(config->builds.begin(), config->builds.end(),
                     [&](const read::BuildTable& row) { return row.dockerfile.value == real; });
}

std::optional<FileSettings> Settings::settle(const std::string& path) {
  FileSettings settings;
  settings.path = path;
  std::string parent;
  const std::string directory = place_of(path, parent);
  const std::size_t below = parent == "." ? 0 : parent == "/" ? 1 : parent.size() + 1;
  const std::string real = join_path(directory, path.substr(below));
  settings.root = root_of(directory);
  settings.config = config_in(directory);
  if (settings.config == nullptr) return std::nullopt;
  if (!known_rule_set(*settings.config)) return std::nullopt;
  settings.wanted = wanted(*settings.config, path, real);
  for (const std::string& file : matrix_files(path)) {
    const std::string within = path_within(working_, file);
    settings.matrix.push_back(within.empty() ? file : within);
  }
  settings.matrix.insert(settings.matrix.end(), flags_.matrix.begin(), flags_.matrix.end());
  settings.builds = builds(*settings.config, path, real, settings.root);
  for (Build& build : settings.builds) {
    build.root = settings.root;
    build.hosts = settled_hosts(flags_.host, build.options.platform, *settings.config,
                                tree_.sources(), table_problems_);
    build.images = settled_images(*settings.config, tree_.sources(), table_problems_);
  }
  settings.fail_on =
      flags_.fail_on ? *flags_.fail_on : settings.config->fail_on.value_or(read::FailOn::warning);
  return settings;
}

bool Settings::known_rule_set(const Config& config) {
  if (!config.rule_set) return true;
  const std::vector<std::string_view> known = rules::sets();
  if (contains(known, config.rule_set->value)) return true;
  std::string sets;
  for (const std::string_view set : known) (sets += sets.empty() ? "" : ", ") += set;
  const Span span = config.rule_set->span;
  const SourceFile& file = tree_.sources()[span.file];
  const Position at = LineMap(file.bytes).position(span.begin);
  const std::string message = file.path + ":" + std::to_string(at.line) + ":" +
                              std::to_string(at.column) + ": there is no rule set " +
                              in_quotes(config.rule_set->value) + "; known are " + sets;
  if (!contains(table_problems_, message)) table_problems_.push_back(message);
  return false;
}

Wanted Settings::wanted(const Config& config, const std::string& path,
                        const std::string& real) const {
  Wanted wanted;
  // A rule that --select names is wanted, whatever the configuration says about it everywhere.
  const auto asked = [&](const std::string& rule) { return contains(flags_.select, rule); };
  if (!flags_.select.empty()) {
    wanted.select = flags_.select;
  } else if (config.select) {
    wanted.select = values(*config.select);
  }
  wanted.ignore = flags_.ignore;
  for (const std::string& rule : values(config.ignore.value_or(read::ConfigStrings{}))) {
    if (!asked(rule)) wanted.ignore.push_back(rule);
  }
  for (const read::SeverityRow& row : config.severity) {
    if (row.severity) {
      wanted.severity.emplace_back(row.rule.value, *row.severity);
    } else if (!asked(row.rule.value)) {
      wanted.ignore.push_back(row.rule.value);
    }
  }
  wanted.preview = flags_.preview || config.preview.value_or(false);
  if (config.rule_set) wanted.rule_set = config.rule_set->value;
  if (!config.per_file_ignores.empty()) {
    // The Dockerfile counts where it is named, not where a symbolic link leads.
    wanted.ignored_in = [this, &config, path, real](const std::string& file,
                                                    std::string_view rule) {
      const std::string where = file == path ? real : files_.real(file);
      return std::any_of(config.per_file_ignores.begin(), config.per_file_ignores.end(),
                         [&](const read::PerFileIgnores& row) {
                           return contains(values(row.rules), rule) && row.glob.match(where, false);
                         });
    };
  }
  return wanted;
}

std::vector<std::string> Settings::built_by(const std::string& path) {
  std::string parent;
  compose_.add(path, root_of(place_of(path, parent)));
  return compose_.dockerfiles(path);
}

std::vector<Build> Settings::builds(const Config& config, const std::string& path,
                                    const std::string& real, const std::string& root) {
  std::vector<Build> builds;
  const std::string target = files_.real(path);
  if (is_compose_file(files_, path)) {
    builds.push_back({"", path, {}, {}, {}});
    builds.back().compose = path;
    compose_.add(path, root);
    for (Build& build : compose_.inline_builds(path)) builds.push_back(std::move(build));
    for (Build& build : builds) build.options.platform = flags_.build.platform.value_or("");
    return builds;
  }
  for (const read::BuildTable& row : config.builds) {
    if (row.dockerfile.value != real && row.dockerfile.value != target) continue;
    Build build{build_name(row), path, {}, {}, {}};
    for (const auto& [name, value] : row.args) build.options.args[name.value] = value.value;
    build.options.target = row.target.value;
    build.options.platform = row.platform.value;
    const std::string context = path_within(working_, row.context.value);
    build.context = context.empty() ? row.context.value : context;
    builds.push_back(std::move(build));
  }
  if (!target.empty()) {
    for (Build& build : compose_.builds(target, path, root)) builds.push_back(std::move(build));
  }
  if (builds.empty()) builds.push_back({"", path, {}, {}, {}});
  for (Build& build : builds) override_with(build, flags_.build);
  if (builds.size() == 1) builds.front().name.clear();
  // Two builds that set the same are still two: told apart by number.
  std::map<std::string, int> seen;
  for (Build& build : builds) {
    const int count = ++seen[build.name];
    if (count > 1) build.name += " (" + std::to_string(count) + ")";
  }
  return builds;
}

}  // namespace cudafit::project
