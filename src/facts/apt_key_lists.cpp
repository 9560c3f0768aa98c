// Lists of NVIDIA's machine-learning repository that apt-get reads without the key it is signed
// with. That is the old one: whoever puts the new key in its place takes it away.

#include <algorithm>
#include <array>
#include <optional>

#include "facts/apt_key_words.h"
#include "facts/words.h"

namespace cudafit::facts {

namespace {

bool mentions_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return contains(text, word); });
}

/// Text after which nothing is certain about the keys: it names the old key, brings keys from
/// elsewhere, or is about what apt trusts.
bool may_bring_key(std::string_view text) {
  return mentions_any(text, {old_apt_key, "7FA2AF80", "trusted=yes", "allow-insecure",
                             "AllowInsecure", "llow-unauthenticated", "AllowUnauthenticated",
                             "signed-by", "Signed-By", "keyring", "trusted.gpg", "apt.conf",
                             "Dir::Etc", "recv", "keyserver", ".deb", "add-apt-repository"});
}

bool may_bring_key(const Step& step) {
  const read::Instruction& instruction = *step.instruction;
  if (!step.understood || runs_unread_script(step) || may_bring_key(instruction.line.value))
    return true;
  // What is copied may be a key, a list, or settings.
  if (instruction.keyword == read::Keyword::copy || instruction.keyword == read::Keyword::add) {
    if (step.arguments.empty()) return true;
    const Text& to = step.arguments.back();
    return !to.complete || to.value == "/" || contains(to.value, "/etc");
  }
  for (const read::Heredoc& heredoc : instruction.heredocs) {
    if (may_bring_key(heredoc.content.value)) return true;
  }
  for (const Command& command : step.commands) {
    for (const Text& word : command.words) {
      if (may_bring_key(word.value)) return true;
    }
  }
  return false;
}

/// The word is a known URL of the new key.
bool of_new_key(const Command& command) {
  return std::any_of(command.words.begin(), command.words.end(),
                     [](const Text& word) {
                       return word.complete && contains(word.value, "://") &&
                              contains(word.value, new_apt_key);
                     }) &&
         std::all_of(command.words.begin(), command.words.end(),
                     [](const Text& word) { return word.complete; });
}

/// The command takes a key, and it is not certainly the new one.
bool takes_other_key(const Step& step, std::size_t at) {
  const Command& command = step.commands[at];
  const std::string_view name = command.name();
  if (name == "gpg" || name == "gpg2") return true;
  if (name != "apt-key") return false;
  const std::size_t first = command.arguments();
  if (first < command.words.size() && command.words[first].value == "del") return false;
  if (of_new_key(command)) return false;
  return at == 0 || !step.commands[at - 1].syntax.piped_into_next ||
         !of_new_key(step.commands[at - 1]);
}

bool lists_file(std::string_view path) {
  return path == "/etc/apt/sources.list" || path.starts_with("/etc/apt/sources.list.d/");
}

/// The file to which a command, or the `tee` behind it, writes that apt has the machine-learning
/// repository; empty unless it certainly does.
std::string_view lists_repository(const Step& step, std::size_t at) {
  const Command& command = step.commands[at];
  if (command.syntax.conditional || command.syntax.in_function) return {};
  if (command.name() != "echo" && command.name() != "printf") return {};
  const bool entry = std::any_of(command.words.begin(), command.words.end(), [](const Text& word) {
    return word.complete && word.value.starts_with("deb ") &&
           contains(word.value, "/compute/machine-learning/repos/");
  });
  if (!entry) return {};
  for (const Text& target : command.redirects) {
    if (target.complete && lists_file(target.value)) return target.value;
  }
  if (!command.syntax.piped_into_next || at + 1 == step.commands.size()) return {};
  const Command& tee = step.commands[at + 1];
  if (tee.name() != "tee" || tee.words.empty() || !tee.words.back().complete) return {};
  return lists_file(tee.words.back().value) ? std::string_view(tee.words.back().value)
                                            : std::string_view{};
}

/// The command may take a list away or write it anew.
bool may_change_lists(const Command& command, std::string_view listed) {
  const std::string_view name = command.name();
  const bool writes = name == "echo" || name == "printf" || name == "tee";
  for (const Text& word : command.words) {
    const bool other = writes && word.complete && word.value != listed;
    if (!other && mentions_any(word.value, {"/etc/apt", "sources.list", "nvidia-ml"})) return true;
  }
  return std::any_of(command.redirects.begin(), command.redirects.end(), [&](const Text& target) {
    return !target.complete || target.value == listed;
  });
}

bool updates(const Command& command) {
  const std::string_view name = command.name();
  if (name != "apt-get" && name != "apt") return false;
  if (command.syntax.failure != read::Failure::fatal || command.syntax.conditional) return false;
  const std::size_t first = command.arguments();
  return std::any_of(
      command.words.begin() + static_cast<std::ptrdiff_t>(std::min(first, command.words.size())),
      command.words.end(), [](const Text& word) { return word.value == "update"; });
}

/// What is known of a stage's lists so far.
struct Lists {
  bool settled = false;  ///< nothing more is to be said: it is told already, or not certain
  std::string file;      ///< that lists the machine-learning repository; empty: none does
  Span span;             ///< what wrote it
};

void follow(const Step& step, int stage, Lists& lists, Facts& out) {
  if (may_bring_key(step)) {
    lists.settled = true;
    return;
  }
  if (step.instruction->keyword != read::Keyword::run) return;
  for (std::size_t c = 0; c < step.commands.size(); ++c) {
    const Command& command = step.commands[c];
    if (takes_other_key(step, c)) lists.settled = true;
    if (lists.settled) return;
    if (const std::string_view file = lists_repository(step, c); !file.empty()) {
      lists.file = file;
      lists.span = command.syntax.span;
      if (command.syntax.piped_into_next) ++c;
      continue;
    }
    if (lists.file.empty()) continue;
    if (may_change_lists(command, lists.file)) lists.settled = true;
    if (lists.settled || !updates(command)) continue;
    out.keyless_updates.push_back({stage, command.syntax.span, lists.span});
    lists.settled = true;
  }
}

}  // namespace

void keyless_updates(const Document& document, Facts& out) {
  const bool anywhere =
      std::any_of(document.stages.begin(), document.stages.end(), [](const Stage& stage) {
        return std::any_of(stage.steps.begin(), stage.steps.end(), [](const Step& step) {
          return step.mentions("machine-learning/repos");
        });
      });
  if (!anywhere) return;
  std::vector<Lists> known(document.stages.size());
  for (const Stage& stage : document.stages) {
    if (!stage.built) continue;
    Lists& lists = known[stage.index];
    if (stage.parent >= 0) lists = known[static_cast<std::size_t>(stage.parent)];
    for (const Step& step : stage.steps) {
      if (lists.settled) break;
      follow(step, static_cast<int>(stage.index), lists, out);
    }
  }
}

}  // namespace cudafit::facts
