#pragma once
// One Dockerfile evaluated with one set of build arguments: stages of steps of commands.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "document/variable_index.h"
#include "read/dockerfile.h"
#include "read/shell.h"
#include "source/text.h"

namespace cudafit::document {

/// Values can double each other's length. A word into which variables put more bytes than this is
/// an error and not known,
inline constexpr std::size_t most_in_word = std::size_t{1} << 20;
/// and so is every variable once all words of a document together hold more than this.
inline constexpr std::size_t most_in_document = std::size_t{64} << 20;

/// Who gave a variable its value.
enum class Origin : std::uint8_t {
  global_arg,  ///< ARG before the first FROM
  arg,         ///< ARG in the stage (or in a stage it builds on)
  env,         ///< ENV in the stage (or in a stage it builds on)
  base,        ///< the environment the base image brings
  predefined,  ///< TARGETPLATFORM and the like, proxy arguments
};

struct Variable {
  std::string name;
  Text value;       ///< incomplete when not known
  bool set = true;  ///< false: ARG without a value anywhere (expands to nothing)
  Origin origin = Origin::arg;
  Span declared;    ///< the name where it is declared; nowhere for base and predefined
  Span value_span;  ///< the value as written, quotes included; nowhere when there is none
  bool from_command_line = false;  ///< --build-arg or the build's args gave the value
  bool from_compose = false;       ///< a Compose file gave the value, at `value_span`
  bool from_global = false;        ///< an ARG of a stage that took the global ARG's value
};

/// A variable used by an instruction (as BuildKit expands it) or by the shell of a RUN.
struct VariableUse {
  std::string name;
  Span span;
  std::string op;        ///< see read::Use
  VariableRef variable;  ///< none: nothing known sets it
  bool in_shell = false;
  /// The script may set it itself in a way that is not followed (sourced files, eval, read,
  /// conditions).
  bool maybe_set_in_script = false;
};

/// What is known of the script in a file that a command runs or reads in.
enum class Followed : std::uint8_t {
  no,      ///< nothing, or the command runs none
  partly,  ///< its commands come next in the step, and there may be others
  whole,   ///< its commands come next in the step
};

/// One command of a RUN, CMD, ENTRYPOINT or HEALTHCHECK, with its words expanded as far as they are
/// known.
struct Command {
  read::Command syntax;
  std::vector<Text> words;      ///< expanded; same count as syntax.words
  std::vector<Text> assigned;   ///< the values of syntax.assignments, expanded; same count
  std::vector<Text> redirects;  ///< their targets, expanded; same count as syntax.redirects
  /// In which it runs: WORKDIR, then `cd`. Incomplete unless absolute; "." and "./..." start at the
  /// working directory that the base image sets, which is not known; empty: not known at all.
  Text directory;
  /// Index of the word that names the program, behind `sudo`, `env A=B`, `conda run -n x`, ...
  std::size_t program = 0;
  /// How many shells are around its own: `sh -c '...'`, `bash <<EOF`, `./install.sh`.
  int nesting = 0;
  int script = -1;  ///< index into Step::scripts of the file it stands in; -1: the instruction
  Followed followed = Followed::no;
  /// Last path component of that word; empty when there is none or it is not known.
  std::string_view name() const;
  /// The words behind the program.
  std::size_t arguments() const { return program + 1; }
};

/// A script of the build context that a command of a step runs, or reads in with `.`.
struct ScriptFile {
  std::string name;      ///< last component of its path
  Text text;             ///< the whole file
  Span span;             ///< of the text
  Span call;             ///< the command that runs it
  int caller = -1;       ///< index into Step::scripts of the file that command stands in
  int nesting = 0;       ///< of its commands
  bool sourced = false;  ///< read in with `.`
};

struct Step {
  const read::Instruction* instruction = nullptr;
  /// The working directory when it begins, as Command::directory.
  Text directory;
  /// Expanded as BuildKit does. RUN, CMD, ENTRYPOINT, SHELL and the like keep their raw arguments.
  std::vector<Text> arguments;
  /// Of RUN, CMD, ENTRYPOINT, HEALTHCHECK CMD; scripts in heredocs and `sh -c '...'` included, and
  /// those in files behind the command that runs them.
  std::vector<Command> commands;
  std::vector<ScriptFile> scripts;               ///< in the order in which they are run
  std::set<std::string, std::less<>> functions;  ///< names of those that its scripts define
  read::ShellOptions shell;                      ///< of the stage's shell
  /// False: some text of the step was not understood as shell; what is missing proves nothing.
  bool understood = true;
  /// How many of Stage::variables existed when this step began.
  std::size_t variables_before = 0;
  /// Those in `scripts` are left out: a file may be run elsewhere and with other variables.
  std::vector<VariableUse> uses;

