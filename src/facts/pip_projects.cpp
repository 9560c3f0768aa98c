// Projects that pip and uv are given: their requirements are what pyproject.toml lists, or what
// setuptools is told to read. Nothing is executed: what a setup.py says is not known.

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

#include "facts/pip_request.h"
#include "read/pyproject.h"
#include "read/setup_cfg.h"
#include "source/files.h"

namespace cudafit::facts {

namespace {

/// More projects, or deeper, are nobody's; they are not read.
constexpr std::size_t most_projects = 100;
constexpr std::size_t most_depth = 20;

using Kind = read::Requirement::Kind;

/// Which part of a project is asked for, and from where.
struct Wanted {
  std::string directory;                 ///< seen from the working directory
  std::vector<std::string> extras = {};  ///< normalized
  bool all_extras = false;
  std::vector<Link> how = {};
  Span span = {};  ///< of what asks for it
};

/// The list that a dependency stands in.
struct Origin {
  std::string_view extra, group;  ///< both empty: the dependencies of the project itself
};

class ProjectReader {
 public:
  ProjectReader(const PipScene& scene, const std::string& working, const MarkerEnvironment& markers,
                PipRequest& request, std::vector<BrokenFile>& broken)
      : scene_(scene),
        working_(working),
        markers_(markers),
        request_(request),
        install_(request.install),
        broken_(broken) {}

  void run() {
    std::vector<Asked> given = std::move(install_.requirements);
    install_.requirements.clear();
    for (const Asked& asked : given) first_time(asked);
    for (Asked& asked : given) take(std::move(asked), {});
    for (const PipFile& file : request_.files) {
      if (!file.constraints && file.path.complete &&
          is_project_file(install_.tool, file.path.value))
        project_file(file);
    }
    for (const PipGroup& group : request_.groups) group_of(group);
    share_indexes();
  }

 private:
  bool uv() const { return install_.tool == Installer::uv; }

  // ---- what is asked for

  /// A requirement; behind that of a directory, the ones of the project in it. `directory`: what
  /// relative paths start from.
  void take(Asked asked, const std::string& directory) {
    const read::Requirement& requirement = asked.requirement;
    const bool tree = requirement.kind == Kind::directory && requirement.known &&
                      requirement.marker.evaluate(markers_) == Known::yes;
    if (!tree || install_.no_deps) {
      install_.requirements.push_back(std::move(asked));
      return;
    }
    std::string path = requirement.url.value;
    if (path.starts_with("file://")) path = path.substr(7);
    Wanted wanted{.directory = join_path(directory, tidy_path(path)),
                  .extras = requirement.extras,
                  .how = asked.how,
                  .span = asked.span};
    const std::size_t at = install_.requirements.size();
    install_.requirements.push_back(std::move(asked));
    const bool listed = project(std::move(wanted));
    install_.requirements[at].listed = listed;
  }

  /// uv: -r pyproject.toml
  void project_file(const PipFile& file) {
    const std::string directory = parent_path(tidy_path(file.path.value));
    Wanted wanted{.directory = directory == "." ? std::string() : directory,
                  .extras = request_.extras,
                  .all_extras = request_.all_extras,
                  .how = file.how,
                  .span = file.span};
    if (!project(std::move(wanted))) install_.complete = false;
  }

  /// --group
  void group_of(const PipGroup& asked) {
    const std::string path = asked.path.empty() ? "pyproject.toml" : tidy_path(asked.path);
    const std::string parent = parent_path(path);
    const Wanted wanted{
        .directory = parent == "." ? std::string() : parent, .how = {}, .span = asked.span};
    const std::optional<read::Pyproject> file = manifest(wanted);
    if (!file || file->error) {
      install_.complete = false;
      return;
    }
    std::vector<Link> how{{"pyproject.toml is read here, for its group " + asked.name, asked.span}};
    std::vector<std::string> open;
    if (!group(*file, asked.name, wanted.directory, how, open)) install_.complete = false;
  }

