#pragma once
// Which conda environment conda's own commands work in. Private to the facts room.

#include <string_view>

#include "facts/python_environment.h"
#include "facts/runs.h"

namespace cudafit::facts {

/// What `-n`, `conda activate` and CONDA_DEFAULT_ENV take: the name of an environment, or its path.
/// `root`: where that conda is; empty: where the document says.
Environment conda_environment(const PythonEnvironments& environments, std::string_view root,
                              Position at, const Text& name);

/// The environment that `conda activate`, SHELL and ENV have made the active one.
class ActiveEnvironment {
 public:
  /// A new step: what a RUN activated is gone; SHELL ["conda", "run", "-n", "x", ...] stays.
  void enter(const PythonEnvironments& environments, const Document& document, const Stage& stage,
             const Step& step);
  /// Follows `conda activate x` and `source activate x`; false for every other command.
  bool follow(const PythonEnvironments& environments, const Run& run);
  /// For a command of the step: the one it names (`conda run -n x`), else the active one, else the
  /// base environment.
  Environment of(const PythonEnvironments& environments, std::string_view root,
                 const Run& run) const;

 private:
  std::optional<Environment> shell_;  ///< of the steps; nothing: none is active
  std::optional<Environment> now_;
};

}  // namespace cudafit::facts
