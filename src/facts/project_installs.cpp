#include "facts/project_installs.h"

#include <algorithm>

#include "facts/lock_agreement.h"
#include "facts/runs.h"
#include "facts/unlocked_projects.h"
#include "facts/words.h"
#include "read/wheel_name.h"
#include "source/files.h"

namespace cudafit::facts {

namespace {

using read::LockedGroup;
using read::LockedPackage;
using read::LockFile;

using Names = std::vector<std::string>;

bool has(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void add(Names& out, const Names& more) { out.insert(out.end(), more.begin(), more.end()); }

/// "3.10" of "3.10.4", "==3.10.*", "cpython-3.10"; empty where it is no single line of Python.
std::string python_line(std::string_view text) {
  for (const std::string_view prefix : {"cpython-", "cpython@", "python", "=="}) {
    if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
  }
  if (text.ends_with(".*")) text.remove_suffix(2);
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 1 == text.size()) return {};
  if (text.find_first_not_of("0123456789.") != std::string_view::npos) return {};
  return std::string(text.substr(0, std::min(text.find('.', dot + 1), text.size())));
}

/// The groups that the command means, by the rules of its tool.
class Groups {
 public:
  Groups(const PipScene& scene, const ProjectCall& call, const Project& project, LockQuery& out)
      : scene_(scene), call_(call), project_(project), out_(out) {}

  /// False where they are not known.
  bool choose() {
    out_.extras = call_.extras;
    out_.all_extras = call_.all_extras;
    out_.without_extras = call_.without_extras;
    out_.groups = call_.groups;
    out_.all_groups = call_.all_groups;
    out_.without_groups = call_.without_groups;
    out_.manifest = project_.manifest.get();
    switch (call_.tool) {
      case Installer::uv:
        return uv();
      case Installer::poetry:
        return poetry();
      case Installer::pdm:
        return pdm();
      default:
        return pipenv();
    }
  }

 private:
  bool on(std::string_view variable) const { return read_variable(scene_, variable).on(); }

  bool uv() {
    const LockFile& lock = *project_.lock;
    projects(lock);
    if (!call_.only.empty()) {
      out_.main = false;
      add(out_.groups, call_.only);
      return true;
    }
    if (call_.dev) out_.groups.emplace_back("dev");
    if (call_.no_dev || on("UV_NO_DEV")) out_.without_groups.emplace_back("dev");
    if (call_.all_groups || call_.no_default_groups || on("UV_NO_DEFAULT_GROUPS")) return true;
    if (project_.manifest == nullptr) {
      // What it would say is of no account where there is no group but the one that is left out.
      const auto counts = [&](const LockedGroup& group) {
        return !has(out_.without_groups, group.name);
      };
      return std::none_of(lock.groups.begin(), lock.groups.end(), counts) &&
             std::none_of(lock.packages.begin(), lock.packages.end(),
                          [&](const LockedPackage& package) {
                            return std::any_of(package.development.begin(),
                                               package.development.end(), counts);
                          });
    }
    const std::optional<read::UvTable>& table = project_.manifest->uv;
    if (table && table->all_groups) {
      out_.all_groups = true;
    } else if (table && table->default_groups) {
      for (const Text& group : *table->default_groups)
        out_.groups.push_back(read::normalized_name(group.value));
    } else {
      out_.groups.emplace_back("dev");
    }
    return true;
  }

  /// The projects that are meant. A workspace whose root is none means all of them.
  void projects(const LockFile& lock) {
    if (!call_.packages.empty()) {
      out_.projects = call_.packages;
      return;
    }
    const bool is_project =
        std::any_of(lock.packages.begin(), lock.packages.end(), [&](const LockedPackage& package) {
          return package.kind == LockedPackage::Source::directory &&
                 package.source.value == project_.member;
        });
    if (lock.members.empty() || (is_project && !call_.all_packages)) {
      out_.projects = {project_.member};
    } else if (call_.all_packages || project_.member == ".") {
      out_.projects = lock.members;
    }
    out_.workspace = !is_project && project_.member == ".";
  }

