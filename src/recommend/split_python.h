#pragma once
// The Python whose packages a stage installs, and where these are copied from when the stage
// becomes two. Private to the recommend room.

#include <string>
#include <string_view>

#include "graph/graph.h"
#include "recommend/split_packages.h"
#include "recommend/split_steps.h"

namespace cudafit::recommend {

struct StagePython {
  std::string refusal;  ///< why it cannot be told; then nothing else counts
  /// The virtual environment that has to be made for what pip would install beside the system's
  /// packages; empty: none, there is an environment that can be copied, or no Python.
  std::string makes;
  std::string interpreter;   ///< that makes it: "python3", "python3.11"
  std::string venv_package;  ///< with which it can
  bool of_system = false;    ///< the interpreter is a package of the system
  bool over_image = false;   ///< the environment sees the packages that the image brings
};

/// Adds environments that are there already to what is copied.
StagePython stage_python(const graph::Graph& graph, int stage, Made& made);

/// `RUN python3 -m venv`, for all that pip installs behind it, and what has it used. `keeps_lists`:
/// as in AptRun.
std::string make_environment(const StagePython& python, const StagePackages& packages,
                             bool keeps_lists, std::string_view end_of_line);
/// The latter alone.
std::string environment_lines(const StagePython& python, std::string_view end_of_line);

}  // namespace cudafit::recommend
