#include "facts/lock_selection.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

namespace cudafit::facts {

namespace {

using read::LockedDependency;
using read::LockedGroup;
using read::LockedPackage;
using read::LockFile;
using read::LockFormat;
using read::LockMarker;

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Known holds(const LockMarker& marker, const MarkerEnvironment& environment) {
  return marker.known ? marker.marker.evaluate(environment) : Known::unknown;
}

const LockedGroup* find(const std::vector<LockedGroup>& groups, std::string_view name) {
  const auto found = std::find_if(groups.begin(), groups.end(),
                                  [&](const LockedGroup& group) { return group.name == name; });
  return found == groups.end() ? nullptr : &*found;
}

/// Follows dependencies from the projects on, as uv and the older poetry do.
class Walk {
 public:
  Walk(const LockFile& lock, const LockQuery& query, LockSelection& out)
      : lock_(lock), query_(query), out_(out), environment_(query.environment) {
    environment_.extras.emplace();
  }

  /// What is reached can turn on markers of what is reached otherwise.
  void run() {
    if (lock_.format == LockFormat::uv) {
      find_projects();
    } else {
      find_extras();
    }
    for (int round = 0; round < 8; ++round) {
      reached_.clear();
      const std::vector<std::string> before = conflicts_;
      if (lock_.format == LockFormat::uv) {
        start_uv();
      } else {
        start_poetry();
      }
      walk();
      if (conflicts_ == before) break;
    }
    for (const auto& [node, known] : reached_) {
      if (!node.second.empty() || lock_.packages[node.first].nothing_to_install) continue;
      out_.packages.push_back(
          {.index = node.first, .applies = known, .project = is_project(node.first)});
    }
  }

 private:
  using Node = std::pair<std::size_t, std::string>;  ///< a package and one of its extras, or none

  std::size_t index_of(const LockedPackage& package) const {
    return static_cast<std::size_t>(&package - lock_.packages.data());
  }

  bool is_project(std::size_t index) const {
    return std::find(projects_.begin(), projects_.end(), index) != projects_.end();
  }

  void find_projects() {
    for (const LockedPackage& package : lock_.packages) {
      if (package.kind != LockedPackage::Source::directory) continue;
      if (has(query_.projects, package.name) || has(query_.projects, package.source.value))
        projects_.push_back(index_of(package));
    }
  }

  /// poetry installs an extra of a package with it, whoever asks for that extra, be it something
  /// that is left out itself because it is optional.
  void find_extras() {
    optional_too_ = true;
    start_poetry();
    walk();
    optional_too_ = false;
    for (const auto& [node, known] : reached_) {
      for (const LockedDependency& each : lock_.packages[node.first].dependencies)
        extras_[each.name].insert(each.extras.begin(), each.extras.end());
    }
    if (query_.manifest == nullptr || !query_.manifest->poetry || !query_.main) return;
    for (const read::Dependency& each : query_.manifest->poetry->dependencies)
      extras_[each.requirement.name].insert(each.requirement.extras.begin(),
                                            each.requirement.extras.end());
  }

  void walk() {
    while (!waiting_.empty()) {
      const Node node = waiting_.front();
      waiting_.pop_front();
      follow(node);
    }
  }

  /// Marks a node; what was known worse before is followed again.
  void reach(std::size_t package, const std::string& extra, Known known) {
    if (known == Known::no) return;
    const auto [place, is_new] = reached_.emplace(Node{package, extra}, known);
    if (!is_new && (place->second == Known::yes || known == Known::unknown)) return;
    place->second = known;
    waiting_.emplace_back(package, extra);
  }

  /// Conflicting extras and groups are variants of a lock, which its markers name so.
  void conflict(std::string_view kind, std::string_view package, std::string_view name) {
    std::string spelled(kind);
    spelled.append("-").append(std::to_string(package.size())).append("-").append(package);
    if (!name.empty()) spelled.append("-").append(name);
    if (!has(conflicts_, spelled)) conflicts_.push_back(std::move(spelled));
  }