  bool group(const read::Pyproject& file, const std::string& name, const std::string& directory,
             const std::vector<Link>& how, std::vector<std::string>& open) {
    if (std::find(open.begin(), open.end(), name) != open.end()) return false;
    open.push_back(name);
    bool found = false;
    bool known = true;
    for (const read::DependencyGroup& each : file.groups) {
      if (each.normalized != name) continue;
      found = true;
      known = all(file, each.dependencies, directory, {.extra = {}, .group = name}, how) &&
              each.known && known;
      for (const Text& other : each.includes)
        known = group(file, read::normalized_name(other.value), directory, how, open) && known;
    }
    if (uv() && name == "dev" && file.uv && !file.uv->dev.empty()) {
      found = true;
      known = all(file, file.uv->dev, directory, {.extra = {}, .group = name}, how) && known;
    }
    open.pop_back();
    return found && known;
  }

  // ---- projects

  /// The pyproject.toml of a directory; nothing when it is not known whether there is one. Without
  /// a file it is empty.
  std::optional<read::Pyproject> manifest(const Wanted& wanted) {
    const FoundFile found =
        find_file(scene_, working_, join_path(wanted.directory, "pyproject.toml"));
    if (found.present == Known::no || found.unmentioned) return read::Pyproject();
    if (found.present != Known::yes) return std::nullopt;
    read::Pyproject out = read::read_pyproject(found.file, found.bytes);
    if (out.error) {
      std::vector<Link> how = wanted.how;
      how.push_back({"pyproject.toml is read here", wanted.span});
      broken_.push_back({.span = out.error->span,
                         .message = out.error->message,
                         .how = std::move(how),
                         .stage = scene_.at.stage});
    }
    return out;
  }

  /// Lists the requirements of a project; false where they may not be all.
  bool project(Wanted wanted) {
    if (std::find(open_.begin(), open_.end(), wanted.directory) != open_.end()) return true;
    if (open_.size() >= most_depth || ++projects_ > most_projects) return false;
    const std::optional<read::Pyproject> file = manifest(wanted);
    if (!file || file->error) return false;
    open_.push_back(wanted.directory);
    const bool known = file->project          ? by_project(*file, wanted)
                       : poetry_builds(*file) ? by_poetry(*file, wanted)
                       : file->build_backend.empty() || setuptools_builds(*file) ? by_setup(wanted)
                                                                                 : false;
    open_.pop_back();
    return known;
  }

  static bool poetry_builds(const read::Pyproject& file) {
    return file.poetry && file.poetry->has_dependencies &&
           file.build_backend.value.starts_with("poetry");
  }
  static bool setuptools_builds(const read::Pyproject& file) {
    return file.build_backend.empty() || file.build_backend.value.starts_with("setuptools");
  }

  static std::vector<Link> read_here(const Wanted& wanted, std::string_view extra = {}) {
    std::vector<Link> how = wanted.how;
    std::string words = "pyproject.toml is read here";
    if (!extra.empty()) words += ", with its extra " + std::string(extra);
    how.push_back({std::move(words), wanted.span});
    return how;
  }

  /// [project]
  bool by_project(const read::Pyproject& file, const Wanted& wanted) {
    const read::ProjectTable& project = *file.project;
    bool known = project.known;
    if (!project.is_dynamic("dependencies")) {
      known = all(file, project.dependencies, wanted.directory, {}, read_here(wanted)) && known;
    } else if (poetry_builds(file)) {
      known = main_of_poetry(file, wanted) && known;
    } else {
      const std::vector<Text>& files = file.setuptools_dynamic.dependencies;
      known = setuptools_builds(file) && !files.empty() && lists(files, wanted) && known;
    }
    return extras(file, project.extras, wanted) && known;
  }

  bool by_poetry(const read::Pyproject& file, const Wanted& wanted) {
    const bool known = main_of_poetry(file, wanted);
    return extras(file, file.poetry->extras, wanted) && known;
  }