  bool poetry() {
    if (!call_.only.empty()) {
      out_.main = has(call_.only, "main");
      out_.groups = call_.only;
      return true;
    }
    if (call_.action == ProjectAction::export_to) {
      if (call_.dev) out_.groups.emplace_back("dev");
      return true;
    }
    if (call_.all_groups) return true;
    if (project_.manifest == nullptr) return only_main();
    Names optional;
    if (project_.manifest->poetry) {
      for (const read::DependencyGroup& group : project_.manifest->poetry->groups) {
        if (group.optional) {
          optional.push_back(group.normalized);
        } else {
          out_.groups.push_back(group.normalized);
        }
      }
    }
    for (const read::DependencyGroup& group : project_.manifest->groups) {
      if (!has(optional, group.normalized)) out_.groups.push_back(group.normalized);
    }
    return true;
  }

  /// No package is in another group.
  bool only_main() const {
    return std::all_of(project_.lock->packages.begin(), project_.lock->packages.end(),
                       [](const LockedPackage& package) {
                         return std::all_of(package.in.begin(), package.in.end(),
                                            [](const read::LockedIn& in) {
                                              return in.group == "main" || in.group == "default";
                                            });
                       });
  }

  bool pdm() {
    const LockFile& lock = *project_.lock;
    const bool no_dev = call_.no_dev;
    out_.main = !call_.no_main;
    Names asked = call_.groups;
    if (!call_.without_groups.empty() && asked.empty() && !call_.dev && !no_dev)
      asked.emplace_back(":all");
    if (asked.empty() && !call_.dev && !no_dev && out_.main) {
      out_.groups = lock.group_names;
      return true;
    }
    if (project_.manifest == nullptr) return false;
    Names dev;
    for (const read::DependencyGroup& group : project_.manifest->groups)
      dev.push_back(group.normalized);
    if (project_.manifest->pdm) {
      for (const read::DependencyGroup& group : project_.manifest->pdm->dev)
        dev.push_back(group.normalized);
    }
    out_.groups = asked;
    const bool names_dev =
        std::any_of(asked.begin(), asked.end(), [&](const auto& name) { return has(dev, name); });
    if (!names_dev && !no_dev) add(out_.groups, dev);
    if (has(asked, ":all") && project_.manifest->project) {
      for (const read::DependencyGroup& extra : project_.manifest->project->extras)
        out_.groups.push_back(extra.normalized);
    }
    return true;
  }

  bool pipenv() {
    if (!call_.only.empty()) {
      out_.main = false;
      for (const std::string& name : call_.only) {
        if (name == "default" || name == "packages") out_.main = true;
        out_.groups.push_back(name == "dev-packages" ? std::string("develop") : name);
      }
      return true;
    }
    if (call_.dev || on("PIPENV_DEV")) out_.groups.emplace_back("develop");
    return true;
  }