  void start_uv() {
    for (const std::size_t index : projects_) {
      const LockedPackage& project = lock_.packages[index];
      conflict("project", project.name, {});
      for (const LockedGroup& extra : project.optional) {
        if (!wanted(extra.name, query_.extras, query_.all_extras, query_.without_extras)) continue;
        conflict("extra", project.name, extra.name);
        if (query_.main) reach(index, extra.name, Known::yes);
      }
      for (const LockedGroup& group : project.development) {
        if (wanted(group.name, query_.groups, query_.all_groups, query_.without_groups))
          conflict("group", project.name, group.name);
      }
    }
    environment_.extras = conflicts_;
    for (const std::size_t index : projects_) {
      if (query_.main) reach(index, {}, Known::yes);
      start_groups(lock_.packages[index].development);
    }
    if (query_.workspace) start_groups(lock_.groups);
  }

  static bool wanted(std::string_view name, const std::vector<std::string>& with, bool all,
                     const std::vector<std::string>& without) {
    return (all || has(with, name)) && !has(without, name);
  }

  void start_groups(const std::vector<LockedGroup>& groups) {
    for (const LockedGroup& group : groups) {
      if (!wanted(group.name, query_.groups, query_.all_groups, query_.without_groups)) continue;
      for (const LockedDependency& each : group.dependencies) depend(each, Known::yes);
    }
  }

  void follow(const Node& node) {
    const LockedPackage& package = lock_.packages[node.first];
    const Known known = reached_.at(node);
    if (lock_.format != LockFormat::uv) {
      environment_.extras->assign(1, node.second);
      for (const LockedDependency& each : package.dependencies) depend(each, known);
      return;
    }
    if (node.second.empty()) {
      for (const LockedDependency& each : package.dependencies) depend(each, known);
      return;
    }
    conflict("extra", package.name, node.second);
    if (const LockedGroup* extra = find(package.optional, node.second)) {
      for (const LockedDependency& each : extra->dependencies) depend(each, known);
    }
  }

  void depend(const LockedDependency& wanted, Known known) {
    known = both(known, holds(wanted.marker, environment_));
    if (known == Known::no) return;
    std::vector<std::size_t> found;
    const std::span<const LockedPackage> named = lock_.named(wanted.name);
    for (const LockedPackage& each : named) {
      if (!wanted.version.empty() && each.version.value != wanted.version) continue;
      if (!wanted.source.empty() && each.source.value != wanted.source) continue;
      if (named.size() > 1 && wanted.clauses) {
        const auto version = PyVersion::parse(each.version.value);
        if (version && !wanted.clauses->contains(*version, true)) continue;
      }
      found.push_back(index_of(each));
    }
    for (const std::size_t index : found) {
      // poetry: which of several is taken is up to markers that are not looked at here.
      Known here = found.size() > 1 && lock_.format != LockFormat::uv ? Known::unknown : known;
      if (found.size() > 1) here = both(here, forked(lock_.packages[index]));
      reach(index, {}, here);
      for (const std::string& extra : wanted.extras) reach(index, extra, here);
      if (const auto all = extras_.find(wanted.name); all != extras_.end()) {
        for (const std::string& extra : all->second) reach(index, extra, here);
      }
    }
  }

  Known forked(const LockedPackage& package) const {
    if (package.forks.empty()) return Known::yes;
    Known out = Known::no;
    for (const LockMarker& each : package.forks) out = either(out, holds(each, environment_));
    return out;
  }

  // ---- poetry before version 2: the manifest says what is asked for

