#pragma once
// Which conda environment commands work in. Private to the facts room.

#include <string_view>

#include "facts/extract.h"

namespace cudafit::facts {

/// The environment `name` of the conda at `root`; `base` is the one without a path. Where `root` is
/// not known (empty) the path is only its end, `envs/name`.
Environment conda_environment(std::string_view root, std::string_view name);

/// The environment at a path, or below the directory of a name: what `-p`, `conda activate` and
/// `conda run -p` take.
Environment conda_prefix(std::string_view root, std::string_view path);

/// The environment that `conda activate`, SHELL and ENV have made the active one.
class ActiveEnvironment {
 public:
  /// A new step: what a RUN activated is gone; SHELL ["conda", "run", "-n", "x", ...] stays.
  void enter(const Document& document, const Stage& stage, const Step& step);
  /// Follows `conda activate x` and `source activate x`; false for every other command.
  bool follow(const Command& command, std::string_view root);
  /// For a command of the step: the one it names (`conda run -n x`), else the active one.
  Environment of(const Command& command, std::string_view root) const;

 private:
  Environment shell_{.path = {}, .conda = true};  ///< of the steps
  Environment now_ = shell_;
};

}  // namespace cudafit::facts