  bool main_of_poetry(const read::Pyproject& file, const Wanted& wanted) {
    std::vector<read::Dependency> always;
    for (const read::Dependency& each : file.poetry->dependencies)
      if (!each.optional) always.push_back(each);
    return all(file, always, wanted.directory, {}, read_here(wanted)) && file.poetry->known;
  }

  /// The extras that are asked for. One that is not there gets a warning of pip and uv, no more.
  bool extras(const read::Pyproject& file, const std::vector<read::DependencyGroup>& all_of_them,
              const Wanted& wanted) {
    bool known = true;
    for (const read::DependencyGroup& each : all_of_them) {
      if (!wanted.all_extras && std::find(wanted.extras.begin(), wanted.extras.end(),
                                          each.normalized) == wanted.extras.end())
        continue;
      known = all(file, each.dependencies, wanted.directory,
                  {.extra = each.normalized, .group = {}}, read_here(wanted, each.normalized)) &&
              each.known && known;
    }
    if (!file.project || !file.project->is_dynamic("optional-dependencies")) return known;
    if (wanted.extras.empty() && !wanted.all_extras) return known;
    for (const std::string& extra : wanted.extras) {
      const auto& dynamic = file.setuptools_dynamic.extras;
      const auto found = std::find_if(dynamic.begin(), dynamic.end(),
                                      [&](const auto& each) { return each.normalized == extra; });
      known =
          found != dynamic.end() && setuptools_builds(file) && lists(found->files, wanted) && known;
    }
    return known && !wanted.all_extras;
  }

  /// setup.cfg, where no setup.py says more.
  bool by_setup(const Wanted& wanted) {
    const FoundFile script = find_file(scene_, working_, join_path(wanted.directory, "setup.py"));
    if (script.present == Known::unknown && !script.unmentioned) return false;
    if (script.present == Known::yes && !read::only_calls_setup(script.bytes)) return false;
    const FoundFile found = find_file(scene_, working_, join_path(wanted.directory, "setup.cfg"));
    if (found.present != Known::yes) return false;
    const read::SetupCfg setup = read::read_setup_cfg(found.file, found.bytes);
    bool known = setup.known;
    const auto add = [&](const std::vector<read::Dependency>& list, std::string_view extra) {
      std::vector<Link> how = wanted.how;
      std::string words = "setup.cfg is read here";
      if (!extra.empty()) words += ", with its extra " + std::string(extra);
      how.push_back({std::move(words), wanted.span});
      for (const read::Dependency& each : list) known = plain(each, how, wanted.directory) && known;
    };
    add(setup.dependencies, {});
    for (const read::DependencyGroup& each : setup.extras) {
      if (wanted.all_extras || std::find(wanted.extras.begin(), wanted.extras.end(),
                                         each.normalized) != wanted.extras.end())
        add(each.dependencies, each.normalized);
    }
    return known;
  }

  /// Requirements files that setuptools reads. It knows no options in them.
  bool lists(const std::vector<Text>& files, const Wanted& wanted) {
    bool known = true;
    for (const Text& path : files) {
      PipInstall lines;
      Text there;
      there.append_derived(join_path(wanted.directory, path.value), path.around());
      read_pip_file(scene_, working_, {.path = there, .span = path.around(), .how = {}}, lines);
      known = known && lines.complete && !lines.index && lines.extra_indexes.empty() &&
              lines.find_links.empty() && lines.constraints.empty();
      const std::vector<Link> how = read_here(wanted);
      for (Asked& asked : lines.requirements) {
        asked.manifest = true;
        asked.how.insert(asked.how.begin(), how.begin(), how.end());
        known = known && asked.requirement.known && asked.requirement.error.empty();
        if (first_time(asked)) take(std::move(asked), wanted.directory);
      }
    }
    return known;
  }

  // ---- requirements

