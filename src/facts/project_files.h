#pragma once
// Where a command of a project manager finds its project: the manifest and the lock file. Private
// to the facts room.

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "facts/pip_request.h"
#include "facts/project_command.h"
#include "read/lock.h"
#include "read/pyproject.h"

namespace cudafit::facts {

/// The value of a variable that a command reads.
struct Read {
  Known set = Known::no;
  std::optional<Text> value;  ///< where it is known
  bool on() const;            ///< it is set to something that means yes
};
Read read_variable(const PipScene& scene, std::string_view name);

/// A project as a command finds it. Nothing in it where that cannot be told.
struct Project {
  std::string directory;  ///< of the manifest: absolute, or from the working directory on
  std::string root;       ///< of the lock file, in the same way
  std::string member;     ///< `directory` seen from `root`: ".", "packages/a"
  std::shared_ptr<const read::Pyproject> manifest;
  std::shared_ptr<const read::LockFile> lock;
  std::string lock_name;
};

/// Reads each file once.
class ProjectFiles {
 public:
  /// Nothing where there certainly is no project. `known` turns false where that is not known.
  std::optional<Project> find(const PipScene& scene, const ProjectCall& call, bool& known);

  /// The manifest in a directory; null where it is not known.
  std::shared_ptr<const read::Pyproject> manifest(const PipScene& scene,
                                                  const std::string& directory);
  std::shared_ptr<const read::LockFile> lock(read::LockFormat format, const FoundFile& file);
  /// The first line of a file beside a project: ".python-version". Empty where it is not known.
  static std::string first_line(const PipScene& scene, const std::string& directory,
                                std::string_view name);

 private:
  /// A file, and where in it the text ends: the heredocs of a Dockerfile have one file.
  using Key = std::pair<FileId, std::size_t>;
  std::map<Key, std::shared_ptr<const read::Pyproject>> manifests_;
  std::map<Key, std::shared_ptr<const read::LockFile>> locks_;
};

}  // namespace cudafit::facts
