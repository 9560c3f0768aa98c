#pragma once
// What the RUNs of a stage do, as far as it decides where they stand when the stage becomes two,
// and where they leave what they make. Private to the recommend room.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "document/document.h"
#include "graph/graph.h"

namespace cudafit::recommend {

/// One RUN.
struct RunStep {
  enum class Kind : std::uint8_t {
    setup,  ///< packages of the system, accounts, links, files: wherever its result is needed
    build,  ///< installs Python packages, compiles, clones: its result is copied
  } kind = Kind::setup;
  bool installs_system = false;  ///< packages of the system among other things
  bool packages_only = false;    ///< nothing but the system's package manager and tidying up
  bool changes = false;          ///< files that it has not made itself, and that have to be there
  bool python = false;           ///< installs Python packages or makes an environment
  bool uses_built = false;       ///< files that a RUN before it has built
  bool clones_only = false;      ///< a `build` that does nothing but clone
  std::string refusal;           ///< why it cannot stand in a stage of its own
  std::string unknown;           ///< a program of which it is not known what it leaves behind
  std::vector<std::string> programs;     ///< that it starts
  std::vector<std::string> directories;  ///< that it makes, and empty files
  /// Where it compiles, and the command that does.
  std::vector<std::pair<facts::Position, std::string>> trees;
};

/// What is known so far of the files that builds leave.
struct Made {
  std::vector<std::string> outputs;  ///< absolute paths that are results
  std::vector<std::string> trees;    ///< build directories: results only where nothing is installed
  std::vector<std::string> emptied;  ///< of them, those out of which a RUN copies what it has made
  std::vector<std::string> clones;   ///< directories of repositories
  /// A directory in which a tool builds, of which only what is named is a result.
  struct Picked {
    std::string directory, program;
    bool taken = false;  ///< a RUN copies something out of it
  };
  std::vector<Picked> picked;
  bool installs = false;     ///< something was installed out of the trees
  bool into_system = false;  ///< `make install` and the like, to /usr/local
  std::string prefix;        ///< CMAKE_INSTALL_PREFIX, where it was given

  /// Adds what lies in no other one; `removed`: takes away what lies in it.
  static void add(std::vector<std::string>& paths, const std::string& path);
  void removed(std::string_view path);
};

/// Reads one RUN, and adds what it leaves.
RunStep read_step(const graph::Graph& graph, const document::Stage& stage,
                  const document::Step& step, Made& made);

/// `path` is `directory` or lies in it.
bool within(std::string_view path, std::string_view directory);

}  // namespace cudafit::recommend
