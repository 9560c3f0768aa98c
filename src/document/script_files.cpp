#include "document/script_files.h"

#include <algorithm>

#include "document/calls.h"
#include "document/paths.h"
#include "document/scope.h"
#include "document/start.h"
#include "source/files.h"
#include "terms/word_list.h"

namespace cudafit::document {

namespace {

constexpr std::size_t largest = std::size_t{256} << 10;   ///< bytes of one script
constexpr std::size_t most_bytes = std::size_t{4} << 20;  ///< of all that one document runs
constexpr std::size_t most_calls = 400;                   ///< of one document
constexpr std::size_t most_commands = 20'000;             ///< behind which no more are read
constexpr std::size_t deepest = 8;                        ///< scripts that run scripts

/// Where a command names a script; nothing in it where it names none.
struct Named {
  std::size_t word = 0;
  std::string_view path;
  bool sourced = false;
  std::optional<read::ShellOptions> options;  ///< of the shell that is named with it

  explicit operator bool() const { return !path.empty(); }
};

Named named_script(const Command& command) {
  const std::string_view name = command.name();
  if (name.empty()) return {};
  // Which programs are found then is not followed here.
  for (std::size_t i = 0; i < command.program; ++i) {
    if (listed("conda mamba micromamba", file_name(command.words[i].value))) return {};
  }
  Named out{.word = command.program,
            .path = {},
            .sourced = name == "." || name == "source",
            .options = {}};
  if (out.sourced) {
    if (!command.syntax.assignments.empty()) return {};
    out.options.emplace();
    out.word = command.arguments();
  } else if (is_shell(name)) {
    const ShellCall call = shell_call(command);
    if (call.takes_script || !call.plain) return {};
    out.options = call.options;
    out.word = call.script;
  } else if (command.words[out.word].value.find('/') == std::string::npos &&
             !name.ends_with(".sh")) {
    return {};
  }
  if (out.word >= command.words.size() || !command.words[out.word].complete) return {};
  out.path = command.words[out.word].value;
  return out;
}

/// The word is one word for the script, too.
bool stays_one(const Command& command, std::size_t index) {
  const std::string_view raw = command.syntax.words[index].raw.value;
  if (raw.find("@") != std::string_view::npos && raw.find('$') != std::string_view::npos)
    return false;
  if (raw.find_first_of("$`*?[{~") == std::string_view::npos) return true;
  const bool quoted = raw.size() > 1 && raw.front() == '"' && raw.find('"', 1) == raw.size() - 1;
  const Text& word = command.words[index];
  return quoted || (word.complete && !word.empty() &&
                    word.value.find_first_of(" \t\n*?[{~") == std::string::npos);
}

std::optional<std::vector<Text>> parameters(const Command& command, std::size_t first) {
  std::vector<Text> out;
  for (std::size_t i = first; i < command.words.size(); ++i) {
    if (!stays_one(command, i)) return std::nullopt;
    out.push_back(command.words[i]);
  }
  return out;
}

/// Where a command runs, and what it finds there.
struct Place {
  std::size_t stage = 0;
  std::size_t step = 0;  ///< the number of steps: in a container of the stage
  bool container = false;
  /// Of a container: what its ENTRYPOINT is given; nothing where that is not known.
  std::optional<std::vector<Text>> arguments = std::vector<Text>{};
};

/// Finds the scripts of one document.
class Finder {
 public:
  Finder(const Document& document, const Context& context, const std::vector<std::string>& mounted)
      : document_(document), context_(context), mounted_(mounted) {}

  std::optional<FoundScript> find(const Place& where, const Step& step, std::size_t index) {
    const Command& command = step.commands[index];
    const Named named = named_script(command);
    if (!named || calls_ >= most_calls || written_ + step.commands.size() > most_commands)
      return std::nullopt;
    const FileAnswer answer = place(where, command, named, index);
    if (answer.present != Known::yes) return std::nullopt;
    FoundScript out{.name = std::string(file_name(named.path)),
                    .text = text_of(answer),
                    .options = {},
                    .arguments = {},
                    .sourced = named.sourced};
    if (!readable(out.text) || runs_already(step, command, out.text)) return std::nullopt;
    const std::optional<read::ShellOptions> options =
        named.options ? named.options : shebang_shell(out.text.value);
    if (!options) return std::nullopt;
    out.options = *options;
    if (!named.sourced || named.word + 1 < command.words.size())
      out.arguments = parameters(command, named.word + 1);
    if (where.container && index == 0 && out.arguments) {
      if (where.arguments) {
        out.arguments->insert(out.arguments->end(), where.arguments->begin(),
                              where.arguments->end());
      } else {
        out.arguments.reset();
      }
    }
    ++calls_;
    bytes_ += out.text.size();
    return out;
  }

  /// The step is read.
  void done(const Step& step) { written_ += step.commands.size(); }

 private:
  /// Something else may stand there in containers.
  bool hidden(std::string_view directory, std::string_view path) const {
    const std::string place = place_in(directory, path);
    return std::any_of(mounted_.begin(), mounted_.end(), [&](const std::string& mount) {
      return mount.empty() || !comparable(mount, place) || below(mount, place);
    });
  }

  FileAnswer place(const Place& where, const Command& command, const Named& named,
                   std::size_t index) const {
    const auto at = [&](std::string_view path) {
      if (where.container && hidden(command.directory.value, path)) return FileAnswer{};
      return context_.if_certain(document_, where.stage, where.step, command.directory.value, path,
                                 index);
    };
    if (named.options || named.path.find('/') != std::string_view::npos) return at(named.path);
    // Where every image looks for programs.
    for (const std::string_view directory :
         {"/usr/local/sbin/", "/usr/local/bin/", "/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/"}) {
      FileAnswer answer = at(std::string(directory).append(named.path));
      if (answer.present == Known::yes) return answer;
    }
    return {};
  }

