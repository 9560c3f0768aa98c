// Which commands make the whole script fail when they fail: the rules of `&&`, `||`, pipes,
// conditions, errexit.

#include <algorithm>
#include <string_view>

#include "read/shell_tree.h"

namespace cudafit::read {

namespace {

/// `exit 1`: leaves the script, but as a failure.
bool certain_failure(const Command& exit) {
  if (exit.words.size() != 2) return false;
  const std::string_view status = exit.words[1].raw.value;
  return status.size() < 3 && status.find_first_not_of('0') != std::string_view::npos &&
         status.find_first_not_of("0123456789") == std::string_view::npos;
}

bool asks_something(const Command& command) {
  if (command.words.empty()) return false;
  const std::string_view name = command.words.front().raw.value;
  return name == "[" || name == "[[" || name == "test" || name == "command" || name == "which" ||
         name == "type" || name == "hash" || name == "grep" || name == "egrep" || name == "lspci" ||
         name == "false" || name == "cmp" || name == "diff" || name == "exit";
}

/// Walks the structure in the order of execution and marks each command.
class Marker {
 public:
  Marker(Script& script, ShellOptions options) : script_(script), state_{options, false} {}

  struct Where {
    bool matters = true;       ///< its exit status becomes the script's
    bool guarded = false;      ///< errexit does not act here
    bool reaches = true;       ///< errexit ends the script, not only a subshell nobody asks
    bool conditional = false;  ///< may not run at all
    bool function = false;     ///< runs when it is called, if ever
    bool background = false;
    std::uint32_t depth = 0;
    std::uint32_t subshell = 0;
  };

  void mark(const Node& node, Where where) {
    switch (node.kind) {
      case Node::Kind::simple:
        return simple(node, where);
      case Node::Kind::pipeline:
        return pipeline(node, where);
      case Node::Kind::and_or:
        return and_or(node, where);
      case Node::Kind::list:
        return list(node, where);
      case Node::Kind::guarded:
        where.matters = false;
        where.guarded = true;
        break;
      case Node::Kind::optional:
        where.conditional = true;
        break;
      case Node::Kind::function:
        where.conditional = where.function = true;
        break;
      case Node::Kind::subshell:
        enter_subshell(where);
        break;
      case Node::Kind::group:
        break;
    }
    ++where.depth;
    const State outer = state_;
    for (const Node& kid : node.kids) mark(kid, where);
    if (node.kind == Node::Kind::subshell) state_ = outer;
  }

 private:
  /// What one shell process has been told so far.
  struct State {
    ShellOptions options;
    bool ended = false;  ///< it may have left the script before what follows
  };

  bool decides(const Where& where) const {
    return where.matters || (state_.options.errexit && !where.guarded && where.reaches);
  }

  /// Whatever happens inside ends the subshell only; its exit status is what the script sees.
  void enter_subshell(Where& where) {
    script_.parents.push_back(where.subshell);
    where.subshell = ++subshells_;
    where.matters = where.reaches = decides(where);
  }

  void list(const Node& node, const Where& where) {
    for (std::size_t i = 0; i < node.kids.size(); ++i) {
      Where here = where;
      if (i + 1 < node.kids.size()) here.matters = false;
      if (node.ops[i] == '&') {
        here.matters = false;
        here.guarded = here.background = true;
      }
      const State outer = state_;
      mark(node.kids[i], here);
      if (here.background) state_ = outer;
    }
  }

  void and_or(const Node& node, const Where& where) {
    bool may_skip = false;  // an earlier part decides whether this one runs, and is meant to
    const std::size_t last_or = std::string_view(node.ops.data(), node.ops.size()).rfind('|');
    for (std::size_t i = 0; i < node.kids.size(); ++i) {
      Where here = where;
      const bool last = i + 1 == node.kids.size();
      if (last_or != std::string_view::npos && i <= last_or) here.matters = false;
      if (!last) here.guarded = true;
      // Where the list's status is not asked, a failure further left is swallowed, and with it
      // this.
      const bool behind = i > 0 && !where.matters;
      here.conditional = here.conditional || may_skip || behind;
      mark(node.kids[i], here);
      may_skip = may_skip || node.ops[i] == '|' || tests(node.kids[i]);
    }
  }

