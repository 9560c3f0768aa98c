// The programs that RUN, CMD, ENTRYPOINT and HEALTHCHECK start.

#include <algorithm>
#include <iterator>
#include <optional>

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

/// The word may become several, or none: which is not known.
bool may_be_several(const Text& word, std::string_view raw) {
  if (word.complete) return false;
  bool quoted = false;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const char c = raw[i];
    if (c == '\\') {
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == '\'' && !quoted) {
      i = std::min(raw.find('\'', i + 1), raw.size());
    } else if ((c == '$' || c == '`') && !quoted) {
      return true;
    } else if (c == '$' && raw.substr(i).find('@') != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

/// What a script starts: certain where it is certainly started, as it is written.
Certainty certainty_at_start(bool partly, const Command& command, std::size_t word) {
  if (command.syntax.in_function) return Certainty::possible;
  if (command.script >= 0) {
    for (std::size_t i = word; i < command.words.size(); ++i) {
      if (may_be_several(command.words[i], command.syntax.words[i].raw.value))
        return Certainty::possible;
    }
    // Of a script that is not understood nothing is known that comes after a part of it.
    if (partly) return Certainty::possible;
  }
  return certainty_of(command);
}

std::optional<ProgramUse> use_of(const Stage& stage, const Step& step, std::size_t index,
                                 RunWhen when, bool partly) {
  const Command& command = step.commands[index];
  if (command.words.empty()) return std::nullopt;
  Call call = call_of(command);
  const bool own = is_function(step, call.name);
  if (when == RunWhen::start) {
    // What is not known is started, too.
    if (own) call.name = call.path = {};
  } else if (own || call.name.empty() || (when == RunWhen::build && !matters_in_build(call.name))) {
    return std::nullopt;
  }
  ProgramUse use{.at = position(stage, step, index),
                 .when = when,
                 .certainty = when == RunWhen::start
                                  ? certainty_at_start(partly, command, call.word)
                                  : certainty_of(command),
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
  return use;
}

/// A script of which all is known stands for what it certainly starts; where it starts nothing
/// certainly, for itself.
bool stands_for_others(const Step& step, std::size_t index, const std::vector<ProgramUse>& behind) {
  return step.commands[index].followed == document::Followed::whole &&
         std::any_of(behind.begin(), behind.end(),
                     [](const ProgramUse& use) { return use.certainty != Certainty::possible; });
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
    const bool partly = std::any_of(
        step.commands.begin(), step.commands.end(),
        [](const Command& each) { return each.followed == document::Followed::partly; });
    std::vector<ProgramUse> uses;  // the last one first
    for (std::size_t i = step.commands.size(); i-- > 0;) {
      std::optional<ProgramUse> use = use_of(stage, step, i, when, partly);
      if (!use || (when == RunWhen::start && stands_for_others(step, i, uses))) continue;
      uses.push_back(std::move(*use));
    }
    std::move(uses.rbegin(), uses.rend(), std::back_inserter(out.programs));
  });
}

}  // namespace cudafit::facts
