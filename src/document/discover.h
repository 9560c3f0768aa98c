#pragma once
// Which files are Dockerfiles: the ones named, and the ones found by walking the directories named.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "source/files.h"
#include "source/report.h"

namespace cudafit::document {

/// `Dockerfile*`, `*.Dockerfile`, `Containerfile*` in any case, without the endings of
/// documentation, source code, backups, templates and .dockerignore files.
bool is_dockerfile_name(std::string_view name);

/// A name that walking a directory looks for: of a Dockerfile, of a Compose file and the like.
bool is_looked_for(std::string_view name);

/// There is a `.git` in the directory (a real path).
bool is_git_root(const Files& files, const std::string& directory);

/// The nearest directory with a `.git` from `directory` (a real path) upward; empty when there is
/// none.
std::string git_root(const Files& files, std::string directory);

struct DiscoverOptions {
  /// Whether the configuration keeps an entry (a real path) from being walked; may be empty.
  std::function<bool(const std::string& path, bool directory)> excluded;
  bool gitignore = true;
};

struct Found {
  std::string path;    ///< as shown: relative to the working directory where that is below it
  bool named = false;  ///< given by name, not found by walking: failing to read it is an error
};

struct Discovery {
  /// Dockerfiles and Compose files, in the order named, below a directory by name; each path once.
  std::vector<Found> dockerfiles;
  std::vector<PathError> errors;   ///< of paths given by name
  std::vector<PathError> skipped;  ///< met when walking; said only when asked for details
};

/// A file given by name is always taken; a directory is walked. Nothing outside the repository (the
/// git root of the directory, else the working directory or, where that is elsewhere, the directory
/// itself) is entered by symbolic links.
Discovery discover(const Files& files, const std::vector<std::string>& paths,
                   const DiscoverOptions& options);

}  // namespace cudafit::document
