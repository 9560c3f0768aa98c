#include "steps.h"

#include <algorithm>

#include "terms/word_list.h"

namespace cudafit {

namespace {

using document::Command;
using document::Step;

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// What only tells the system's package manager where to look changes no sources.
bool outside_sources(const Command& command) {
  return !command.words.empty() && command.words.back().complete &&
         command.words.back().value.starts_with("/etc/");
}

/// The command changes text files, or writes the script that a package is built by.
bool changes_sources(const Command& command) {
  static constexpr WordList editors = "sed patch perl ed awk";
  static constexpr WordList of_git = "apply am cherry-pick merge pull";
  static constexpr WordList writers = "cp mv tee curl wget";
  // `cp fixed/setup.py .`, `mv`, `tee setup.py`
  const bool writes = listed(writers, command.name());
  bool git = false;
  bool edits = false;
  for (const Text& word : command.words) {
    const std::string_view value = word.value;
    const std::string_view name = value.substr(value.rfind('/') + 1);
    edits = edits || listed(editors, name) || (git && listed(of_git, value)) ||
            (writes && has(value, "setup.py"));
    git = git || name == "git";
  }
  for (const Text& target : command.redirects) edits = edits || has(target.value, "setup.py");
  return edits && !outside_sources(command);
}

/// The command may copy installed packages elsewhere: it names their directory, or one that a
/// variable or a command does.
bool moves_packages(const Command& command) {
  static constexpr WordList movers = "cp mv tar rsync ln zip";
  return listed(movers, command.name()) &&
         std::any_of(command.words.begin(), command.words.end(), [](const Text& word) {
           return !word.complete || has(word.value, "packages") || has(word.value, "/usr/local") ||
                  has(word.value, "/.local");
         });
}

/// Who the words of a USER name: "root" of `root:root`.
bool is_root(const Step& step) {
  if (step.arguments.empty() || !step.arguments[0].complete) return false;
  const std::string_view user = step.arguments[0].value;
  const std::string_view name = user.substr(0, user.find(':'));
  return name == "root" || name == "0";
}

/// A program that Alpine has and other systems lack, or one whose options are BusyBox's own:
/// `apk add`, `adduser -D app`.
bool only_alpine(const Command& command) {
  static constexpr WordList programs = "apk su-exec ash rc-service rc-update setup-timezone lbu";
  static constexpr WordList account = "adduser addgroup deluser delgroup";
  const std::string_view name = command.name();
  if (listed(programs, name)) return true;
  if (!listed(account, name)) return false;
  return std::any_of(command.words.begin(), command.words.end(), [](const Text& word) {
    return word.value.size() > 1 && word.value[0] == '-' && word.value[1] != '-';
  });
}

graph::StepTrait trait_of(const Step& step) {
  const read::Instruction& instruction = *step.instruction;
  graph::StepTrait out;
  out.span = instruction.span;
  out.json = instruction.form == read::Form::json;
  out.onbuild = instruction.keyword == read::Keyword::onbuild;
  out.user = instruction.keyword == read::Keyword::user;
  out.only_alpine = std::any_of(step.commands.begin(), step.commands.end(), only_alpine);
  out.moves = std::any_of(step.commands.begin(), step.commands.end(), moves_packages);
  for (const read::Flag& flag : instruction.flags) {
    out.device = out.device || flag.name() == "device";
    if (flag.name() == "mount") out.lent += flag.text.value + '\n';
  }
  const bool copies =
      instruction.keyword == read::Keyword::copy || instruction.keyword == read::Keyword::add;
  out.patches = copies && has(instruction.line.value, "setup.py");
  if (instruction.keyword != read::Keyword::run) return out;
  out.patches = std::any_of(step.commands.begin(), step.commands.end(), changes_sources);
  return out;
}

}  // namespace

graph::StepTraits step_traits(const document::Document& document) {
  graph::StepTraits out;
  std::vector<std::string> shells(document.stages.size());
  std::vector<bool> roots(document.stages.size(), true);
  for (const document::Stage& stage : document.stages) {
    std::string& shell = shells[stage.index];
    if (stage.parent >= 0) {
      shell = shells[static_cast<std::size_t>(stage.parent)];
      roots[stage.index] = roots[static_cast<std::size_t>(stage.parent)];
    }
    std::vector<graph::StepTrait>& steps = out.emplace_back();
    for (const Step& step : stage.steps) {
      if (step.instruction->keyword == read::Keyword::shell) shell = step.instruction->line.value;
      if (step.instruction->keyword == read::Keyword::user) roots[stage.index] = is_root(step);
      steps.push_back(trait_of(step));
      steps.back().shell = shell;
      steps.back().root = roots[stage.index];
    }
  }
  return out;
}

}  // namespace cudafit