  /// The text stands in the instruction, its heredocs or the scripts that it runs.
  bool mentions(std::string_view text) const;
  /// The instruction or file that a command stands in.
  Span whole(const Command& command) const;
  /// The command is written where only its own shell reads it: no quotes of another are around it.
  bool plainly_written(const Command& command) const;
};

struct Stage {
  std::size_t index = 0;
  Text name;             ///< as after AS; empty without
  Text base;             ///< the image or stage name after expansion
  int parent = -1;       ///< stage index when the base is a stage
  std::size_t root = 0;  ///< index of the stage at the bottom of its chain of FROMs; may be itself
  Family family;
  Text platform;  ///< --platform after expansion; empty without
  const read::Instruction* from = nullptr;
  std::vector<VariableUse> from_uses;
  std::vector<Step> steps;
  /// In order of appearance, starting with what the base image brings. A parent stage's variables
  /// come before and are not repeated here.
  std::vector<Variable> variables;
  Text directory;           ///< the working directory at its end, as Command::directory
  bool base_known = false;  ///< the environment of the base image is known completely
  bool product = true;  ///< no other stage builds on it and none copies from it, or it is the last
                        ///< or the target
  bool built = true;    ///< false: the chosen target does not need it
  std::string label() const;  ///< the name, else the number
};

/// An image used without being a base: COPY --from=image, RUN --mount=from=image.
struct ExternalImage {
  Text reference;
  int stage = -1;
  Span span;
};

/// An instruction that the build refuses, or whose values are too large to be followed.
struct BuildError {
  Span span;
  std::string message;  ///< one sentence without full stop
};

/// What kind of text the file is. Only a `dockerfile` is judged by rules.
enum class Shape : std::uint8_t {
  dockerfile,
  fragment,   ///< no FROM: meant to be included or concatenated
  templated,  ///< made into a Dockerfile by another program first
  foreign,    ///< something else
};

struct Document {
  FileId file = no_file;
  char escape = '\\';  ///< the character that escapes and continues lines
  std::vector<Variable> globals;
  std::vector<Stage> stages;
  std::vector<ExternalImage> external_images;
  std::vector<BuildError> errors;
  Shape shape = Shape::dockerfile;
  /// The number of each stage that has a name, by the name in lower case; of two alike the last.
  std::unordered_map<std::string, std::size_t> stage_numbers;
  /// All variables; shared with the facts, which outlive the document.
  std::shared_ptr<VariableIndex> by_name = std::make_shared<VariableIndex>();

  /// What `name` means in `stage` once its first `count` variables exist: the last ENV or ARG that
  /// gave it a value wins, as in BuildKit; failing that, a declaration without a value.
  VariableRef lookup(std::size_t stage, std::string_view name, std::size_t count) const;
  const Variable& at(VariableRef ref) const;
  /// The ARG with a value that is nearest below `stage`, whatever ENV there is.
  VariableRef argument_below(const Stage& stage, std::string_view name) const;
  /// What the image at the bottom of `stage` brings under that name.
  VariableRef base_variable(const Stage& stage, std::string_view name) const;
  /// The variables before the first FROM, the same way.
  VariableRef lookup_global(std::string_view name) const;
  /// The stage that COPY --from and mounts mean by this name or number.
  std::optional<std::size_t> find_stage(std::string_view reference) const;
  /// The base image's environment, of the stage or of the stages below it, is known completely.
  bool base_known(std::size_t stage) const;
};

/// Environment of a base image, when the caller knows it: name and value pairs.
struct BaseEnvironment {
  struct Entry {
    std::string name;
    std::optional<std::string> value;  ///< nothing: the image sets it to a value that is not known
  };
  std::vector<Entry> variables;
  bool complete = false;    ///< no other variable is set by the image
  std::string directory{};  ///< WORKDIR; empty: not known
};
using BaseImages = std::function<std::optional<BaseEnvironment>(std::string_view reference)>;

struct BuildOptions {
  std::map<std::string, std::string, std::less<>> args;  ///< --build-arg
  /// Those that a Compose file gives, with their places; incomplete ones are not known. `args` win.
  std::map<std::string, Text, std::less<>> written_args = {};
  std::string target;    ///< --target; empty: every stage nobody builds on
  std::string platform;  ///< --platform, e.g. linux/arm64; empty: not known
};

/// `dockerfile` must outlive the result.
Document evaluate(const read::Dockerfile& dockerfile, const BuildOptions& options,
                  const BaseImages& images);

}  // namespace cudafit::document
