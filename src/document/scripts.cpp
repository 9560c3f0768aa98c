// The commands a step runs: shell form, exec form, heredocs, and scripts handed to `sh -c`.

#include <algorithm>
#include <array>

#include "document/scope.h"
#include "document/shell_directories.h"
#include "document/shell_variables.h"
#include "terms/word_list.h"

namespace cudafit::document {

namespace {

constexpr int max_nesting = 8;

std::string_view last_component(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool is_shell(std::string_view name) {
  static constexpr std::array names{"sh", "bash", "ash", "dash", "zsh", "ksh"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Options of these programs that take a word of their own.
struct Prefix {
  std::string_view name;
  WordList with_word;  ///< options followed by a value
  int words = 0;       ///< further words before the program
};

constexpr std::array prefixes{
    Prefix{"sudo", "-u -g -h -p -C -T --user --group", 0},
    Prefix{"env", "-u --unset -C --chdir -S", 0},
    Prefix{"exec", "-a", 0},
    Prefix{"command", "", 0},
    Prefix{"builtin", "", 0},
    Prefix{"time", "-f -o", 0},
    Prefix{"nohup", "", 0},
    Prefix{"nice", "-n", 0},
    Prefix{"ionice", "-c -n", 0},
    Prefix{"stdbuf", "-i -o -e", 0},
    Prefix{"timeout", "-s -k --signal --kill-after", 1},
    Prefix{"gosu", "", 1},
    Prefix{"xvfb-run", "-n -s -f --server-args", 0},
    Prefix{"travis_retry", "", 0},
};

/// Index of the word that names the program that really runs.
std::size_t find_program(const std::vector<Text>& words) {
  std::size_t at = 0;
  while (at < words.size()) {
    const std::string_view name = last_component(words[at].value);
    // `command -v x` asks, it does not run.
    if (name == "command" && at + 1 < words.size() && words[at + 1].value.starts_with("-"))
      return at;
    const auto prefix = std::find_if(prefixes.begin(), prefixes.end(),
                                     [&](const Prefix& p) { return p.name == name; });
    WordList with_word;
    int skip = 0;
    std::size_t next = at + 1;
    if (prefix != prefixes.end()) {
      with_word = prefix->with_word;
      skip = prefix->words;
    } else if ((name == "conda" || name == "mamba" || name == "micromamba") &&
               next < words.size() && words[next].value == "run") {
      with_word = WordList("-n --name -p --prefix --cwd");
      ++next;
    } else {
      return at;
    }
    while (next < words.size()) {
      const std::string_view word = words[next].value;
      if (word.starts_with("-") && word.size() > 1) {
        next += listed(with_word, word) ? 2 : 1;
      } else if (word.find('=') != std::string_view::npos && name == "env") {
        ++next;
      } else if (name == "sudo" && word.find('=') != std::string_view::npos) {
        ++next;
      } else if (skip > 0) {
        --skip;
        ++next;
      } else {
        break;
      }
    }
    if (next >= words.size()) return at;
    at = next;
  }
  return 0;
}

/// Reads one script into a step, following what its commands do to variables and directories.
class ScriptReader {
 public:
  ScriptReader(Step& step, ShellVariables variables, Text directory)
      : step_(step), variables_(std::move(variables)), directory_(std::move(directory)) {}
  ScriptReader(const Scope& scope, Step& step)
      : ScriptReader(step, ShellVariables(scope), scope.directory) {}

  /// Docker's heredocs belong to the `<<` of the line, in order.
  void read(const Text& script, read::ShellOptions options,
            const std::vector<read::Heredoc>& heredocs, read::Failure outer, bool conditional,
            int nesting) {
    read::Script split = read::split_shell(script, options);
    if (!split.understood) step_.understood = false;
    std::size_t next_heredoc = 0;
    variables_.expect(split);
    const read::Lookup lookup = [this](std::string_view name) { return variables_.value(name); };
    ShellDirectories directories(directory_, std::move(split.parents));
    for (std::size_t i = 0; i < split.commands.size(); ++i) {
      read::Command& command = split.commands[i];
      for (read::Redirect& redirect : command.redirects) {
        const bool heredoc = redirect.op == "<<" || redirect.op == "<<-";
        if (heredoc && redirect.body.empty() && next_heredoc < heredocs.size()) {
          redirect.body = heredocs[next_heredoc++].content;
        }
      }
      if (outer != read::Failure::fatal) command.failure = outer;
      command.conditional = command.conditional || conditional;
      directory_ = directories.of(command);
      variables_.reach(i, command.conditional);
      const std::size_t index = add(std::move(command), nesting);
      directories.follow(step_.commands[index], lookup);
    }
  }

  /// The place of the command in the step.
  std::size_t add(read::Command syntax, int nesting) {
    Command command;
    const read::Lookup lookup = [this](std::string_view name) { return variables_.value(name); };
    std::vector<read::Use> uses;
    const auto expand = [&](const read::Word& word) {
      read::Expansion expansion = read::expand_shell(word, lookup);
      for (read::Use& use : expansion.uses) uses.push_back(std::move(use));
      return std::move(expansion.text);
    };
    command.words.reserve(syntax.words.size());
    for (const read::Assignment& assignment : syntax.assignments)
      command.assigned.push_back(expand(assignment.value));
    for (const read::Word& word : syntax.words) command.words.push_back(expand(word));
    for (const read::Redirect& redirect : syntax.redirects)
      command.redirects.push_back(expand(redirect.target));
    if (!uses.empty()) note(uses);
    command.program = find_program(command.words);
    command.nesting = nesting;
    command.directory = variables_.scope().growth.copy_place(directory_);
    command.syntax = std::move(syntax);
    step_.commands.push_back(std::move(command));
    const std::size_t index = step_.commands.size() - 1;
    variables_.follow(step_.commands[index]);
    if (nesting < max_nesting) nested(index, nesting);
    return index;
  }

 private:
  void note(std::vector<read::Use>& uses) {
    std::vector<VariableUse> noted;
    note_uses(variables_.scope(), uses, true, noted);
    for (VariableUse& use : noted) {
      use.maybe_set_in_script = variables_.maybe_set(use.name);
      step_.uses.push_back(std::move(use));
    }
  }

  /// `bash -c '...'`, `bash <<EOF`.
  void nested(std::size_t index, int nesting) {
    const Command& command = step_.commands[index];
    if (!is_shell(command.name())) return;
    read::ShellOptions options;
    bool takes_script = false;
    std::size_t at = command.arguments();
    for (; at < command.words.size(); ++at) {
      const std::string_view word = command.words[at].value;
      if (word.size() < 2 || (word[0] != '-' && word[0] != '+')) break;
      if (word.starts_with("--")) continue;
      const bool on = word[0] == '-';
      if (word.find('e') != std::string_view::npos) options.errexit = on;
      if (word.find('c') != std::string_view::npos) takes_script = true;
      if (word.back() == 'o' && at + 1 < command.words.size()) {
        if (command.words[++at].value == "pipefail") options.pipefail = on;
        if (command.words[at].value == "errexit") options.errexit = on;
      }
    }
    const read::Failure failure = command.syntax.failure;
    const bool conditional = command.syntax.conditional;
    ScriptReader inner(step_, ShellVariables(variables_, command), directory_);
    if (takes_script && at < command.words.size()) {
      const Text script = command.words[at];
      if (!script.complete) step_.understood = false;
      inner.read(script, options, {}, failure, conditional, nesting + 1);
      return;
    }
    if (at != command.words.size()) return;  // runs a file
    for (const read::Redirect& redirect : command.syntax.redirects) {
      if (redirect.body.empty()) continue;
      const Text script = redirect.body;
      inner.read(script, options, {}, failure, conditional, nesting + 1);
      return;
    }
  }

  Step& step_;
  ShellVariables variables_;
  Text directory_;  ///< of the command that is being added
};

/// The interpreter a heredoc script asks for: empty for the default shell.
std::string_view shebang(std::string_view script) {
  if (!script.starts_with("#!")) return {};
  return script.substr(2, script.find('\n') - 2);
}

/// `RUN <<EOF`: the heredoc is the script.
bool only_heredoc(const read::Instruction& instruction) {
  if (instruction.heredocs.size() != 1 || instruction.arguments.size() != 1) return false;
  const std::string_view line = instruction.arguments[0].value;
  const std::size_t marker = line.find("<<");
  if (line.find_first_not_of("0123456789 \t") != marker) return false;
  return line.find_first_of(" \t", line.find_first_not_of("-< \t", marker)) ==
         std::string_view::npos;
}

void add_exec(const std::vector<Text>& words, std::size_t first, const Scope& scope, Step& step) {
  read::Command syntax;
  Text whole;
  for (std::size_t i = first; i < words.size(); ++i) whole.append(words[i]);
  syntax.span = whole.around();
  syntax.failure = read::Failure::fatal;
  // In exec form nothing is expanded: each word stands for itself, which single quotes say.
  for (std::size_t i = first; i < words.size(); ++i) {
    Text quoted;
    quoted.append_derived("'", {});
    quoted.append(words[i]);
    quoted.append_derived("'", {});
    if (words[i].value.find('\'') != std::string::npos) {
      step.understood = false;
      return;
    }
    syntax.words.push_back({std::move(quoted)});
  }
  if (!syntax.words.empty()) ScriptReader(scope, step).add(std::move(syntax), 0);
}

}  // namespace

std::string_view Command::name() const {
  if (program >= words.size() || !words[program].complete) return {};
  return last_component(words[program].value);
}

void add_commands(const Scope& scope, const Shell& shell, Step& step) {
  const read::Instruction& instruction = *step.instruction;
  const bool health = instruction.keyword == read::Keyword::healthcheck;
  const std::size_t first = health ? 1 : 0;  // behind CMD or NONE
  if (instruction.arguments.size() <= first) return;
  if (instruction.form == read::Form::json) {
    add_exec(instruction.arguments, first, scope, step);
    return;
  }
  if (!shell.posix) {
    step.understood = false;
    return;
  }
  if (!only_heredoc(instruction)) {
    ScriptReader(scope, step)
        .read(instruction.arguments[first], shell.options, instruction.heredocs,
              read::Failure::fatal, false, 0);
    return;
  }
  const read::Heredoc& heredoc = instruction.heredocs.front();
  read::ShellOptions options = shell.options;
  if (const std::string_view interpreter = shebang(heredoc.content.value); !interpreter.empty()) {
    std::string_view program =
        interpreter.substr(0, interpreter.find(' ', interpreter.find_first_not_of(' ')));
    program = last_component(program);
    if (program == "env") program = last_component(interpreter.substr(interpreter.rfind(' ') + 1));
    if (!is_shell(program)) {
      step.understood = false;
      return;
    }
    options = {.errexit = interpreter.find(" -e") != std::string_view::npos, .pipefail = false};
  }
  ScriptReader(scope, step).read(heredoc.content, options, {}, read::Failure::fatal, false, 0);
}

}  // namespace cudafit::document
