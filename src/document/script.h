#pragma once
// Scripts in files that commands of a step run.

#include <vector>

#include "document/document.h"

namespace cudafit::document {

/// What a script does. Its commands run in the order of the list.
struct ScriptFile {
  std::vector<Command> commands;
  bool understood = true;  ///< as Step::understood
};

/// Reads `text`, the script that command `caller` of the step runs. Arguments of the script, and
/// variables that the step gave a value before, are not known in it.
ScriptFile read_script(const Document& document, const Stage& stage, const Step& step,
                       const Command& caller, const Text& text, read::ShellOptions options);

}  // namespace cudafit::document
