#pragma once
// What a POSIX shell does with the text of a RUN, as far as a linter needs it: commands, words,
// quotes, operators, keywords, subshells, assignments, redirections, heredocs. What it does not
// understand becomes unknown, never wrong.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "read/expand.h"
#include "source/text.h"

namespace cudafit::read {

/// One word as written, quotes and `$` included.
struct Word {
  Text raw;
  Span span() const { return raw.around(); }
};

struct Assignment {
  std::string name;
  Word value;  ///< may be empty; incomplete for NAME+=value and NAME=(words)
  Span span;   ///< name=value
};

struct Redirect {
  std::string op;       ///< "<", ">", ">>", "<<", "<<-", "<<<", "<&", ">&", "<>", ">|", "&>", "&>>"
  int descriptor = -1;  ///< the number written before it; -1 when none is
  Word target;
  Span op_span;                 ///< the operator
  bool touches_word = false;    ///< no blank between the operator and the word before it
  bool touches_target = false;  ///< no blank between the operator and its target
  Text body;                    ///< of a shell heredoc
};

/// How far the rest of the script depends on this command succeeding.
enum class Failure : std::uint8_t {
  fatal,      ///< certainly run, and its failure makes the whole script fail
  tolerated,  ///< its failure is swallowed, or it may never run (condition, loop, function, `||`, a
              ///< pipe's left side)
};

struct Command {
  std::vector<Assignment>
      assignments;  ///< before the first word; without words they set shell variables
  std::vector<Word> words;
  std::vector<Redirect> redirects;
  Span span;
  Failure failure = Failure::tolerated;
  std::uint32_t depth = 0;  ///< nesting in (...), {...}, if, for, while, case, functions
  std::uint32_t subshell =
      0;  ///< 0 = the script's own shell, else an id of the (...) or pipe part it runs in
  bool conditional =
      false;  ///< inside if/while/for/case/function or after && of a test: may never run
  bool in_function = false;  ///< in the body of a function: $1 and the like are of its caller
  bool background = false;
  bool piped_into_next = false;  ///< its output goes to the next command
};

/// The commands of one script, in the order written. A `for` loop adds a command whose words are
/// `for NAME in ...`.
struct Script {
  std::vector<Command> commands;
  /// For each subshell, the one it starts from. parents[0] stands for the script's own.
  std::vector<std::uint32_t> parents{0};
  std::vector<std::string> functions = {};  ///< the names of those it defines
  bool understood = true;  ///< false: something was not parsed (unbalanced quotes, ...); conclude
                           ///< nothing from what is missing
};

struct ShellOptions {
  bool errexit = false;   ///< sh -e
  bool pipefail = false;  ///< -o pipefail
};

Script split_shell(const Text& script, ShellOptions options = {});

/// Offset of the `#` of the first comment, npos without one.
std::size_t shell_comment(std::string_view script);

/// The word with quotes removed and `$name`, `${name...}` replaced where `lookup` knows them.
/// Command substitutions and unknown variables make it incomplete; globs stay as written.
Expansion expand_shell(const Word& word, const Lookup& lookup);

/// The word without quotes when it holds no expansion at all; incomplete otherwise.
Text literal(const Word& word);

}  // namespace cudafit::read
