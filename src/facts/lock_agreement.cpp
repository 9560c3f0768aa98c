#include "facts/lock_agreement.h"

#include <algorithm>
#include <functional>
#include <set>

#include "facts/paths.h"
#include "read/wheel_name.h"
#include "terms/marker_algebra.h"

namespace cudafit::facts {

namespace {

using read::Dependency;
using read::LockedPackage;
using read::LockFile;
using read::PackageSource;
using read::Pyproject;
using read::RecordedProject;
using read::RecordedRequirement;
using read::Requirement;
using read::UvTable;

using Recorded = std::vector<RecordedRequirement>;

/// Variables with which uv may lock again.
constexpr const char* locking_variables[] = {
    "UV_CONFIG_FILE",     "UV_CONSTRAINT", "UV_DEFAULT_INDEX", "UV_EXCLUDE_NEWER",
    "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS", "UV_FORK_STRATEGY", "UV_INDEX",
    "UV_INDEX_URL",       "UV_NO_CONFIG",  "UV_NO_INDEX",      "UV_NO_SOURCES",
    "UV_OVERRIDE",        "UV_PRERELEASE", "UV_RESOLUTION",    "UV_BUILD_CONSTRAINT",
};

/// The same list in any order, each as often as one likes.
template <typename T, typename Same>
bool same_set(const std::vector<T>& a, const std::vector<T>& b, Same same) {
  const auto within = [&](const std::vector<T>& some, const std::vector<T>& all) {
    return std::all_of(some.begin(), some.end(), [&](const T& each) {
      return std::any_of(all.begin(), all.end(), [&](const T& other) { return same(each, other); });
    });
  };
  return within(a, b) && within(b, a);
}

template <typename T>
bool same_set(const std::vector<T>& a, const std::vector<T>& b) {
  return same_set(a, b, std::equal_to<T>());
}

bool same_clause(const Specifier& a, const Specifier& b) {
  if (a.op != b.op || a.wildcard != b.wildcard) return false;
  switch (a.op) {
    case Specifier::Op::arbitrary:
      return a.text == b.text;
    case Specifier::Op::compatible:
      return a.version == b.version && a.version.parts == b.version.parts;
    default:
      return a.version == b.version && (!a.wildcard || a.version.parts == b.version.parts);
  }
}

bool same(const RecordedRequirement& a, const RecordedRequirement& b) {
  return a.known && b.known && a.name == b.name && same_set(a.extras, b.extras) && a.marker.known &&
         b.marker.known && a.clauses && b.clauses &&
         same_set(a.clauses->all, b.clauses->all, same_clause) && a.index == b.index &&
         a.kind == b.kind && a.place == b.place && a.extra == b.extra && a.group == b.group &&
         same_meaning(a.marker.marker, b.marker.marker);
}

/// A requirement without its source; nothing where it is of a kind that is not compared.
std::optional<RecordedRequirement> plain(const Requirement& requirement) {
  if (!requirement.known || !requirement.error.empty() || requirement.name.empty())
    return std::nullopt;
  RecordedRequirement out;
  out.name = requirement.name;
  out.extras = requirement.extras;
  out.marker.marker = requirement.marker;
  out.clauses = Specifiers();
  switch (requirement.kind) {
    case Requirement::Kind::named:
      out.clauses = requirement.specifiers;
      return out;
    case Requirement::Kind::url:
      out.kind = "url";
      out.place = requirement.url.value;
      return out;
    default:
      return std::nullopt;
  }
}

/// A path without `./` and a slash at its end.
std::string tidy(std::string path) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  while (path.starts_with("./")) path.erase(0, 2);
  return path;
}

/// Compares one lock with the manifests that it was made from.
class Comparison {
 public:
  Comparison(const PipScene& scene, const Project& project, ProjectFiles& files)
      : scene_(scene), project_(project), lock_(*project.lock), files_(files) {}

  bool holds() {
    if (!lock_.known || !lock_.record.known || lock_.error) return false;
    root_ = project_.directory == project_.root ? project_.manifest
                                                : files_.manifest(scene_, project_.root);
    if (root_ == nullptr || !root_->project) return false;
    return settings() && members() && packages() && pythons();
  }

 private:
  const UvTable& table(const Pyproject& manifest) const {
    static const UvTable none;
    return manifest.uv ? *manifest.uv : none;
  }

  // ---- [tool.uv] of the root

