#pragma once
// The commands that a build runs, one after the other. Private to the facts room.

#include <string_view>

#include "facts/extract.h"

namespace cudafit::facts {

/// One command of a RUN.
struct Run {
  const Stage& stage;
  const Step& step;
  const Command& command;
  Position at;
  Certainty certainty = Certainty::certain;

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

/// `program` is a function that the step defines: what it does is seen where it is defined.
inline bool is_function(const Step& step, std::string_view program) {
  return step.functions.contains(program);
}

/// Calls `visit(run)` for every command of a RUN.
template <typename Visit>
void each_run(const Stage& stage, const Step& step, Visit visit) {
  if (step.instruction->keyword != read::Keyword::run) return;
  for (std::size_t i = 0; i < step.commands.size(); ++i) {
    const Command& command = step.commands[i];
    visit(Run{stage, step, command, position(stage, step, i), certainty_of(command)});
  }
}

/// ... of every stage that is built.
template <typename Visit>
void each_run(const Document& document, Visit visit) {
  each_step(document, [&](const Stage& stage, const Step& step) { each_run(stage, step, visit); });
}

}  // namespace cudafit::facts
