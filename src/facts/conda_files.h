#pragma once
// The files that a conda command installs from. Private to the facts room.

#include <optional>
#include <string>
#include <vector>

#include "facts/pip_request.h"

namespace cudafit::facts {

/// What the pip section of an environment.yml asks for: conda runs pip when its own part is done.
struct CondaPip {
  Position at;
  Environment environment;
  std::string python;     ///< "3.10" where the file names one
  bool upgrades = false;  ///< conda passes -U to pip
  FileId file = no_file;
  /// The section's lines at the places they have in the file, line ends in place of all else.
  std::string lines;
  std::string path;       ///< of the file, as the command names it: relative paths start beside it
  std::vector<Link> how;  ///< the command that reads the file
  bool complete = true;   ///< false: not all of the section's lines are in `lines`
};

/// What is read besides specifications and channels.
struct CondaFileAnswer {
  std::optional<Text> environment;  ///< name or prefix that the file gives the environment
  std::optional<CondaPip> pip;
};

/// How a command reads a file.
enum class CondaFileKind : std::uint8_t {
  environment,  ///< environment.yml
  list,         ///< one specification a line
  lock,         ///< conda-lock.yml
};

/// Reads the file at `path` into the install; a file that no tool can read goes to `broken`.
CondaFileAnswer read_conda_file(const PipScene& scene, CondaFileKind kind, const Text& path,
                                Span span, CondaInstall& install, std::vector<BrokenFile>& broken);

/// Reads the section's lines, and the files they name, as pip does.
void read_pip_section(const PipScene& scene, const CondaPip& section, PipInstall& install);

}  // namespace cudafit::facts
