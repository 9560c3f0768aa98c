// The programs that RUN, CMD, ENTRYPOINT and HEALTHCHECK start.

#include "facts/runs.h"
#include "facts/words.h"

namespace cudafit::facts {

namespace {

/// Programs of a RUN that something else may have to provide. Of what a container starts, all
/// count.
bool matters_in_build(std::string_view name) {
  if (versioned(name, "python") || versioned(name, "pip") || versioned(name, "gcc") ||
      versioned(name, "pypy"))
    return true;
  return listed(
      "nvcc uv uvx pipx pipenv poetry pdm hatch conda mamba micromamba virtualenv gcc g++ cc c++ "
      "clang "
      "clang++ cmake make ninja torchrun accelerate deepspeed vllm jupyter ipython nvidia-smi "
      "ldconfig "
      "python-config pytest tensorboard huggingface-cli hf ray",
      name);
}

void add(const Stage& stage, const Step& step, std::size_t index, RunWhen when, Facts& out) {
  const Command& command = step.commands[index];
  const Call call = call_of(command);
  if (call.name.empty()) return;
  if (when == RunWhen::build && !matters_in_build(call.name)) return;
  if (is_function(step, call.name)) return;
  ProgramUse use{.at = position(stage, step, index),
                 .when = when,
                 .certainty = certainty_of(command),
                 .program = std::string(call.name),
                 .path = std::string(call.path),
                 .span = command.syntax.words[call.word].span(),
                 .command = command.syntax.span,
                 .entrypoint = step.instruction->keyword == read::Keyword::entrypoint};
  // A value that came from elsewhere: `CMD $SERVER`.
  const Span written = command.words[call.word].around();
  if (written && !use.span.contains(written)) use.how = {"the program is written here", written};
  for (std::size_t i = call.arguments(); i < command.words.size(); ++i)
    use.words.push_back(command.words[i]);
  out.programs.push_back(std::move(use));
}

}  // namespace

void programs(const Document& document, Facts& out) {
  each_step(document, [&](const Stage& stage, const Step& step) {
    RunWhen when = RunWhen::build;
    switch (step.instruction->keyword) {
      case read::Keyword::run:
        break;
      case read::Keyword::cmd:
      case read::Keyword::entrypoint:
        when = RunWhen::start;
        break;
      case read::Keyword::healthcheck:
        when = RunWhen::health;
        break;
      default:
        return;
    }
    for (std::size_t i = 0; i < step.commands.size(); ++i) add(stage, step, i, when, out);
  });
}

}  // namespace cudafit::facts