  bool all(const read::Pyproject& file, const std::vector<read::Dependency>& list,
           const std::string& directory, Origin origin, const std::vector<Link>& how) {
    bool known = true;
    for (const read::Dependency& each : list)
      known = one(file, each, directory, origin, how) && known;
    return known;
  }

  bool one(const read::Pyproject& file, const read::Dependency& dependency,
           const std::string& directory, Origin origin, const std::vector<Link>& how) {
    const read::Requirement& requirement = dependency.requirement;
    // `all = ["app[a,b]"]` of the project app.
    const Text& own = file.project ? file.project->name : file.poetry ? file.poetry->name : Text();
    if (requirement.kind == Kind::named && requirement.known && !own.empty() &&
        requirement.name == read::normalized_name(own.value))
      return own_extras(file, dependency, directory, how);
    if (uv() && request_.sources && file.uv) {
      if (const read::PackageSource* source = source_of(*file.uv, requirement, origin))
        return sourced(file, dependency, *source, directory, how);
    }
    if (uv() && request_.sources && sources_above(directory).contains(requirement.name)) {
      Asked asked = asked_of(dependency, how);
      asked.requirement.known = false;
      install_.requirements.push_back(std::move(asked));
      return false;
    }
    return plain(dependency, how, directory);
  }

  /// One list may be read in several ways: the extras of an extra, a file that setuptools reads.
  bool first_time(const Asked& asked) {
    return !asked.span ||
           seen_.emplace(asked.span.file, asked.span.begin, asked.requirement.text.value).second;
  }

  static Asked asked_of(const read::Dependency& dependency, const std::vector<Link>& how) {
    return {.requirement = dependency.requirement,
            .span = dependency.span,
            .how = how,
            .manifest = true};
  }

  bool plain(const read::Dependency& dependency, const std::vector<Link>& how,
             const std::string& directory) {
    Asked asked = asked_of(dependency, how);
    if (first_time(asked)) take(std::move(asked), directory);
    return dependency.requirement.known && dependency.requirement.error.empty();
  }

  bool own_extras(const read::Pyproject& file, const read::Dependency& dependency,
                  const std::string& directory, const std::vector<Link>& how) {
    if (dependency.requirement.marker.evaluate(markers_) != Known::yes) return false;
    if (++own_ > most_projects) return false;
    const Wanted wanted{.directory = directory,
                        .extras = dependency.requirement.extras,
                        .how = how,
                        .span = dependency.span};
    return extras(file, file.project ? file.project->extras : file.poetry->extras, wanted);
  }

  // ---- [tool.uv.sources]

  /// The source that counts for a requirement; null without one. Where its marker is not known, the
  /// answer is a source that is not known.
  const read::PackageSource* source_of(const read::UvTable& table,
                                       const read::Requirement& requirement, Origin origin) const {
    static const read::PackageSource unknown = [] {
      read::PackageSource out;
      out.known = false;
      return out;
    }();
    for (const read::PackageSource& each : table.sources) {
      if (each.name != requirement.name) continue;
      if (!each.known) return &unknown;
      if (!each.extra.empty() && read::normalized_name(each.extra.value) != origin.extra) continue;
      if (!each.group.empty() && read::normalized_name(each.group.value) != origin.group) continue;
      const Known holds = each.marker.evaluate(markers_);
      if (holds == Known::yes) return &each;
      if (holds == Known::unknown) return &unknown;
    }
    return nullptr;
  }

