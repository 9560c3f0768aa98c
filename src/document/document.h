#pragma once
// One Dockerfile evaluated with one set of build arguments: stages of steps of commands.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "read/dockerfile.h"
#include "read/shell.h"
#include "source/text.h"

namespace cudafit::document {

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
  bool from_global = false;        ///< an ARG of a stage that took the global ARG's value
};

/// A variable used by an instruction (as BuildKit expands it) or by the shell of a RUN.
struct VariableUse {
  std::string name;
  Span span;
  std::string op;     ///< see read::Use
  int variable = -1;  ///< index into Stage::variables (or Document::globals for FROM); -1 = unset
  bool in_shell = false;
};

/// One command of a RUN, CMD, ENTRYPOINT or HEALTHCHECK, with its words expanded as far as they are
/// known.
struct Command {
  read::Command syntax;
  std::vector<Text> words;        ///< expanded; same count as syntax.words
  std::string_view name() const;  ///< last path component of the first word; empty when unknown
};

struct Step {
  const read::Instruction* instruction = nullptr;
  std::vector<Text>
      arguments;  ///< expanded; FROM/ENV/ARG/COPY/... only. RUN keeps its raw arguments
  std::vector<Command>
      commands;  ///< of RUN, CMD, ENTRYPOINT, HEALTHCHECK CMD; of heredoc scripts too
  bool shell_understood =
      true;  ///< false: the script was not understood whole (another shell, odd syntax)
  bool posix_shell = true;  ///< the shell that runs it is a POSIX-like one (SHELL, Windows)
  std::size_t variables_before = 0;  ///< how many of Stage::variables existed when this step began
  std::vector<VariableUse> uses;
};

struct Stage {
  std::size_t index = 0;
  Text name;        ///< as after AS; empty without
  Text base;        ///< the image or stage name after expansion
  int parent = -1;  ///< stage index when the base is a stage
  Text platform;    ///< --platform after expansion; empty without
  const read::Instruction* from = nullptr;
  std::vector<VariableUse> from_uses;
  std::vector<Step> steps;
  /// In order of appearance; starts with what the parent stage or base image brings. Later ENV
  /// entries win over earlier ones; see Document::lookup for how ENV and ARG compare.
  std::vector<Variable> variables;
  bool base_known = false;  ///< the environment of the base image is known completely
  bool product = true;  ///< no other stage builds on it and it is not only copied from (or it is
                        ///< the chosen target)
  std::vector<Span> copied_by;  ///< COPY/ADD/mount --from that name this stage

  std::string label() const;  ///< the name, else the number
};

/// An image used without being a base: COPY --from=image, RUN --mount=from=image.
struct ExternalImage {
  Text reference;
  int stage = -1;
  Span span;
};

struct ExpansionError {
  Span span;
  std::string message;
};

struct Document {
  FileId file = no_file;
  std::vector<Variable> globals;
  std::vector<Stage> stages;
  std::vector<ExternalImage> external_images;
  std::vector<ExpansionError> errors;  ///< instructions that BuildKit would refuse

  /// What `name` means in `stage` after its first `count` variables; -1 when nothing sets it. As in
  /// BuildKit, the last ENV or ARG with that name wins, but an ARG never wins over an ENV that the
  /// base image or a stage set.
  int lookup(const Stage& stage, std::string_view name, std::size_t count) const;
};

/// Environment of a base image, when the caller knows it: name and value pairs.
struct BaseEnvironment {
  std::vector<std::pair<std::string, std::string>> variables;
  bool complete = false;  ///< no other variable is set by the image
};
using BaseImages = std::function<std::optional<BaseEnvironment>(std::string_view reference)>;

struct BuildOptions {
  std::map<std::string, std::string, std::less<>> args;  ///< --build-arg
  std::string target;    ///< --target; empty: every stage nobody builds on
  std::string platform;  ///< --platform, e.g. linux/arm64; empty: not known
};

/// `dockerfile` must outlive the result.
Document evaluate(const read::Dockerfile& dockerfile, const BuildOptions& options,
                  const BaseImages& images);

}  // namespace cudafit::document
