// The commands a step runs: shell form, exec form, heredocs, scripts handed to `sh -c`, and those
// in files that somebody can find.

#include <algorithm>
#include <utility>

#include "document/calls.h"
#include "document/paths.h"
#include "document/scope.h"
#include "document/shell_directories.h"
#include "document/shell_variables.h"
#include "source/files.h"

namespace cudafit::document {

namespace {

constexpr int max_nesting = 8;

/// What a script gets from the command that runs it.
struct Caller {
  read::Failure failure = read::Failure::fatal;
  bool conditional = false;
  int nesting = 0;  ///< of the script's commands
  // Of the command; only where the script is read in.
  std::uint32_t subshell = 0;
  std::uint32_t depth = 0;
  bool in_function = false;
};

/// In a file that is read in: what stands behind it may not run, or errors may not end it.
bool may_end(const read::Command& command) {
  if (command.words.empty()) return false;
  const std::string_view name = command.words.front().raw.value;
  const auto any = [&](auto test) {
    return std::any_of(command.words.begin() + 1, command.words.end(), test);
  };
  if (name == "exec") return command.words.size() > 1;
  if (name == "trap")
    return any(
        [](const read::Word& word) { return word.raw.value.find("exit") != std::string::npos; });
  if (name == "set")
    return any([](const read::Word& word) { return word.raw.value.starts_with('+'); });
  if (name != "exit") return false;
  // `exit 1` ends the build.
  const std::string_view status =
      command.words.size() == 2 ? std::string_view(command.words[1].raw.value) : "0";
  return status.find_first_not_of("0123456789") != std::string_view::npos ||
         status.find_first_not_of('0') == std::string_view::npos;
}

bool is_all_parameters(const read::Word& word) {
  return word.raw.value == "\"$@\"" || word.raw.value == "\"${@}\"";
}

/// In which nothing is expanded.
Text in_quotes(const Text& word) {
  Text out;
  out.append_derived("'", {});
  out.append(word);
  out.append_derived("'", {});
  return out;
}

/// Reads one script into a step, following what its commands do to variables and directories.
class ScriptReader {
 public:
  ScriptReader(Step& step, const FindScript& find, int script, ShellVariables variables,
               Text directory)
      : step_(step),
        find_(find),
        script_(script),
        variables_(std::move(variables)),
        directory_(std::move(directory)) {}
  ScriptReader(const Scope& scope, const FindScript& find, Step& step)
      : ScriptReader(step, find, -1, ShellVariables(scope), scope.directory) {}

  /// Docker's heredocs belong to the `<<` of the line, in order.
  void read(const Text& script, read::ShellOptions options,
            const std::vector<read::Heredoc>& heredocs, const Caller& caller) {
    read::Script split = read::split_shell(script, options);
    variables_.expect(split);
    ShellDirectories directories(directory_, std::move(split.parents));
    directories_ = &directories;
    commands(split, heredocs, caller);
    directories_ = nullptr;
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
    put_parameters(syntax.words);
    for (const read::Word& word : syntax.words) command.words.push_back(expand(word));
    for (const read::Redirect& redirect : syntax.redirects)
      command.redirects.push_back(expand(redirect.target));
    if (!uses.empty() && script_ < 0) note(uses);
    command.program = find_program(command.words);
    command.nesting = nesting;
    command.script = script_;
    command.directory = variables_.scope().growth.copy_place(directory_);
    command.syntax = std::move(syntax);
    step_.commands.push_back(std::move(command));
    const std::size_t index = step_.commands.size() - 1;
    if (nesting < max_nesting) nested(index, nesting);
    variables_.follow(step_.commands[index]);
    return index;
  }

 private:
  /// `"$@"` becomes the words that it stands for.
  void put_parameters(std::vector<read::Word>& words) const {
    const std::vector<Text>* const all = variables_.all_parameters();
    if (all == nullptr || std::none_of(words.begin(), words.end(), is_all_parameters)) return;
    // Quotes say that nothing in them is expanded; where they cannot, the word stays.
    if (std::any_of(all->begin(), all->end(), [](const Text& word) {
          return !word.complete || word.value.find('\'') != std::string::npos;
        }))
      return;
    Growth& growth = variables_.scope().growth;
    const auto times =
        static_cast<std::size_t>(std::count_if(words.begin(), words.end(), is_all_parameters));
    const std::size_t size = times * all->size() * sizeof(read::Word);
    if (size > growth.left) return;
    growth.left -= size;
    std::vector<read::Word> out;
    for (read::Word& word : words) {
      if (!is_all_parameters(word)) {
        out.push_back(std::move(word));
        continue;
      }
      for (const Text& parameter : *all) out.push_back({in_quotes(growth.copy(parameter))});
    }
    words = std::move(out);
  }

