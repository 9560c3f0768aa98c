// Which commands make the whole script fail when they fail: the rules of `&&`, `||`, pipes,
// conditions, errexit.

#include <string_view>

#include "read/shell_tree.h"

namespace cudafit::read {

namespace {

/// Walks the structure in the order of execution and marks each command.
class Marker {
 public:
  Marker(Script& script, ShellOptions options) : script_(script), options_(options) {}

  struct Where {
    bool matters = true;       ///< its exit status becomes the script's
    bool guarded = false;      ///< errexit does not act here
    bool conditional = false;  ///< may not run at all
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
      case Node::Kind::subshell:
        where.subshell = ++subshells_;
        break;
      case Node::Kind::group:
        break;
    }
    ++where.depth;
    const ShellOptions outer = options_;
    for (const Node& kid : node.kids) mark(kid, where);
    if (node.kind == Node::Kind::subshell) options_ = outer;
  }

 private:
  void list(const Node& node, const Where& where) {
    for (std::size_t i = 0; i < node.kids.size(); ++i) {
      Where here = where;
      if (i + 1 < node.kids.size()) here.matters = false;
      if (node.ops[i] == '&') {
        here.matters = false;
        here.guarded = here.background = true;
      }
      mark(node.kids[i], here);
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
      here.conditional = here.conditional || may_skip;
      mark(node.kids[i], here);
      may_skip = may_skip || node.ops[i] == '|' || tests(node.kids[i]);
    }
  }

  /// `command -v x &&`, `[ ... ] &&`, `! x &&`: a question, not a step.
  bool tests(const Node& pipeline) const {
    if (pipeline.negated) return true;
    const Node* node = &pipeline;
    while (node->kind != Node::Kind::simple) {
      if (node->kids.empty()) return false;
      node = &node->kids.back();
    }
    const Command& command = script_.commands[node->command];
    if (command.words.empty()) return false;
    const std::string_view name = command.words.front().raw.value;
    return name == "[" || name == "[[" || name == "test" || name == "command" || name == "which" ||
           name == "type" || name == "hash" || name == "grep" || name == "egrep" ||
           name == "lspci" || name == "false" || name == "cmp" || name == "diff";
  }

  void pipeline(const Node& node, const Where& where) {
    for (std::size_t i = 0; i < node.kids.size(); ++i) {
      Where here = where;
      if (node.negated) {
        here.matters = false;
        here.guarded = true;
      }
      if (node.kids.size() > 1) {
        here.subshell = ++subshells_;
        if (i + 1 < node.kids.size() && !options_.pipefail) {
          here.matters = false;
          here.guarded = true;
        }
      }
      mark(node.kids[i], here);
    }
  }

  void simple(const Node& node, const Where& where) {
    Command& command = script_.commands[node.command];
    const bool decides = where.matters || (options_.errexit && !where.guarded);
    command.failure =
        decides && !where.conditional && !where.background ? Failure::fatal : Failure::tolerated;
    command.conditional = where.conditional;
    command.background = where.background;
    command.depth = where.depth;
    command.subshell = where.subshell;
    if (!command.words.empty() && command.words.front().raw.value == "set") set(command);
  }

  /// `set -e`, `set +e`, `set -euo pipefail`, `set -o errexit`.
  void set(const Command& command) {
    for (std::size_t i = 1; i < command.words.size(); ++i) {
      const std::string_view word = command.words[i].raw.value;
      if (word.size() < 2 || (word[0] != '-' && word[0] != '+')) continue;
      const bool on = word[0] == '-';
      if (word.find('e') != std::string_view::npos) options_.errexit = on;
      if (word.back() != 'o' || i + 1 == command.words.size()) continue;
      const std::string_view option = command.words[++i].raw.value;
      if (option == "errexit") options_.errexit = on;
      if (option == "pipefail") options_.pipefail = on;
    }
  }

  Script& script_;
  ShellOptions options_;
  std::uint32_t subshells_ = 0;
};

}  // namespace

void mark_failures(const Node& root, ShellOptions options, Script& script) {
  Marker(script, options).mark(root, {});
}

}  // namespace cudafit::read
