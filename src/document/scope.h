#pragma once
// Variables while a stage is evaluated. Private to the document room.

#include <optional>
#include <string_view>
#include <vector>

#include "document/document.h"

namespace cudafit::document {

/// The shell that runs the shell forms of a stage.
struct Shell {
  bool posix = true;
  read::ShellOptions options;
};

/// How much more the values of variables may take once they are copied to where they are used.
struct Growth {
  std::size_t left = most_in_document;
  bool exceeded = false;  ///< from then on no value is known
  Text copy(const Text& value);
  /// The same for the directories of commands, whose lack is no error.
  std::size_t left_for_places = most_in_document;
  Text copy_place(const Text& place);
};

/// Where a script is evaluated: the stage and how many of its own variables exist.
struct Scope {
  const Document& document;
  std::size_t stage = 0;
  std::size_t count = 0;
  Growth& growth;
  const Text& directory;   ///< the working directory
  bool container = false;  ///< of the stage, where no ARG has its value any more; `docker run -e`
                           ///< may give any
};

/// Numbers the stages so that each stage's family is one range.
void arrange_families(std::vector<Stage>& stages);

/// BuildKit's view: the value, an incomplete value when it cannot be known, nothing when unset.
std::optional<Text> value_in_stage(const Scope& scope, std::string_view name);

/// Text whose content is not known.
Text unknown_text();

/// Turns the uses an expansion met into uses of the stage's variables.
void note_uses(const Scope& scope, std::vector<read::Use>& met, bool in_shell,
               std::vector<VariableUse>& out);

/// A script in a file that a command runs.
struct FoundScript {
  std::string name;  ///< last component of its path
  Text text;
  read::ShellOptions options;
  /// $1 and so on; nothing where their number is not known.
  std::optional<std::vector<Text>> arguments;
  bool sourced = false;  ///< read in with `.`; no arguments: those of the shell stay
};
/// Looks for the script that a command of the step runs; nothing when it runs none, or one that is
/// not known.
using FindScript = std::function<std::optional<FoundScript>(const Step& step, std::size_t command)>;

/// Fills step.commands from the instruction's shell or exec form.
void add_commands(const Scope& scope, const Shell& shell, const FindScript& find, Step& step);

/// What the build would refuse in one instruction, besides what its parser refuses.
void check_instruction(const read::Instruction& instruction, bool first_stage_seen,
                       std::vector<BuildError>& errors);

/// What the build would refuse once the stages are known; then keeps one error of each instruction.
void check_document(const read::Dockerfile& dockerfile, Document& document);

/// What kind of text this is.
Shape shape_of(const read::Dockerfile& dockerfile);

}  // namespace cudafit::document