  void commands(read::Script& split, const std::vector<read::Heredoc>& heredocs,
                const Caller& caller) {
    if (!split.understood) step_.understood = false;
    step_.functions.insert(split.functions.begin(), split.functions.end());
    std::size_t next_heredoc = 0;
    const read::Lookup lookup = [this](std::string_view name) { return variables_.value(name); };
    for (std::size_t i = 0; i < split.commands.size(); ++i) {
      read::Command& command = split.commands[i];
      for (read::Redirect& redirect : command.redirects) {
        const bool heredoc = redirect.op == "<<" || redirect.op == "<<-";
        if (heredoc && redirect.body.empty() && next_heredoc < heredocs.size()) {
          redirect.body = heredocs[next_heredoc++].content;
        }
      }
      if (caller.failure != read::Failure::fatal) command.failure = caller.failure;
      command.conditional = command.conditional || caller.conditional;
      if (ended_) {
        command.failure = read::Failure::tolerated;
        command.conditional = true;
      }
      directory_ = directories_->of(command);
      variables_.reach(i, command);
      const std::size_t index = add(std::move(command), caller.nesting);
      directories_->follow(step_.commands[index], lookup);
    }
  }

  void note(std::vector<read::Use>& uses) {
    std::vector<VariableUse> noted;
    note_uses(variables_.scope(), uses, true, noted);
    for (VariableUse& use : noted) {
      use.maybe_set_in_script = variables_.maybe_set(use.name);
      step_.uses.push_back(std::move(use));
    }
  }

  /// `bash -c '...'`, `bash <<EOF`, and files.
  void nested(std::size_t index, int nesting) {
    const Command& command = step_.commands[index];
    if (find_ && file(index, nesting)) return;
    if (!is_shell(command.name())) return;
    const ShellCall call = shell_call(command);
    if (!call.runs) return;
    const Caller caller{command.syntax.failure, command.syntax.conditional, nesting + 1};
    ScriptReader inner(step_, find_, script_, ShellVariables(variables_, command), directory_);
    if (call.takes_script && call.script < command.words.size()) {
      const Text script = command.words[call.script];
      if (!script.complete) step_.understood = false;
      inner.read(script, call.options, {}, caller);
      return;
    }
    if (call.script != command.words.size()) return;  // runs a file
    for (const read::Redirect& redirect : command.syntax.redirects) {
      if (redirect.body.empty()) continue;
      const Text script = redirect.body;
      inner.read(script, call.options, {}, caller);
      return;
    }
  }

  /// False: the command runs no file whose text is known.
  bool file(std::size_t index, int nesting) {
    const std::optional<FoundScript> found = find_(step_, index);
    // In exec form no shell is there to read it in.
    if (!found || (found->sourced && directories_ == nullptr)) return false;
    const int inside = nesting + (found->sourced ? 0 : 1);
    step_.scripts.push_back({.name = found->name,
                             .text = found->text,
                             .span = found->text.around(),
                             .call = step_.commands[index].syntax.span,
                             .caller = script_,
                             .nesting = inside,
                             .sourced = found->sourced});
    const int script = static_cast<int>(step_.scripts.size()) - 1;
    step_.commands[index].followed = Followed::whole;
    // Of what is not understood only this call is to blame.
    const bool understood = std::exchange(step_.understood, true);
    const read::Command& syntax = step_.commands[index].syntax;
    if (found->sourced) {
      source(*found,
             {syntax.failure, syntax.conditional, inside, syntax.subshell, syntax.depth,
              syntax.in_function},
             script);
    } else {
      ShellVariables variables(variables_, step_.commands[index]);
      variables.take(found->arguments);
      ScriptReader(step_, find_, script, std::move(variables), directory_)
          .read(found->text, found->options, {}, {syntax.failure, syntax.conditional, inside});
    }
    if (!step_.understood) step_.commands[index].followed = Followed::partly;
    step_.understood = understood;
    return true;
  }