  bool settings() {
    const UvTable& uv = table(*root_);
    if (!uv.unread_by_locks.empty() || !uv.options.unread.empty()) return false;
    std::string prerelease = uv.options.prerelease ? uv.options.prerelease->value : std::string();
    // The default is not written.
    if (prerelease == "if-necessary-or-explicit") prerelease.clear();
    if (prerelease != lock_.record.prerelease) return false;
    std::vector<std::vector<std::string>> conflicts = uv.conflicts;
    const std::string own = read::normalized_name(root_->project->name.value);
    for (std::vector<std::string>& set : conflicts) {
      for (std::string& item : set)
        if (item.starts_with('*')) item.replace(0, 1, own);
      std::sort(set.begin(), set.end());
    }
    if (!same_set(conflicts, lock_.record.conflicts)) return false;
    const std::vector<std::string>& environments = lock_.record.environments;
    if (uv.environments.size() != environments.size()) return false;
    for (std::size_t i = 0; i < environments.size(); ++i) {
      const std::optional<Marker> a = Marker::parse(uv.environments[i].value);
      const std::optional<Marker> b = Marker::parse(environments[i]);
      if (!a || !b || !same_meaning(*a, *b)) return false;
    }
    return plain_list(uv.constraints, lock_.record.constraints) &&
           plain_list(uv.overrides, lock_.record.overrides);
  }

  /// Lists that apply to all packages.
  bool plain_list(const std::vector<Dependency>& now, const Recorded& then) const {
    Recorded out;
    for (const Dependency& each : now) {
      const std::optional<RecordedRequirement> one = plain(each.requirement);
      if (!one || !sources(*root_, one->name).empty()) return false;
      out.push_back(*one);
    }
    return same_set(out, then, same);
  }

  // ---- the members of a workspace

  bool members() const {
    const UvTable& uv = table(*root_);
    std::vector<std::string> named;
    for (const Text& each : uv.members) {
      // Which directories a pattern stands for is not known here.
      if (each.value.find_first_of("*?[") != std::string::npos) return false;
      named.push_back(tidy(each.value));
    }
    if (!uv.members_exclude.empty()) return false;
    if (named.empty()) return lock_.members.size() <= 1;
    std::vector<std::string> locked;
    for (const LockedPackage& each : lock_.packages) {
      if (each.kind == LockedPackage::Source::directory && has_member(each.name) &&
          each.source.value != ".")
        locked.push_back(each.source.value);
    }
    return locked.size() + 1 == lock_.members.size() && same_set(named, locked);
  }

  bool has_member(const std::string& name) const {
    return std::find(lock_.members.begin(), lock_.members.end(), name) != lock_.members.end();
  }

  // ---- packages

  bool packages() {
    std::set<std::string> indexes{""};
    add_indexes(table(*root_), indexes);
    bool root = false;
    for (const LockedPackage& each : lock_.packages) {
      switch (each.kind) {
        case LockedPackage::Source::archive:
          return false;
        case LockedPackage::Source::directory: {
          const std::shared_ptr<const Pyproject> manifest =
              each.source.value == "."
                  ? root_
                  : files_.manifest(scene_, join_path(project_.root, each.source.value));
          if (manifest == nullptr || !directory(each, *manifest)) return false;
          add_indexes(table(*manifest), indexes);
          root = root || each.source.value == ".";
          break;
        }
        default:
          break;
      }
    }
    // An index that is not named any more.
    return root && std::all_of(lock_.packages.begin(), lock_.packages.end(),
                               [&](const LockedPackage& each) {
                                 return each.kind != LockedPackage::Source::index ||
                                        indexes.contains(each.source.value);
                               });
  }

  /// All addresses that a package may be locked from; "" stands for PyPI.
  static void add_indexes(const UvTable& uv, std::set<std::string>& out) {
    for (const read::PackageIndex& each : uv.indexes) {
      out.insert(each.url.value);
      if (each.is_default) out.erase("");
    }
    if (uv.options.index_url) {
      out.erase("");
      out.insert(uv.options.index_url->value);
    }
    for (const Text& each : uv.options.extra_index_urls) out.insert(each.value);
    // uv.lock's reader leaves PyPI's address out.
    if (out.contains("https://pypi.org/simple")) out.insert("");
  }

