#pragma once
// What instructions say besides the facts: how they are written, what their flags lend, and which
// commands change what a later one compiles. The document knows; whoever connects hands it in.

#include <string>
#include <vector>

#include "facts/position.h"
#include "source/span.h"

namespace cudafit::graph {

/// One instruction of a stage.
struct StepTrait {
  Span span;                 ///< of the instruction
  bool json = false;         ///< its command is a JSON array: no shell reads it
  bool device = false;       ///< RUN --device: the step sees a GPU
  bool user = false;         ///< USER: somebody else's home and rights from here on
  bool root = true;          ///< no USER in force, or one that is root
  bool only_alpine = false;  ///< it calls what only Alpine has: apk, su-exec, `adduser -D`
  bool moves = false;        ///< cp, mv, tar or rsync may move installed Python packages
  bool onbuild = false;      ///< ONBUILD: images that build on this one do more
  bool patches = false;      ///< a sed, patch, git apply or the like may change sources
  std::string lent;          ///< text of the flags that lend files and secrets
  std::string shell;         ///< the words of the SHELL in force, where the stage sets one
};

/// By stage and step; empty where nothing is known of them.
using StepTraits = std::vector<std::vector<StepTrait>>;

}  // namespace cudafit::graph
