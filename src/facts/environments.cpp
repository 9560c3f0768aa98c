#include "facts/environments.h"

#include "facts/words.h"

namespace cudafit::facts {

namespace {

Environment unknown() { return {.path = {}, .conda = true, .known = false}; }

Text base() { return {"base", {}}; }

/// `conda run -n x` among the first `end` words: the environment it names; nothing for another
/// command.
std::optional<Environment> named_by_run(const PythonEnvironments& environments,
                                        std::string_view root, Position at,
                                        const std::vector<Text>& words, std::size_t end) {
  for (std::size_t i = 0; i + 1 < end; ++i) {
    if (!is_conda(file_name(words[i].value)) || words[i + 1].value != "run") continue;
    for (std::size_t word = i + 2; word < end; ++word) {
      Text inlined;
      const Text* named = option_value(words, word, end, "-n", "--name", inlined);
      if (named == nullptr) named = option_value(words, word, end, "-p", "--prefix", inlined);
      if (named != nullptr) return conda_environment(environments, root, at, *named);
    }
    return conda_environment(environments, root, at, base());
  }
  return std::nullopt;
}

}  // namespace

Environment conda_environment(const PythonEnvironments& environments, std::string_view root,
                              Position at, const Text& name) {
  if (!name.complete) return unknown();
  if (contains(name.value, "/")) return environments.conda_at(at, name);
  if (root.empty() || name.value == "base") return environments.conda_named(name.value).environment;
  return {.path = std::string(root).append("/envs/").append(name.value), .conda = true};
}

void ActiveEnvironment::enter(const PythonEnvironments& environments, const Document& document,
                              const Stage& stage, const Step& step) {
  const read::Instruction& instruction = *step.instruction;
  const Position at = position(stage, step);
  if (instruction.keyword == read::Keyword::shell) {
    shell_ =
        named_by_run(environments, {}, at, instruction.arguments, instruction.arguments.size());
  }
  if (instruction.keyword == read::Keyword::env) {
    for (const std::string_view name : {"CONDA_DEFAULT_ENV", "CONDA_PREFIX"}) {
      for (std::size_t i = 0; i + 1 < step.arguments.size(); i += 2) {
        if (step.arguments[i].value == name)
          shell_ = conda_environment(environments, {}, at, step.arguments[i + 1]);
      }
    }
  }
  if (&step == stage.steps.data() && stage.parent < 0 &&
      document.base_variable(stage, "CONDA_DEFAULT_ENV")) {
    shell_ = unknown();
  }
  now_ = shell_;
}

bool ActiveEnvironment::follow(const PythonEnvironments& environments, const Run& run) {
  const Command& command = run.command;
  const Call call = call_of(command);
  std::size_t at = call.arguments();
  const auto word = [&] {
    return at < command.words.size() ? std::string_view(command.words[at].value)
                                     : std::string_view{};
  };
  if (call.name == "source" || call.name == ".") {
    if (file_name(word()) != "activate") return false;
    // The activate of a virtual environment takes no name.
    if (at + 1 >= command.words.size()) return false;
  } else if (!is_conda(call.name) || word() != "activate") {
    return false;
  }
  ++at;
  while (word().starts_with('-')) ++at;
  const Text name = at < command.words.size() ? command.words[at] : base();
  now_ = run.certainty == Certainty::possible ? unknown()
                                              : conda_environment(environments, {}, run.at, name);
  return true;
}

Environment ActiveEnvironment::of(const PythonEnvironments& environments, std::string_view root,
                                  const Run& run) const {
  const Command& command = run.command;
  std::optional<Environment> out =
      named_by_run(environments, root, run.at, command.words, command.program);
  if (!out) out = now_;
  return out ? *out : conda_environment(environments, root, run.at, base());
}

}  // namespace cudafit::facts