  bool directory(const LockedPackage& locked, const Pyproject& manifest) {
    if (!manifest.project) return false;
    const read::ProjectTable& project = *manifest.project;
    const UvTable& uv = table(manifest);
    if (!project.known || project.is_dynamic("dependencies") ||
        project.is_dynamic("optional-dependencies") || project.is_dynamic("requires-python") ||
        read::normalized_name(project.name.value) != locked.name || !same_version(project, locked))
      return false;
    const bool package = uv.package.value_or(manifest.build_system);
    if (package == locked.nothing_to_install || uv.all_groups) return false;
    const RecordedProject& record = locked.record;
    std::vector<std::string> groups;
    for (const Text& each : uv.default_groups.value_or(std::vector<Text>()))
      groups.push_back(read::normalized_name(each.value));
    if (uv.default_groups.has_value() != record.default_groups.has_value() ||
        !same_set(groups, record.default_groups.value_or(std::vector<std::string>())))
      return false;
    pythons_.push_back(project.requires_python.value);
    return lists(manifest, record);
  }

  static bool same_version(const read::ProjectTable& project, const LockedPackage& locked) {
    if (project.is_dynamic("version")) return locked.version.empty();
    const std::optional<PyVersion> now = PyVersion::parse(project.version.value);
    const std::optional<PyVersion> then = PyVersion::parse(locked.version.value);
    return now && then && *now == *then;
  }

  bool lists(const Pyproject& manifest, const RecordedProject& record) const {
    const read::ProjectTable& project = *manifest.project;
    Recorded now;
    if (!add(manifest, project.dependencies, {}, {}, now)) return false;
    std::vector<std::string> extras;
    for (const read::DependencyGroup& each : project.extras) {
      extras.push_back(each.normalized);
      if (!each.known || !add(manifest, each.dependencies, each.normalized, {}, now)) return false;
    }
    if (!same_set(now, record.requirements, same)) return false;
    if (!same_set(extras, record.extras.value_or(extras))) return false;

    std::vector<std::string> names;
    for (const read::DependencyGroup& each : manifest.groups) names.push_back(each.normalized);
    const bool old_dev = !table(manifest).dev.empty();
    if (old_dev) names.emplace_back("dev");
    std::vector<std::string> recorded;
    for (const read::RecordedGroup& each : record.groups) recorded.push_back(each.name);
    if (!same_set(names, recorded)) return false;
    return std::all_of(record.groups.begin(), record.groups.end(),
                       [&](const read::RecordedGroup& each) {
                         Recorded of_group;
                         std::vector<std::string> open;
                         return group(manifest, each.name, each.name, open, of_group) &&
                                same_set(of_group, each.requirements, same);
                       });
  }

  bool group(const Pyproject& manifest, const std::string& name, const std::string& origin,
             std::vector<std::string>& open, Recorded& out) const {
    if (std::find(open.begin(), open.end(), name) != open.end()) return false;
    open.push_back(name);
    bool known = name != "dev" || add(manifest, table(manifest).dev, {}, origin, out);
    for (const read::DependencyGroup& each : manifest.groups) {
      if (each.normalized != name) continue;
      known = known && each.known && add(manifest, each.dependencies, {}, origin, out);
      for (const Text& other : each.includes)
        known = known && group(manifest, read::normalized_name(other.value), origin, open, out);
    }
    open.pop_back();
    return known;
  }

  // ---- requirements and their sources

  /// A member's own sources go before those of the root.
  std::vector<const PackageSource*> sources(const Pyproject& manifest,
                                            const std::string& name) const {
    std::vector<const PackageSource*> out;
    for (const Pyproject* from : {&manifest, root_.get()}) {
      for (const PackageSource& each : table(*from).sources)
        if (each.name == name) out.push_back(&each);
      if (!out.empty()) break;
    }
    return out;
  }

  /// One list as a lock records it; false where that is not known.
  bool add(const Pyproject& manifest, const std::vector<Dependency>& list, const std::string& extra,
           const std::string& group, Recorded& out) const {
    return std::all_of(list.begin(), list.end(), [&](const Dependency& each) {
      return one(manifest, each.requirement, extra, group, out);
    });
  }

  bool one(const Pyproject& manifest, const Requirement& requirement, const std::string& extra,
           const std::string& group, Recorded& out) const {
    std::optional<RecordedRequirement> base = plain(requirement);
    if (!base) return false;
    Marker& marker = base->marker.marker;
    if (!extra.empty()) marker = both(marker, of_extra(extra));
    const auto as_named = [](const Text& text) { return read::normalized_name(text.value); };
    Marker rest = marker;
    for (const PackageSource* source : sources(manifest, requirement.name)) {
      if (!source->known) return false;
      if (!source->extra.empty() && as_named(source->extra) != extra) continue;
      if (!source->group.empty() && as_named(source->group) != group) continue;
      RecordedRequirement from = *base;
      from.marker.marker = both(marker, source->marker);
      if (!source->extra.empty()) from.extra = extra;
      if (!source->group.empty()) from.group = group;
      if (!of_source(manifest, *source, from)) return false;
      if (!never_holds(from.marker.marker)) out.push_back(std::move(from));
      if (source->marker.empty()) return true;
      const std::optional<Marker> elsewhere = opposite(source->marker);
      if (!elsewhere) return false;
      rest = both(rest, *elsewhere);
    }
    marker = rest;
    if (!never_holds(rest)) out.push_back(std::move(*base));
    return true;
  }

