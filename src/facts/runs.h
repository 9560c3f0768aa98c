#pragma once
// The commands that a build runs, one after the other. Private to the facts room.

#include <string_view>

#include "facts/extract.h"
#include "facts/scripts.h"

namespace cudafit::facts {

/// One command of a RUN, or of a script that a RUN runs; those have the position of the command
/// that runs it.
struct Run {
  const Stage& stage;
  const Step& step;
  const Command& command;
  Position at;
  Certainty certainty = Certainty::certain;
  bool followed = false;                      ///< it runs a script whose commands come next
  const Scripts::Followed* script = nullptr;  ///< it stands in this one

  std::string_view program() const { return command.name(); }
};

Certainty certainty_of(const Command& command);

/// The program that a command starts, behind xargs too.
struct Call {
  std::string_view name;  ///< last path component; empty when not known
  std::string_view path;  ///< as written, expanded; empty when not known
  std::size_t word = 0;   ///< index of the word that names it
  bool more = false;      ///< further words come from standard input

  std::size_t arguments() const { return word + 1; }
};
Call call_of(const Command& command);

/// Where a step stands.
inline Position position(const Stage& stage, const Step& step, std::size_t command = 0) {
  return {static_cast<int>(stage.index), static_cast<std::size_t>(&step - stage.steps.data()),
          command};
}

/// Calls `visit(run)` for every command of a RUN, and for those of the scripts it runs behind it.
template <typename Visit>
void each_run(const Stage& stage, const Step& step, const Scripts& scripts, Visit visit) {
  if (step.instruction->keyword != read::Keyword::run) return;
  for (std::size_t i = 0; i < step.commands.size(); ++i) {
    const Position at = position(stage, step, i);
    const Command& command = step.commands[i];
    const Scripts::Followed* const script = scripts.of(at);
    visit(Run{stage, step, command, at, certainty_of(command),
              script != nullptr && script->understood, nullptr});
    if (script == nullptr) continue;
    for (std::size_t k = 0; k < script->commands.size(); ++k) {
      const Command& inside = script->commands[k];
      visit(Run{stage, step, inside, at, certainty_of(inside), script->calls[k], script});
    }
  }
}

/// ... of every stage that is built.
template <typename Visit>
void each_run(const Document& document, const Scripts& scripts, Visit visit) {
  each_step(document,
            [&](const Stage& stage, const Step& step) { each_run(stage, step, scripts, visit); });
}

}  // namespace cudafit::facts
