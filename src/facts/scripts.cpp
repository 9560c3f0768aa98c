#include "facts/scripts.h"

#include "document/script.h"
#include "facts/downloads.h"
#include "facts/runs.h"
#include "facts/words.h"
#include "terms/ascii.h"

namespace cudafit::facts {

namespace {

constexpr std::size_t longest_script = 64u << 10;
constexpr std::size_t most_commands = 5000;  ///< of all scripts together
constexpr int deepest = 4;                   ///< scripts that run scripts

bool is_shell(std::string_view name) {
  return name == "sh" || name == "bash" || name == "ash" || name == "dash" || name == "ksh";
}

/// The shell that runs the file: the one that the command names, else its first line says. Nothing
/// for other interpreters and binaries.
std::optional<read::ShellOptions> shell_of(const Call& call, const Command& command,
                                           std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return std::nullopt;
  read::ShellOptions options;
  if (call.name == "." || call.name == "source") return options;
  std::string_view first = text.starts_with("#!") ? text.substr(2, text.find('\n') - 2) : "sh";
  if (is_shell(call.name)) {
    for (std::size_t i = call.arguments(); i < command.words.size(); ++i) {
      const std::string_view word = command.words[i].value;
      if (word.size() < 2 || word[0] != '-') break;
      options.errexit = options.errexit || (word[1] != '-' && contains(word, "e"));
      options.pipefail = options.pipefail || contains(word, "o");
    }
    return options;
  }
  std::string_view interpreter;
  while (!first.empty()) {
    const std::size_t begin = first.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) break;
    const std::size_t end = std::min(first.find_first_of(" \t\r", begin), first.size());
    const std::string_view word = first.substr(begin, end - begin);
    first = first.substr(end);
    if (word.starts_with('-')) {
      options.errexit = options.errexit || contains(word, "e");
    } else if (interpreter.empty() || file_name(interpreter) == "env") {
      interpreter = word;
    }
  }
  if (!is_shell(file_name(interpreter))) return std::nullopt;
  return options;
}

/// Reads the scripts of one document.
class Follower {
 public:
  Follower(const Document& document, const document::Context& context)
      : document_(document), context_(context) {}

  /// False when the command runs no script that can be read.
  bool follow(const Stage& stage, const Step& step, Position at, const Command& command, int depth,
              Scripts::Followed& out) {
    const Call call = call_of(command);
    const Text script = script_of(command);
    if (script.empty() || !script.complete || call.more) return false;
    const Text& working = command.directory;
    const document::FileAnswer answer =
        context_.at(document_, stage.index, at.step, working.value, script.value, at.command);
    if (answer.present != Known::yes) return false;
    Text text;
    if (answer.text) {
      text = *answer.text;
    } else {
      const std::optional<document::OpenedFile> opened = context_.open(answer.path);
      if (!opened || opened->bytes.size() > longest_script) return false;
      const auto size = static_cast<std::uint32_t>(opened->bytes.size());
      text = Text(opened->bytes, {opened->file, 0, size});
    }
    const std::optional<read::ShellOptions> options = shell_of(call, command, text.value);
    if (!options || !text.complete) return false;
    const document::ScriptFile file =
        document::read_script(document_, stage, step, command, text, *options);
    out.understood = out.understood && file.understood;
    out.functions.merge(functions_in(text.value));
    for (const Command& inside : file.commands) {
      if (++commands_ > most_commands) {
        out.understood = false;
        break;
      }
      out.commands.push_back(inside);
      out.calls.push_back(false);
      const std::size_t place = out.calls.size() - 1;
      if (depth < deepest && follow(stage, step, at, inside, depth + 1, out))
        out.calls[place] = true;
    }
    return true;
  }

 private:
  const Document& document_;
  const document::Context& context_;
  std::size_t commands_ = 0;
};

}  // namespace

std::set<std::string, std::less<>> functions_in(std::string_view text) {
  std::set<std::string, std::less<>> out;
  const auto in_name = [](char c) { return ascii::alnum(c) || c == '_' || c == '-'; };
  for (std::size_t at = text.find("()"); at != std::string_view::npos;
       at = text.find("()", at + 2)) {
    std::size_t end = at;
    while (end > 0 && text[end - 1] == ' ') --end;
    std::size_t begin = end;
    while (begin > 0 && in_name(text[begin - 1])) --begin;
    if (begin < end) out.emplace(text.substr(begin, end - begin));
  }
  constexpr std::string_view keyword = "function ";
  for (std::size_t at = text.find(keyword); at != std::string_view::npos;
       at = text.find(keyword, at + keyword.size())) {
    const std::size_t begin = at + keyword.size();
    std::size_t end = begin;
    while (end < text.size() && in_name(text[end])) ++end;
    if (begin < end) out.emplace(text.substr(begin, end - begin));
  }
  return out;
}

Scripts::Scripts(const Document& document, const document::Context& context) {
  Follower follower(document, context);
  each_step(document, [&](const Stage& stage, const Step& step) {
    if (step.instruction->keyword != read::Keyword::run) return;
    for (std::size_t i = 0; i < step.commands.size(); ++i) {
      const Position at = position(stage, step, i);
      Followed followed;
      if (follower.follow(stage, step, at, step.commands[i], 1, followed))
        followed_.emplace(at, std::move(followed));
    }
  });
}

const Scripts::Followed* Scripts::of(Position at) const {
  const auto found = followed_.find(at);
  return found == followed_.end() ? nullptr : &found->second;
}

}  // namespace cudafit::facts