  Text text_of(const FileAnswer& answer) const {
    if (answer.text) return *answer.text;
    const std::optional<OpenedFile> opened = context_.open(answer.path);
    if (!opened || opened->bytes.size() > largest) return {};
    return {opened->bytes, {opened->file, 0, static_cast<std::uint32_t>(opened->bytes.size())}};
  }

  bool readable(const Text& text) const {
    // Shells stumble over carriage returns.
    return text.complete && !text.empty() && text.size() <= largest &&
           bytes_ + text.size() <= most_bytes &&
           text.value.find_first_of(std::string_view("\0\r", 2)) == std::string::npos;
  }

  /// It waits for this command to end, or too many do.
  static bool runs_already(const Step& step, const Command& command, const Text& text) {
    std::size_t depth = 0;
    for (int at = command.script; at >= 0; ++depth) {
      const ScriptFile& outer = step.scripts[static_cast<std::size_t>(at)];
      if (outer.span == text.around()) return true;
      at = outer.caller;
    }
    return depth >= deepest;
  }

  const Document& document_;
  const Context& context_;
  const std::vector<std::string>& mounted_;
  std::size_t calls_ = 0;
  std::size_t bytes_ = 0;
  std::size_t written_ = 0;  ///< commands of the steps before
};

bool names_script(const Step& step) {
  return std::any_of(step.commands.begin(), step.commands.end(), [](const Command& command) {
    return static_cast<bool>(named_script(command));
  });
}

/// Reads the commands of the step anew. From the start: what a script does decides what the
/// commands behind it see.
void read_again(const Scope& scope, Finder& finder, const Place& place, Step& step) {
  step.commands.clear();
  step.uses.clear();
  step.functions.clear();
  step.understood = true;
  const Shell shell{.posix = true, .options = step.shell};
  add_commands(
      scope, shell,
      [&](const Step& now, std::size_t index) { return finder.find(place, now, index); }, step);
  finder.done(step);
}

Step& step_at(Document& document, StepPlace place) {
  return document.stages[place.stage].steps[place.step];
}

/// What a CMD hands to an ENTRYPOINT; nothing where that is not known.
std::optional<std::vector<Text>> words_of(const Document& document, const Step& cmd) {
  if (cmd.instruction->form == read::Form::json) return cmd.instruction->arguments;
  if (!cmd.understood || cmd.instruction->arguments.size() != 1 ||
      !cmd.instruction->heredocs.empty())
    return std::nullopt;
  for (const Stage& stage : document.stages) {
    for (const Step& step : stage.steps)
      if (step.instruction->keyword == read::Keyword::shell) return std::nullopt;
  }
  return std::vector<Text>{Text("/bin/sh", {}), Text("-c", {}), cmd.instruction->arguments[0]};
}

}  // namespace

void follow_scripts(Document& document, const Context& context,
                    const std::vector<std::string>& mounted) {
  Finder finder(document, context, mounted);
  Growth growth;
  for (Stage& stage : document.stages) {
    if (!stage.built) continue;
    for (std::size_t number = 0; number < stage.steps.size(); ++number) {
      Step& step = stage.steps[number];
      if (step.instruction->keyword != read::Keyword::run || !names_script(step)) continue;
      const Text directory = step.directory;
      read_again({document, stage.index, step.variables_before, growth, directory, false}, finder,
                 {.stage = stage.index, .step = number}, step);
    }
  }
  struct Container {
    const Stage& stage;
    Start start;
  };
  std::vector<Container> containers;
  for (const Stage& stage : document.stages) {
    if (stage.built && stage.product)
      containers.push_back({stage, start_of(document, stage.index)});
  }
  for (const Container& container : containers) {
    const Stage& stage = container.stage;
    const auto follow = [&](const std::optional<StepPlace>& place,
                            std::optional<std::vector<Text>> arguments) {
      // Containers of several stages may find different files and variables.
      const auto starts = [&](const Container& each) {
        return each.start.entrypoint == place || each.start.cmd == place;
      };
      if (!place || std::count_if(containers.begin(), containers.end(), starts) != 1) return;
      Step& step = step_at(document, *place);
      if (!names_script(step)) return;
      read_again({document, stage.index, stage.variables.size(), growth, stage.directory, true},
                 finder,
                 {.stage = stage.index,
                  .step = stage.steps.size(),
                  .container = true,
                  .arguments = std::move(arguments)},
                 step);
    };
    const auto& [entrypoint, cmd] = container.start;
    const bool hands_on =
        entrypoint && cmd && step_at(document, *entrypoint).instruction->form == read::Form::json;
    const std::optional<std::vector<Text>> none = std::vector<Text>{};
    follow(entrypoint, hands_on ? words_of(document, step_at(document, *cmd)) : none);
    follow(cmd, none);
  }
}

Start start_of(const Document& document, std::size_t stage) {
  Start out;
  // An ENTRYPOINT drops a CMD of the stages below.
  for (int at = static_cast<int>(stage); at >= 0 && !out.entrypoint;) {
    const Stage& here = document.stages[static_cast<std::size_t>(at)];
    const bool cmd_above = out.cmd.has_value();
    for (std::size_t i = 0; i < here.steps.size(); ++i) {
      const read::Keyword keyword = here.steps[i].instruction->keyword;
      if (keyword == read::Keyword::entrypoint) out.entrypoint = {here.index, i};
      if (keyword == read::Keyword::cmd && !cmd_above) out.cmd = {here.index, i};
    }
    at = here.parent;
  }
  return out;
}

}  // namespace cudafit::document
