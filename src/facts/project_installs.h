#pragma once
// What project managers install: uv sync, poetry install and their relatives, by the lock files
// that the context holds. Private to the facts room.

#include <optional>
#include <string>
#include <vector>

#include "facts/lock_selection.h"
#include "facts/project_exports.h"
#include "facts/project_files.h"
#include "facts/python_environment.h"

namespace cudafit::facts {

/// What a command installs because a project asks for it.
struct ProjectInstall {
  PipInstall install;  ///< without requirements, and not complete, where they are not known
  bool exact = false;  ///< what else is in the environment is removed
  std::optional<BrokenFile> broken = {};  ///< the lock file, where no tool can read it
};

/// Keeps what it has read of the document's files and commands.
class ProjectInstalls {
 public:
  explicit ProjectInstalls(const PythonEnvironments& environments) : environments_(environments) {}

  /// Nothing for commands that install nothing for a project.
  std::optional<ProjectInstall> install(const PipScene& scene);

  /// What a command before has written to a file: see Exports::read.
  const Exported* exported(const PipScene& scene, std::string_view path, Span changed_by) const {
    return exports_.read(scene, path, changed_by);
  }

  /// `-r pylock.toml`: adds what the lock file asks for. `how` leads to it.
  void add_lock(const PipScene& scene, read::LockFormat format, const FoundFile& file,
                const std::vector<Link>& how, PipInstall& out);

  /// Lines of requirements files that all commands together have read.
  std::size_t lines_read = 0;

 private:
  std::optional<ProjectInstall> read(const PipScene& scene, const ProjectCall& call);
  /// What uv is told of the builds of single packages.
  void tune(const PipScene& scene, const Project& project, PipInstall& out);
  void write(const PipScene& scene, const ProjectCall& call, PipInstall& install);
  PythonPlace place(const PipScene& scene, const ProjectCall& call, const Project& project) const;
  void settings(const PipScene& scene);

  const PythonEnvironments& environments_;
  ProjectFiles files_;
  Exports exports_;
  /// `poetry config virtualenvs.create false`, by stage: the setting's name and its value.
  std::map<std::pair<std::size_t, std::string>, Text> configured_;
};

/// `poetry.lock` and the like as requirements: each package with its version, pinned.
Asked locked_requirement(const read::LockFile& lock, const LockSelection::Package& chosen);

}  // namespace cudafit::facts
