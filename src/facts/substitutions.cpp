// `ENV X=$(command)`: the build runs no command there; the text itself becomes the value.

#include <algorithm>
#include <array>

#include "facts/extract.h"
#include "terms/text_marks.h"

namespace cudafit::facts {

namespace {

/// The first `$(...)` or backquoted command outside single quotes, as [begin, end) of `raw`; empty
/// when there is none.
std::pair<std::size_t, std::size_t> substitution(std::string_view raw, char escape) {
  static constexpr ByteSet starts_one = "$`";
  if (!starts_one.in(raw)) return {};
  bool single = false;
  bool doubled = false;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const char c = raw[i];
    if (c == escape && !single) {
      ++i;
    } else if (c == '\'' && !doubled) {
      single = !single;
    } else if (c == '"' && !single) {
      doubled = !doubled;
    } else if (!single && c == '$' && i + 1 < raw.size() && raw[i + 1] == '(') {
      int level = 0;
      for (std::size_t end = i + 1; end < raw.size(); ++end) {
        if (raw[end] == '(') ++level;
        if (raw[end] == ')' && --level == 0) return {i, end + 1};
      }
      return {};
    } else if (!single && c == '`' && escape != '`') {
      const std::size_t end = raw.find('`', i + 1);
      // Backquotes in prose mark words; as a value, or after `=` or `:`, they mean a command.
      const bool starts = i == 0 || raw[i - 1] == '"' || raw[i - 1] == ':' || raw[i - 1] == '=';
      if (end == std::string_view::npos || !starts || end == i + 1) return {};
      return {i, end + 1};
    }
  }
  return {};
}

/// Shells, make, git and start scripts evaluate the text of such variables later, so a command in
/// them may be meant.
bool evaluated_later(std::string_view name) {
  static constexpr std::array<std::string_view, 18> names{
      "PS0",        "PS1",     "PS2",       "PS3",      "PS4",     "PROMPT",
      "CMD",        "COMMAND", "ENV",       "BASH_ENV", "EDITOR",  "VISUAL",
      "GIT_EDITOR", "PAGER",   "GIT_PAGER", "LESSOPEN", "GIT_SSH", "ENTRYPOINT"};
  if (std::find(names.begin(), names.end(), name) != names.end()) return true;
  static constexpr std::array<std::string_view, 7> endings{"_CMD",     "_COMMAND", "_ARGS", "_OPTS",
                                                           "_OPTIONS", "_SCRIPT",  "_EXPR"};
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

/// `$(NAME)` and `$(shell ...)` in a variable of make are make's.
bool make_reference(std::string_view name, std::string_view substitution) {
  if (!name.ends_with("FLAGS")) return false;
  const std::string_view inside = substitution.substr(2, substitution.size() - 3);
  if (inside.starts_with("shell ")) return true;
  const bool upper = std::all_of(inside.begin(), inside.end(),
                                 [](char c) { return c == '_' || (c >= 'A' && c <= 'Z'); });
  return !inside.empty() && upper;
}

/// The Dockerfile evaluates text itself somewhere: everywhere (eval), or this variable's (`sh -c
/// "$NAME"`).
bool evaluated(const Document& document, std::string_view name) {
  const std::string plain = "$" + std::string(name);
  const std::string braced = "${" + std::string(name);
  for (const Stage& stage : document.stages) {
    for (const Step& step : stage.steps) {
      for (const Command& command : step.commands) {
        const std::string_view program = command.name();
        if (program == "eval" || program == "envsubst") return true;
        if (!program.ends_with("sh")) continue;
        for (const read::Word& word : command.syntax.words) {
          if (word.raw.value.find(plain) != std::string::npos ||
              word.raw.value.find(braced) != std::string::npos)
            return true;
        }
      }
    }
  }
  return false;
}

}  // namespace

void substitutions(const Document& document, Facts& out) {
  std::vector<Slip> found;
  each_step(document, [&](const Stage& stage, const Step& step) {
    const read::Instruction& instruction = *step.instruction;
    if (instruction.keyword != read::Keyword::env) return;
    for (std::size_t i = 0; i + 1 < instruction.arguments.size(); i += 2) {
      const Text& value = instruction.arguments[i + 1];
      const auto [begin, end] = substitution(value.value, document.escape);
      const std::string& name = instruction.arguments[i].value;
      if (begin == end || evaluated_later(name)) continue;
      if (make_reference(name, std::string_view(value.value).substr(begin, end - begin))) continue;
      found.push_back({.kind = SlipKind::command_substitution,
                       .stage = static_cast<int>(stage.index),
                       .span = value.slice(begin, end).around(),
                       .subject = instruction.arguments[i].value,
                       .detail = value.value.substr(begin, end - begin)});
    }
  });
  for (Slip& slip : found) {
    if (!evaluated(document, slip.subject)) out.slips.push_back(std::move(slip));
  }
}

}  // namespace cudafit::facts