  /// `. ./env.sh`: its commands are this shell's own.
  void source(const FoundScript& found, const Caller& caller, int script) {
    read::Script split = read::split_shell(found.text, found.options);
    const std::uint32_t first = directories_->graft(split.parents, caller.subshell);
    for (read::Command& command : split.commands) {
      command.subshell = command.subshell == 0 ? caller.subshell : command.subshell + first;
      command.depth += caller.depth;
      command.in_function = command.in_function || caller.in_function;
    }
    const Text here = directory_;
    const int outer = std::exchange(script_, script);
    ShellVariables::Place place = variables_.enter(split, found.arguments);
    const bool ends = std::any_of(split.commands.begin(), split.commands.end(), may_end);
    commands(split, {}, caller);
    variables_.leave(std::move(place));
    ended_ = ended_ || ends;
    script_ = outer;
    directory_ = here;
  }

  Step& step_;
  const FindScript& find_;
  int script_;  ///< index into Step::scripts of the file that is read; -1: none
  ShellVariables variables_;
  ShellDirectories* directories_ = nullptr;  ///< of the script that is read
  Text directory_;                           ///< of the command that is being added
  bool ended_ = false;  ///< a file read in may have ended the script, or made it go on after errors
};

/// `RUN <<EOF`: the heredoc is the script.
bool only_heredoc(const read::Instruction& instruction) {
  if (instruction.heredocs.size() != 1 || instruction.arguments.size() != 1) return false;
  const std::string_view line = instruction.arguments[0].value;
  const std::size_t marker = line.find("<<");
  if (line.find_first_not_of("0123456789 \t") != marker) return false;
  return line.find_first_of(" \t", line.find_first_not_of("-< \t", marker)) ==
         std::string_view::npos;
}

void add_exec(const std::vector<Text>& words, std::size_t first, const Scope& scope,
              const FindScript& find, Step& step) {
  read::Command syntax;
  Text whole;
  for (std::size_t i = first; i < words.size(); ++i) whole.append(words[i]);
  syntax.span = whole.around();
  syntax.failure = read::Failure::fatal;
  // In exec form nothing is expanded: each word stands for itself, which single quotes say.
  for (std::size_t i = first; i < words.size(); ++i) {
    if (words[i].value.find('\'') != std::string::npos) {
      step.understood = false;
      return;
    }
    syntax.words.push_back({in_quotes(words[i])});
  }
  if (!syntax.words.empty()) ScriptReader(scope, find, step).add(std::move(syntax), 0);
}

}  // namespace

std::string_view Command::name() const {
  if (program >= words.size() || !words[program].complete) return {};
  return file_name(words[program].value);
}

bool Step::mentions(std::string_view text) const {
  const auto has = [&](const std::string& in) { return in.find(text) != std::string::npos; };
  return has(instruction->line.value) ||
         std::any_of(instruction->heredocs.begin(), instruction->heredocs.end(),
                     [&](const read::Heredoc& heredoc) { return has(heredoc.content.value); }) ||
         std::any_of(scripts.begin(), scripts.end(),
                     [&](const ScriptFile& script) { return has(script.text.value); });
}

Span Step::whole(const Command& command) const {
  return command.script < 0 ? instruction->span
                            : scripts[static_cast<std::size_t>(command.script)].span;
}

bool Step::plainly_written(const Command& command) const {
  const int own =
      command.script < 0 ? 0 : scripts[static_cast<std::size_t>(command.script)].nesting;
  return command.nesting == own;
}

void add_commands(const Scope& scope, const Shell& shell, const FindScript& find, Step& step) {
  const read::Instruction& instruction = *step.instruction;
  const bool health = instruction.keyword == read::Keyword::healthcheck;
  const std::size_t first = health ? 1 : 0;  // behind CMD or NONE
  step.shell = shell.options;
  if (instruction.arguments.size() <= first) return;
  if (instruction.form == read::Form::json) {
    add_exec(instruction.arguments, first, scope, find, step);
    return;
  }
  if (!shell.posix) {
    step.understood = false;
    return;
  }
  if (!only_heredoc(instruction)) {
    ScriptReader(scope, find, step)
        .read(instruction.arguments[first], shell.options, instruction.heredocs, {});
    return;
  }
  const read::Heredoc& heredoc = instruction.heredocs.front();
  read::ShellOptions options = shell.options;
  if (heredoc.content.value.starts_with("#!")) {
    const std::optional<read::ShellOptions> own = shebang_shell(heredoc.content.value);
    if (!own) {
      step.understood = false;
      return;
    }
    options = *own;
  }
  ScriptReader(scope, find, step).read(heredoc.content, options, {}, {});
}

}  // namespace cudafit::document