  bool of_source(const Pyproject& manifest, const PackageSource& source,
                 RecordedRequirement& out) const {
    using Kind = PackageSource::Kind;
    switch (source.kind) {
      case Kind::index: {
        for (const Pyproject* from : {&manifest, root_.get()}) {
          for (const read::PackageIndex& each : table(*from).indexes) {
            if (each.name.value != source.value.value) continue;
            out.index = each.url.value;
            return true;
          }
        }
        return false;
      }
      case Kind::url:
        out.kind = "url";
        out.place = source.value.value;
        return source.git_parts.empty();
      case Kind::path:
        return at_directory(out, tidy(source.value.value)) && manifest.file == root_->file;
      case Kind::workspace:
        return at_directory(out, {});
      default:
        return false;
    }
  }

  /// The requirement is one for a directory; `path`: which one, where the source says it.
  bool at_directory(RecordedRequirement& out, const std::string& path) const {
    for (const LockedPackage& each : lock_.named(out.name)) {
      if (each.kind != LockedPackage::Source::directory) continue;
      if (!path.empty() && path != each.source.value) return false;
      out.kind = each.nothing_to_install ? "virtual" : each.editable ? "editable" : "directory";
      out.place = each.source.value;
      return true;
    }
    return false;
  }

  // ---- requires-python

  /// What all projects allow, as far as that is written with `>=` and `<` alone or is the same.
  bool pythons() const {
    std::vector<Specifier> all;
    for (const std::string& each : pythons_) {
      const std::optional<Specifiers> clauses = Specifiers::parse(each);
      if (!clauses || clauses->empty()) return false;
      for (const Specifier& clause : clauses->all) narrow(clause, all);
    }
    const std::optional<Specifiers> then = Specifiers::parse(lock_.requires_python);
    return then && same_set(all, then->all, same_clause);
  }

  static void narrow(const Specifier& clause, std::vector<Specifier>& all) {
    for (Specifier& other : all) {
      if (same_clause(clause, other)) return;
      if (clause.op != other.op) continue;
      const bool lower = clause.op == Specifier::Op::greater_equal;
      if (!lower && clause.op != Specifier::Op::less) continue;
      if (lower == (other.version < clause.version)) other = clause;
      return;
    }
    all.push_back(clause);
  }

  const PipScene& scene_;
  const Project& project_;
  const LockFile& lock_;
  ProjectFiles& files_;
  std::shared_ptr<const Pyproject> root_;
  std::vector<std::string> pythons_;
};

/// A file of settings beside the project or above it, or one that is mounted as a secret.
bool other_settings(const PipScene& scene, const Project& project) {
  for (const read::Flag& flag : scene.step.instruction->flags) {
    const std::string& text = flag.text.value;
    if (text.find("uv.toml") != std::string::npos || text.find("UV_") != std::string::npos)
      return true;
  }
  for (const char* directory : {"/etc/uv", "/root/.config/uv"}) {
    if (find_file(scene, "/", join_path(directory, "uv.toml")).present == Known::yes) return true;
  }
  std::string at = project.directory;
  while (true) {
    if (find_file(scene, "/", join_path(at, "uv.toml")).present == Known::yes) return true;
    if (at.empty() || at == "/" || at == ".") return false;
    at = parent_path(at);
  }
}

}  // namespace

bool tuned_elsewhere(const PipScene& scene, const ProjectCall& call, const Project& project) {
  return call.other_indexes ||
         std::any_of(
             std::begin(locking_variables), std::end(locking_variables),
             [&](const char* name) { return read_variable(scene, name).set != Known::no; }) ||
         other_settings(scene, project);
}

bool lock_stands(const PipScene& scene, const ProjectCall& call, const Project& project,
                 ProjectFiles& files) {
  if (call.no_lock || !call.known || project.lock == nullptr) return false;
  if (tuned_elsewhere(scene, call, project)) return false;
  // Settings of a member stand over those of the root.
  if (project.member != "." && (project.manifest == nullptr || project.manifest->uv)) return false;
  return Comparison(scene, project, files).holds();
}

}  // namespace cudafit::facts
