#pragma once
// Lock files of Python's project managers: uv.lock, poetry.lock, pdm.lock, Pipfile.lock and
// pylock.toml. What is written, in one form for all; which of it a command installs is not said
// here.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "source/text.h"
#include "terms/marker.h"
#include "terms/pep440.h"

namespace cudafit::read {

enum class LockFormat : std::uint8_t { uv, poetry, pdm, pipfile, pylock };

/// A marker in a lock file.
struct LockMarker {
  Marker marker;      ///< the empty one always holds
  bool known = true;  ///< false: it could not be read
};

/// What a locked package, or a group of the project, asks for.
struct LockedDependency {
  std::string name;     ///< normalized
  std::string version;  ///< uv: which of several packages of that name; empty: there is one
  std::string source;   ///< uv: the same, as LockedPackage::source
  /// poetry: the constraint; nothing where it could not be read.
  std::optional<Specifiers> clauses;
  std::vector<std::string> extras;  ///< normalized
  LockMarker marker;
};

/// An extra or a group, and what it asks for.
struct LockedGroup {
  std::string name;  ///< normalized
  std::vector<LockedDependency> dependencies;
};

/// A package that belongs to a group of the project, or to its extras, where `marker` holds.
struct LockedIn {
  std::string group;  ///< "main", "dev", "default", "develop", ...
  LockMarker marker;
};

/// uv: what a project asked for when the lock was made.
struct RecordedRequirement {
  std::string name;  ///< normalized
  std::vector<std::string> extras;
  LockMarker marker;
  std::optional<Specifiers> clauses;  ///< nothing where they could not be read
  std::string index;                  ///< address of the only index that it may come from
  std::string kind, place;   ///< "url", "path", "directory", "editable", "virtual", "git": where it
                             ///< is, seen from the lock file; empty: an index has it
  std::string extra, group;  ///< of the project: its `conflict`
  bool known = true;         ///< false: it says more
};

struct RecordedGroup {
  std::string name;  ///< normalized
  std::vector<RecordedRequirement> requirements;
};

/// uv: a project as it was when the lock was made.
struct RecordedProject {
  std::vector<RecordedRequirement> requirements;   ///< those of its extras, too
  std::optional<std::vector<std::string>> extras;  ///< nothing in locks of old
  std::vector<RecordedGroup> groups;               ///< each with those that it includes
  std::optional<std::vector<std::string>> default_groups;
};

/// uv: what else the lock was made from.
struct LockRecord {
  std::vector<RecordedRequirement> constraints, overrides;
  std::vector<std::string> environments;            ///< markers
  std::string prerelease;                           ///< empty: as by default
  std::vector<std::vector<std::string>> conflicts;  ///< as UvTable::conflicts
  bool known = true;                                ///< false: it says more
};

struct LockedPackage {
  enum class Source : std::uint8_t {
    index,      ///< `source`: its address; empty: the default one
    url,        ///< `source`: the address of an archive or wheel
    git,        ///< `source`: the address of the repository
    archive,    ///< `source`: a file beside the project
    directory,  ///< `source`: a project's directory, seen from the lock file
  };

  std::string name;  ///< normalized
  Text written_name;
  Text version;  ///< as written, pipenv's `==` left out; empty where none is
  Source kind = Source::index;
  Text source;
  bool editable = false;            ///< uv `editable`
  bool nothing_to_install = false;  ///< uv `virtual`: only what it asks for is installed
  std::vector<LockMarker> forks;    ///< uv: only where one of these holds; empty: always
  /// poetry 2, pdm, pipenv, pylock.toml: where it is installed. Empty: only the dependencies of
  /// others say it.
  std::vector<LockedIn> in;
  std::vector<std::string> extras;  ///< pdm: an entry for `name[extras]`, beside that of `name`
  std::vector<LockedDependency> dependencies;
  std::vector<LockedGroup> optional;     ///< its extras
  std::vector<LockedGroup> development;  ///< uv: its dependency groups
  RecordedProject record;                ///< uv: of directories
};

struct LockFile {
  FileId file = no_file;
  LockFormat format = LockFormat::uv;
  std::vector<LockedPackage> packages;
  /// The project's extras: pylock.toml and pdm name all, poetry what each asks for.
  std::vector<LockedGroup> extras;
  std::vector<LockedGroup> groups;       ///< uv: dependency groups of a workspace without a project
  std::vector<std::string> members;      ///< uv: the projects of a workspace; empty: there is one
  std::vector<std::string> group_names;  ///< pdm, pylock.toml: all that are locked
  std::vector<std::string> default_groups;  ///< pylock.toml
  std::string requires_python;
  LockRecord record;  ///< uv
  /// Why it cannot be read: no tool can then.
  struct Error {
    Span span;
    std::string message;  ///< one sentence without a full stop
  };
  std::optional<Error> error;
  /// False: it is of a form that is not known here, or a part of it could not be read.
  bool known = true;

  /// The packages of a name: a part of `packages`, which is sorted by name.
  std::span<const LockedPackage> named(std::string_view name) const;
};

/// The format of a lock file, by its name; nothing for other files. "pylock.toml" and
/// "pylock.NAME.toml" are PEP 751's.
std::optional<LockFormat> lock_format(std::string_view file_name);

/// Reads the bytes of a lock file.
LockFile read_lock(LockFormat format, FileId file, std::string_view bytes);

}  // namespace cudafit::read