  bool sourced(const read::Pyproject& file, const read::Dependency& dependency,
               const read::PackageSource& source, const std::string& directory,
               std::vector<Link> how) {
    using From = read::PackageSource::Kind;
    Asked asked = asked_of(dependency, how);
    if (!first_time(asked)) return dependency.requirement.known;
    const Link named{"[tool.uv.sources] says where it comes from", source.span};
    if (source.kind == From::index && source.known) {
      const std::vector<read::PackageIndex>& indexes = file.uv->indexes;
      const auto found =
          std::find_if(indexes.begin(), indexes.end(), [&](const read::PackageIndex& each) {
            return each.name.value == source.value.value && !each.find_links;
          });
      if (found != indexes.end() && !found->url.empty()) {
        asked.index = OptionValue{.value = found->url,
                                  .span = found->url.around(),
                                  .how = {named},
                                  .from_variable = true};
        const bool known = asked.requirement.known && asked.requirement.error.empty();
        install_.requirements.push_back(std::move(asked));
        return known;
      }
    }
    if ((source.kind == From::url || source.kind == From::path) && source.known) {
      asked.requirement = at_place(dependency.requirement, source);
      asked.how.push_back(named);
      asked.span = source.value.around();
      take(std::move(asked), directory);
      return true;
    }
    // A repository, a member of the workspace, or what cannot be told.
    asked.requirement.known = false;
    install_.requirements.push_back(std::move(asked));
    return false;
  }

  /// The requirement as one for a wheel at an address, or for a file or directory.
  static read::Requirement at_place(const read::Requirement& requirement,
                                    const read::PackageSource& source) {
    Text text;
    if (source.kind == read::PackageSource::Kind::url)
      text.append_derived(requirement.written_name + " @ ", source.written_name.around());
    text.append(source.value);
    read::Requirement out = read::read_requirement(text);
    // A directory without a slash in its path looks like a name.
    if (out.kind == Kind::named || out.kind == Kind::unknown) {
      out = read::Requirement();
      out.text = text;
      out.kind = Kind::directory;
      out.url = source.value;
    }
    out.name = requirement.name;
    out.written_name = requirement.written_name;
    out.extras = requirement.extras;
    out.marker = requirement.marker;
    out.editable = source.editable;
    return out;
  }

  /// Packages of which the root of a workspace above may say where they come from.
  const std::set<std::string>& sources_above(const std::string& directory) {
    const auto [known, added] = above_.try_emplace(directory);
    std::string at = join_path(working_, directory);
    for (std::size_t depth = 0; added && depth < most_depth && at.size() > 1; ++depth) {
      at = parent_path(at);
      const FoundFile found = find_file(scene_, working_, join_path(at, "pyproject.toml"));
      if (found.present != Known::yes) continue;
      const read::Pyproject root = read::read_pyproject(found.file, found.bytes);
      if (!root.uv || !root.uv->workspace) continue;
      for (const read::PackageSource& each : root.uv->sources) known->second.insert(each.name);
    }
    return known->second;
  }

  /// uv takes a package from one index, whichever requirement names it.
  void share_indexes() {
    std::map<std::string, OptionValue> own;
    for (const Asked& asked : install_.requirements)
      if (asked.index) own.emplace(asked.requirement.name, *asked.index);
    for (Asked& asked : install_.requirements) {
      const auto found = own.find(asked.requirement.name);
      if (found == own.end()) continue;
      if (!asked.index) asked.index = found->second;
      if (asked.index->value.value != found->second.value.value) asked.requirement.known = false;
    }
  }

  const PipScene& scene_;
  const std::string& working_;
  const MarkerEnvironment& markers_;
  PipRequest& request_;
  PipInstall& install_;
  std::vector<BrokenFile>& broken_;
  std::vector<std::string> open_;  ///< the projects that are being read, for those in a circle
  std::map<std::string, std::set<std::string>> above_;  ///< by directory
  /// Requirements that are listed already, by their places.
  std::set<std::tuple<FileId, std::uint32_t, std::string>> seen_;
  std::size_t projects_ = 0;
  std::size_t own_ = 0;  ///< extras that name extras
};

}  // namespace

void read_pip_projects(const PipScene& scene, const std::string& directory,
                       const MarkerEnvironment& markers, PipRequest& request,
                       std::vector<BrokenFile>& broken) {
  ProjectReader(scene, directory, markers, request, broken).run();
}

}  // namespace cudafit::facts