  void start_poetry() {
    if (query_.manifest == nullptr || !query_.manifest->poetry) {
      out_.known = false;
      return;
    }
    const read::PoetryTable& poetry = *query_.manifest->poetry;
    if (query_.main) {
      for (const read::Dependency& each : poetry.dependencies) {
        if (!each.optional || optional_too_ || of_extra(poetry, each.requirement.name)) ask(each);
      }
    }
    for (const read::DependencyGroup& group : poetry.groups) {
      if (!group.known) out_.known = false;
      if (!wanted(group.normalized, query_.groups, query_.all_groups, query_.without_groups))
        continue;
      for (const read::Dependency& each : group.dependencies) ask(each);
    }
  }

  bool of_extra(const read::PoetryTable& poetry, std::string_view name) const {
    return std::any_of(
        poetry.extras.begin(), poetry.extras.end(), [&](const read::DependencyGroup& extra) {
          return (query_.all_extras || has(query_.extras, extra.normalized)) &&
                 std::any_of(
                     extra.dependencies.begin(), extra.dependencies.end(),
                     [&](const read::Dependency& each) { return each.requirement.name == name; });
        });
  }

  void ask(const read::Dependency& each) {
    LockedDependency wanted;
    wanted.name = each.requirement.name;
    wanted.extras = each.requirement.extras;
    wanted.marker = {.marker = each.requirement.marker, .known = each.requirement.known};
    if (!each.requirement.specifiers.empty()) wanted.clauses = each.requirement.specifiers;
    environment_.extras = query_.extras;
    depend(wanted, Known::yes);
  }

  const LockFile& lock_;
  const LockQuery& query_;
  LockSelection& out_;
  MarkerEnvironment environment_;
  std::vector<std::size_t> projects_;
  std::map<Node, Known> reached_;
  std::deque<Node> waiting_;
  std::map<std::string, std::set<std::string>> extras_;  ///< poetry: asked for by anyone
  bool optional_too_ = false;
  std::vector<std::string> conflicts_;
};

/// Where the lock itself says of every package in which groups it is.
void by_groups(const LockFile& lock, const LockQuery& query, LockSelection& out) {
  MarkerEnvironment environment = query.environment;
  environment.extras = query.extras;
  if (query.all_extras) {
    for (const LockedGroup& extra : lock.extras) environment.extras->push_back(extra.name);
  }
  std::vector<std::string> groups = query.groups;
  if (lock.format == LockFormat::pylock)
    groups.insert(groups.end(), lock.default_groups.begin(), lock.default_groups.end());
  environment.groups = groups;
  const auto counts = [&](std::string_view group) {
    if (has(query.without_groups, group)) return false;
    if (group.empty()) return true;
    if (group == "main" || (group == "default" && lock.format != LockFormat::poetry))
      return query.main;
    return query.all_groups || has(groups, group) ||
           // pdm: extras are groups like others.
           (lock.format == LockFormat::pdm && has(query.extras, group));
  };
  for (std::size_t i = 0; i < lock.packages.size(); ++i) {
    Known applies = Known::no;
    for (const read::LockedIn& in : lock.packages[i].in) {
      if (counts(in.group)) applies = either(applies, holds(in.marker, environment));
    }
    if (applies == Known::no) continue;
    // pdm has an entry for a package, and one for it with extras.
    const bool again =
        !out.packages.empty() && lock.format != LockFormat::poetry &&
        lock.packages[out.packages.back().index].name == lock.packages[i].name &&
        lock.packages[out.packages.back().index].version.value == lock.packages[i].version.value;
    if (again) {
      Known& before = out.packages.back().applies;
      before = either(before, applies);
    } else {
      out.packages.push_back({.index = i, .applies = applies});
    }
  }
}

}  // namespace

LockSelection select(const LockFile& lock, const LockQuery& query) {
  LockSelection out;
  out.known = lock.known;
  const bool grouped =
      std::any_of(lock.packages.begin(), lock.packages.end(),
                  [](const LockedPackage& package) { return !package.in.empty(); });
  if (lock.format == LockFormat::uv || (lock.format == LockFormat::poetry && !grouped)) {
    Walk(lock, query, out).run();
  } else {
    by_groups(lock, query, out);
  }
  return out;
}

}  // namespace cudafit::facts
