// `ENV X=$(command)`: the build runs no command there; the text itself becomes the value.

#include <algorithm>

#include "facts/extract.h"

namespace cudafit::facts {

namespace {

/// The first `$(...)` or backquoted command outside single quotes, as [begin, end) of `raw`; empty
/// when there is none.
std::pair<std::size_t, std::size_t> substitution(std::string_view raw, char escape) {
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

/// Programs evaluate these at run time, so a command in them is meant.
bool evaluated_later(std::string_view name) {
  static constexpr std::string_view names[] = {
      "PS0", "PS1", "PS2", "PS3", "PS4", "PROMPT_COMMAND", "PROMPT"};
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// The Dockerfile evaluates text itself somewhere; what that does to a variable is not followed.
bool evaluates(const Document& document) {
  for (const Stage& stage : document.stages) {
    for (const Step& step : stage.steps) {
      for (const Command& command : step.commands) {
        const std::string_view name = command.name();
        if (name == "eval" || name == "envsubst") return true;
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
      if (begin == end || evaluated_later(instruction.arguments[i].value)) continue;
      found.push_back({.kind = SlipKind::command_substitution,
                       .stage = static_cast<int>(stage.index),
                       .span = value.slice(begin, end).around(),
                       .subject = instruction.arguments[i].value,
                       .detail = value.value.substr(begin, end - begin)});
    }
  });
  if (found.empty() || evaluates(document)) return;
  for (Slip& slip : found) out.slips.push_back(std::move(slip));
}

}  // namespace cudafit::facts
