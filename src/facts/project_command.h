#pragma once
// The commands of uv, poetry, pdm and pipenv that work on a project, and their options. Private to
// the facts room.

#include <optional>
#include <string>
#include <vector>

#include "facts/extract.h"

namespace cudafit::facts {

enum class ProjectAction : std::uint8_t {
  sync,       ///< installs what the project asks for
  run,        ///< does so first, then starts a program
  export_to,  ///< writes it to a file of requirements
};

/// One command. Names of extras and groups are normalized.
struct ProjectCall {
  Installer tool = Installer::uv;
  ProjectAction action = ProjectAction::sync;
  std::string program;            ///< last component of its name
  std::optional<Text> directory;  ///< works there: uv --directory, poetry -C
  std::optional<Text> project;    ///< the project is there: --project, poetry -P, pdm -p
  std::optional<Text> python;     ///< --python
  std::optional<Text> lock;       ///< pdm -L
  std::optional<Text> output;     ///< of an export; nothing: to standard output
  std::optional<Text> script;     ///< uv run: the program it starts

  std::vector<std::string> extras, without_extras;
  bool all_extras = false;
  std::vector<std::string> groups, without_groups;
  std::vector<std::string> only;  ///< only these groups, and nothing else
  bool all_groups = false;
  bool no_default_groups = false;  ///< uv --no-default-groups
  bool no_main = false;            ///< pdm --no-default
  bool dev = false, no_dev = false;
  std::vector<std::string> packages;  ///< uv --package
  bool all_packages = false;

  bool no_project = false;                ///< the project itself is not installed
  bool no_members = false;                ///< ... nor are the others of its workspace
  bool no_directories = false;            ///< ... nor other directories it asks for
  std::vector<std::string> not_packages;  ///< uv --no-install-package
  bool exact = false;                     ///< what else is in the environment is removed
  bool active = false;                    ///< uv --active
  bool system = false;                    ///< pipenv --system
  bool other_place = false;  ///< into an environment that is not told here (--isolated, --venv)
  bool dry_run = false;
  bool no_lock = false;  ///< the lock is made anew, or not used: --upgrade, pipenv --skip-lock
  bool other_indexes =
      false;          ///< uv: an option may make it lock again (--index, --prerelease, ...)
  bool urls = false;  ///< an export names the indexes, too
  bool known = true;  ///< false: a word is not known
};

/// Nothing for other commands, and where nothing is installed or written (`uv run --no-sync`).
std::optional<ProjectCall> project_call(const Command& command);

}  // namespace cudafit::facts