  /// `command -v x &&`, `[ ... ] &&`, `! x &&`: a question, not a step.
  bool tests(const Node& node) const {
    if (node.negated) return true;
    const auto asks = [this](const Node& kid) { return tests(kid); };
    switch (node.kind) {
      case Node::Kind::simple:
        return asks_something(script_.commands[node.command]);
      case Node::Kind::guarded:  // `(( x )) &&` asks too; the head of a loop does not
        return node.kids.front().kind == Node::Kind::simple &&
               script_.commands[node.kids.front().command].words.empty();
      case Node::Kind::function:
        return false;
      case Node::Kind::list:
      case Node::Kind::pipeline:
        return !node.kids.empty() && tests(node.kids.back());
      case Node::Kind::and_or:
        for (std::size_t i = 0; i < node.kids.size(); ++i) {
          if (node.ops[i] != '|' && tests(node.kids[i])) return true;
        }
        return false;
      default:
        return std::any_of(node.kids.begin(), node.kids.end(), asks);
    }
  }

  void pipeline(const Node& node, const Where& where) {
    for (std::size_t i = 0; i < node.kids.size(); ++i) {
      Where here = where;
      if (node.negated) {
        here.matters = false;
        here.guarded = true;
      }
      if (node.kids.size() > 1) {
        if (i + 1 < node.kids.size() && !state_.options.pipefail) {
          here.matters = false;
          here.guarded = true;
        }
        enter_subshell(here);
      }
      const State outer = state_;
      mark(node.kids[i], here);
      if (node.kids.size() > 1) state_ = outer;
    }
  }

  void simple(const Node& node, const Where& where) {
    Command& command = script_.commands[node.command];
    command.conditional = where.conditional || state_.ended;
    command.in_function = where.function;
    command.background = where.background;
    command.depth = where.depth;
    command.subshell = where.subshell;
    const bool fatal = decides(where) && !command.conditional && !command.background;
    command.failure = fatal ? Failure::fatal : Failure::tolerated;
    if (command.words.empty()) return;
    const std::string_view name = command.words.front().raw.value;
    if (name == "set") {
      set(command, where);
    } else if (name == "exit") {
      state_.ended = state_.ended || !certain_failure(command);
    } else if (name == "exec") {
      state_.ended = state_.ended || command.words.size() > 1;
    } else if (name == "return") {
      state_.ended = state_.ended || !where.function;
    } else if (name == "trap") {
      // A handler may leave with another status.
      state_.ended = state_.ended ||
                     std::any_of(command.words.begin(), command.words.end(), [](const Word& word) {
                       return word.raw.value.find("exit") != std::string::npos;
                     });
    }
  }

  /// `set -e`, `set +e`, `set -euo pipefail`, `set -o errexit`.
  void set(const Command& command, const Where& where) {
    const bool certain = !command.conditional;
    // What a function switches off is off whenever it is called.
    const auto change = [&](bool ShellOptions::*option, bool on) {
      if (!on && where.function) never_.*option = true;
      if (!on || certain) state_.options.*option = on && !(never_.*option);
    };
    for (std::size_t i = 1; i < command.words.size(); ++i) {
      const std::string_view word = command.words[i].raw.value;
      if (word.size() < 2 || (word[0] != '-' && word[0] != '+') || word == "--") return;
      const bool on = word[0] == '-';
      if (word.find('e') != std::string_view::npos) change(&ShellOptions::errexit, on);
      // Nothing behind is run.
      if (on && word.find('n') != std::string_view::npos) state_.ended = true;
      if (word.back() != 'o' || i + 1 == command.words.size()) continue;
      const std::string_view option = command.words[++i].raw.value;
      if (on && option == "noexec") state_.ended = true;
      if (option == "errexit") change(&ShellOptions::errexit, on);
      if (option == "pipefail") change(&ShellOptions::pipefail, on);
    }
  }

  Script& script_;
  State state_;
  ShellOptions never_;  ///< options that a call may switch off at any time
  std::uint32_t subshells_ = 0;
};

}  // namespace

void mark_failures(const Node& root, ShellOptions options, Script& script) {
  Marker(script, options).mark(root, {});
}

}  // namespace cudafit::read