  const PipScene& scene_;
  const ProjectCall& call_;
  const Project& project_;
  LockQuery& out_;
};

/// The project is installed, too, though its lock has no entry for it.
bool adds_itself(const ProjectCall& call, const Project& project) {
  if (call.no_project || call.action != ProjectAction::sync) return false;
  const read::Pyproject* const manifest = project.manifest.get();
  if (call.tool == Installer::poetry)
    return manifest == nullptr || !manifest->poetry || manifest->poetry->package_mode;
  return call.tool == Installer::pdm &&
         (manifest == nullptr || !manifest->pdm || manifest->pdm->distribution);
}

/// The Python that a command asks for; nothing where it takes what there is.
std::optional<Text> named_python(const PipScene& scene, const ProjectCall& call,
                                 const Project& project) {
  if (call.python || call.tool != Installer::uv) return call.python;
  const Read variable = read_variable(scene, "UV_PYTHON");
  if (variable.value) return variable.value;
  Text out;
  out.complete = variable.set == Known::no;
  if (!out.complete) return out;
  out.value = ProjectFiles::first_line(scene, project.directory, ".python-version");
  return out.empty() ? std::nullopt : std::optional(out);
}

/// Where poetry, pdm and pipenv work when nothing else is said: a directory of their own.
PythonPlace own_environment() {
  PythonPlace out;
  out.environment.known = false;
  return out;
}

Text join(std::string_view directory, const Text& path) {
  if (path.value.starts_with('/')) return path;
  Text out(join_path(directory, path.value), {});
  out.complete = path.complete;
  return out;
}

}  // namespace

// ---- where it is installed

void ProjectInstalls::settings(const PipScene& scene) {
  // poetry config virtualenvs.create false
  const Call call = call_of(scene.command);
  if (call.name != "poetry") return;
  std::vector<const Argument*> plain;
  const std::vector<Argument> words = arguments(scene.command, call.arguments());
  for (const Argument& word : words) {
    if (!word.value().starts_with('-')) plain.push_back(&word);
  }
  if (plain.size() != 3 || plain[0]->value() != "config") return;
  Text value = plain[2]->text;
  if (certainty_of(scene.command) == Certainty::possible) value.complete = false;
  configured_.insert_or_assign({scene.stage.index, std::string(plain[1]->value())}, value);
}

PythonPlace ProjectInstalls::place(const PipScene& scene, const ProjectCall& call,
                                   const Project& project) const {
  const auto in_project = [&](std::string_view name) {
    return environments_.at_directory(scene.at, join(project.root, Text(name, {})));
  };
  if (call.other_place) return own_environment();
  const std::optional<PythonPlace> active = environments_.active(scene.at);
  if (call.tool == Installer::uv) {
    if (call.active && active) return *active;
    const Read named = read_variable(scene, "UV_PROJECT_ENVIRONMENT");
    if (named.set == Known::no) return in_project(".venv");
    if (!named.value) return own_environment();
    return environments_.at_directory(scene.at, join(project.root, *named.value));
  }
  if (call.tool == Installer::pipenv) {
    if (call.system || read_variable(scene, "PIPENV_SYSTEM").on())
      return environments_.of_python(scene.at);
    if (active && !read_variable(scene, "PIPENV_IGNORE_VIRTUALENVS").on()) return *active;
    return read_variable(scene, "PIPENV_VENV_IN_PROJECT").on() ? in_project(".venv")
                                                               : own_environment();
  }
  if (active) return *active;
  if (call.tool == Installer::pdm) return in_project(".venv");
  // A variable, or what `poetry config` wrote; nothing where it is not known.
  const auto setting = [&](std::string_view variable, std::string_view key) -> std::optional<bool> {
    if (const Read read = read_variable(scene, variable); read.set != Known::no)
      return read.value ? truth(read.value->value) : std::nullopt;
    for (int stage = static_cast<int>(scene.stage.index); stage >= 0;
         stage = scene.document.stages[static_cast<std::size_t>(stage)].parent) {
      const auto found = configured_.find({static_cast<std::size_t>(stage), std::string(key)});
      if (found == configured_.end()) continue;
      return found->second.complete ? truth(found->second.value) : std::nullopt;
    }
    // poetry.toml beside the manifest.
    const std::string local = ProjectFiles::first_line(scene, project.directory, "poetry.toml");
    return local.empty() ? std::optional<bool>(key == "virtualenvs.create") : std::nullopt;
  };
  const std::optional<bool> creates = setting("POETRY_VIRTUALENVS_CREATE", "virtualenvs.create");
  if (creates && !*creates) return environments_.of_python(scene.at);
  if (!creates) return own_environment();
  const std::optional<bool> inside =
      setting("POETRY_VIRTUALENVS_IN_PROJECT", "virtualenvs.in-project");
  return inside && *inside ? in_project(".venv") : own_environment();
}

// ---- what is installed

Asked locked_requirement(const LockFile& lock, const LockSelection::Package& chosen) {
  const LockedPackage& package = lock.packages[chosen.index];
  Asked out;
  out.applies = chosen.applies;
  out.manifest = out.locked = true;
  out.span = package.version.empty() ? package.written_name.around() : package.version.around();
  Text text;
  using Source = LockedPackage::Source;
  switch (package.kind) {
    case Source::index:
      text = package.written_name;
      if (!package.version.empty()) {
        text.append_derived("==", {});
        text.append(package.version);
      }
      break;
    case Source::git:
    case Source::url:
      text = package.written_name;
      text.append_derived(package.kind == Source::git ? " @ git+" : " @ ", {});
      text.append(package.source);
      break;
    case Source::archive:
    case Source::directory:
      text.append_derived(package.source.value.starts_with('/') ? "" : "./", {});
      text.append(package.source);
      break;
  }
  out.requirement = read::read_requirement(text);
  if (out.requirement.name.empty()) out.requirement.name = package.name;
  out.listed = package.kind == Source::directory;
  if (package.kind == Source::index && !package.source.empty())
    out.index = OptionValue{.value = package.source, .span = package.source.around()};
  return out;
}

void ProjectInstalls::add_lock(const PipScene& scene, read::LockFormat format,
                               const FoundFile& file, const std::vector<Link>& how,
                               PipInstall& out) {
  const std::shared_ptr<const LockFile> lock = files_.lock(format, file);
  LockQuery query;
  query.environment = marker_environment(scene, out.python);
  const LockSelection chosen = select(*lock, query);
  if (!chosen.known) out.complete = false;
  for (const LockSelection::Package& each : chosen.packages) {
    Asked& asked = out.requirements.emplace_back(locked_requirement(*lock, each));
    asked.how = how;
  }
}

void ProjectInstalls::write(const PipScene& scene, const ProjectCall& call, PipInstall& install) {
  const std::optional<std::string> file = export_target(scene.command, call);
  if (!file || !install.complete) return;
  Exported out{.at = scene.at,
               .step = scene.step.instruction->span,
               .file = *file,
               .requirements = std::move(install.requirements),
               .indexes = {}};
  for (Asked& each : out.requirements) {
    if (!each.index) continue;
    const auto same = [&](const OptionValue& index) {
      return index.value.value == each.index->value.value;
    };
    if (call.urls && std::none_of(out.indexes.begin(), out.indexes.end(), same))
      out.indexes.push_back(*each.index);
    each.index.reset();
  }
  exports_.add(std::move(out));
}

std::optional<ProjectInstall> ProjectInstalls::install(const PipScene& scene) {
  settings(scene);
  const std::optional<ProjectCall> call = project_call(scene.command);
  if (!call) return std::nullopt;
  std::optional<ProjectInstall> found = read(scene, *call);
  if (call->action != ProjectAction::export_to) return found;
  if (found) write(scene, *call, found->install);
  return std::nullopt;
}

void ProjectInstalls::tune(const PipScene& scene, const Project& project, PipInstall& out) {
  // Of a workspace the root's settings count.
  for (const std::string& directory : {project.root, project.directory}) {
    const FoundFile toml = find_file(scene, directory, "uv.toml");
    if (toml.present == Known::yes && toml.bytes.find("build") != std::string_view::npos)
      out.tuned.emplace_back(":all:");
    const auto manifest = files_.manifest(scene, directory);
    if (manifest == nullptr || !manifest->uv) continue;
    const std::vector<std::string>& names = manifest->uv->options.tuned_packages;
    out.tuned.insert(out.tuned.end(), names.begin(), names.end());
  }
}

std::optional<ProjectInstall> ProjectInstalls::read(const PipScene& scene,
                                                    const ProjectCall& call) {
  if (call.action == ProjectAction::run && read_variable(scene, "UV_NO_SYNC").on())
    return std::nullopt;
  bool known = call.known && !call.no_lock;
  const std::optional<Project> project = files_.find(scene, call, known);
  // `uv run` outside of a project runs what there is.
  if (!project && known && call.action == ProjectAction::run) return std::nullopt;

  std::optional<ProjectInstall> found(std::in_place);
  found->exact = call.exact;
  PipInstall& out = found->install;
  out.at = scene.at;
  out.tool = call.tool;
  out.span = scene.command.syntax.span;
  out.certainty = certainty_of(scene.command);
  out.program = call.program;
  out.dry_run = call.dry_run;
  // Whatever it needs is in the lock, and was built when that was made.
  out.no_deps = true;
  out.no_build_isolation = true;
  out.environment.known = false;
  out.complete = false;
  if (!project) return found;
  // Whether the script brings its own requirements is for it to say.
  if (call.script && call.script->value.ends_with(".py") && call.action == ProjectAction::run)
    out.certainty = Certainty::possible;

  const PythonPlace place = this->place(scene, call, *project);
  out.environment = place.environment;
  const auto given = [&](std::string_view option, const char* variable) {
    return std::any_of(scene.command.words.begin(), scene.command.words.end(),
                       [&](const Text& word) { return word.value == option; }) ||
           read_variable(scene, variable).on();
  };
  const bool installs = call.action != ProjectAction::export_to;
  // Without these uv locks again where the project has changed, and installs what comes of it.
  const bool held = given("--frozen", "UV_FROZEN") || given("--locked", "UV_LOCKED");
  if (call.tool == Installer::uv && installs && !held && project->lock != nullptr &&
      !lock_stands(scene, call, *project, files_))
    out.certainty = Certainty::possible;
  const std::optional<Text> named = named_python(scene, call, *project);
  out.python = !named ? place.python : named->complete ? python_line(named->value) : std::string();
  if (project->lock == nullptr && installs && !held && call.tool != Installer::pipenv && known) {
    std::vector<BrokenFile> broken;
    read_unlocked(scene, call, *project, out, broken);
    if (!broken.empty()) found->broken = std::move(broken.front());
  }
  if (project->lock == nullptr || call.no_lock) return found;
  const LockFile& lock = *project->lock;
  const Link read_here{project->lock_name + " is read here", out.span};
  if (lock.error) {
    found->broken = BrokenFile{.span = lock.error->span,
                               .message = lock.error->message,
                               .how = {read_here},
                               .stage = scene.at.stage};
  }
  if (out.python.empty()) out.python = python_line(lock.requires_python);
  if (call.tool == Installer::uv) tune(scene, *project, out);

  LockQuery query;
  query.environment = marker_environment(scene, out.python);
  if (!Groups(scene, call, *project, query).choose()) known = false;
  const LockSelection chosen = select(lock, query);
  out.complete = known && chosen.known;
  for (const LockSelection::Package& each : chosen.packages) {
    const LockedPackage& package = lock.packages[each.index];
    const bool directory = package.kind == LockedPackage::Source::directory;
    const bool member = directory && (each.project || has(lock.members, package.name));
    if (has(call.not_packages, package.name)) continue;
    if (each.project ? call.no_project : member && call.no_members) continue;
    if (directory && call.no_directories) continue;
    Asked& asked = out.requirements.emplace_back(locked_requirement(lock, each));
    asked.how.push_back(read_here);
    // Any word of the command may be one that leaves it out.
    if (!call.known) asked.applies = Known::unknown;
  }
  if (adds_itself(call, *project)) {
    Asked self;
    self.requirement = read::read_requirement(Text(".", {}), true);
    self.span = out.span;
    self.listed = true;
    out.requirements.push_back(std::move(self));
  }
  return found;
}

}  // namespace cudafit::facts
