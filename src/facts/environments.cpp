#include "facts/environments.h"

#include "facts/runs.h"
#include "facts/words.h"

namespace cudafit::facts {

namespace {

Environment unknown() { return {.path = {}, .conda = true, .known = false}; }

Environment by_name_or_path(std::string_view root, std::string_view text) {
  return contains(text, "/") ? conda_prefix(root, text) : conda_environment(root, text);
}

bool conda_program(std::string_view word) {
  const std::string_view name = file_name(word);
  return name == "conda" || name == "mamba" || name == "micromamba";
}

/// `conda run -n x` between words [begin, end): the environment it names; nothing for another
/// command.
std::optional<Environment> named_by_run(const std::vector<Text>& words, std::size_t end,
                                        std::string_view root) {
  for (std::size_t i = 0; i + 1 < end; ++i) {
    if (!conda_program(words[i].value) || words[i + 1].value != "run") continue;
    for (std::size_t at = i + 2; at < end; ++at) {
      const std::string_view word = words[at].value;
      std::string_view value;
      bool known = words[at].complete;
      const bool next = word == "-n" || word == "--name" || word == "-p" || word == "--prefix";
      if (next && at + 1 < end) {
        value = words[at + 1].value;
        known = words[at + 1].complete;
      } else if (word.starts_with("--name=") || word.starts_with("--prefix=")) {
        value = word.substr(word.find('=') + 1);
      } else {
        continue;
      }
      return known ? by_name_or_path(root, value) : unknown();
    }
    return Environment{.path = {}, .conda = true};
  }
  return std::nullopt;
}

}  // namespace

Environment conda_environment(std::string_view root, std::string_view name) {
  Environment out{.path = {}, .conda = true};
  if (name == "base" || name.empty()) return out;
  if (!root.empty()) out.path.append(root).append("/");
  out.path.append("envs/").append(name);
  return out;
}

Environment conda_prefix(std::string_view root, std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  Environment out{.path = {}, .conda = true};
  if (!root.empty() && path == root) return out;
  if (!path.starts_with('/')) return unknown();
  out.path = path;
  return out;
}

void ActiveEnvironment::enter(const Document& document, const Stage& stage, const Step& step) {
  const read::Instruction& instruction = *step.instruction;
  if (instruction.keyword == read::Keyword::shell) {
    const std::optional<Environment> named =
        named_by_run(instruction.arguments, instruction.arguments.size(), {});
    shell_ = named.value_or(Environment{.path = {}, .conda = true});
  }
  if (instruction.keyword == read::Keyword::env) {
    for (const std::string_view name : {"CONDA_DEFAULT_ENV", "CONDA_PREFIX"}) {
      for (std::size_t i = 0; i + 1 < step.arguments.size(); i += 2) {
        const Text& value = step.arguments[i + 1];
        if (step.arguments[i].value == name)
          shell_ = value.complete ? by_name_or_path({}, value.value) : unknown();
      }
    }
  }
  if (&step == stage.steps.data() && stage.parent < 0 &&
      document.base_variable(stage, "CONDA_DEFAULT_ENV")) {
    shell_ = unknown();
  }
  now_ = shell_;
}

bool ActiveEnvironment::follow(const Command& command, std::string_view root) {
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
  } else if (!conda_program(call.name) || word() != "activate") {
    return false;
  }
  ++at;
  while (word().starts_with('-')) ++at;
  const bool known = at >= command.words.size() || command.words[at].complete;
  now_ = known && certainty_of(command) != Certainty::possible ? by_name_or_path(root, word())
                                                               : unknown();
  return true;
}

Environment ActiveEnvironment::of(const Command& command, std::string_view root) const {
  return named_by_run(command.words, command.program, root).value_or(now_);
}

}  // namespace cudafit::facts
