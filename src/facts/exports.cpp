// `RUN export X=1` and `RUN cd dir`: each RUN has its own shell, so what they set is gone when it
// ends.

#include <algorithm>
#include <cctype>

#include "facts/extract.h"

namespace cudafit::facts {

namespace {

/// Commands that use nothing an export could give them.
bool inert(const Command& command) {
  if (command.words.empty()) return command.syntax.redirects.empty();
  const std::string_view name = command.words.front().value;
  return name == "export" || name == "cd" || name == "true" || name == ":" || name == "set" ||
         name == "unset";
}

/// `NAME=` at the start of a word; empty for anything else.
std::string assigned_name(std::string_view word) {
  const std::size_t equals = word.find('=');
  if (equals == std::string_view::npos || equals == 0) return {};
  const std::string_view name = word.substr(0, equals);
  const bool valid = std::all_of(name.begin(), name.end(), [](char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
  return valid ? std::string(name) : std::string();
}

/// The places of `NAME=value` words; empty when the export does something else (-p, -f, a bare
/// name).
std::vector<Span> assignments(const Command& command) {
  std::vector<Span> out;
  for (std::size_t i = 1; i < command.words.size(); ++i) {
    const Span span = command.syntax.words[i].span();
    if (assigned_name(command.syntax.words[i].raw.value).empty() || !span) return {};
    out.push_back(span);
  }
  return out;
}

/// A word that means the same to the build as to the shell: no command, glob, brace, tilde, or
/// variable that only a shell has.
bool means_the_same(const Document& document, const Stage& stage, const Step& step,
                    const read::Word& word) {
  const std::string& raw = word.raw.value;
  if (raw.find_first_of("`*?[]~;&|<>()\n\\") != std::string::npos) return false;
  for (std::size_t at = raw.find('$'); at != std::string::npos; at = raw.find('$', at + 1)) {
    const bool braced = at + 1 < raw.size() && raw[at + 1] == '{';
    const std::size_t begin = at + (braced ? 2 : 1);
    std::size_t end = begin;
    while (end < raw.size() &&
           (raw[end] == '_' || std::isalnum(static_cast<unsigned char>(raw[end])) != 0))
      ++end;
    if (end == begin || (braced && (end == raw.size() || raw[end] != '}'))) return false;
    const std::string name = raw.substr(begin, end - begin);
    // Every image has a PATH.
    if (name != "PATH" && !document.lookup(stage.index, name, step.variables_before)) return false;
  }
  const std::size_t brace = raw.find('{');
  return brace == std::string::npos || (brace > 0 && raw[brace - 1] == '$');
}

/// Nothing stands behind the step's last word: no `;`, `&` or comment.
bool ends_at(const Step& step, Span last) {
  const Text& script = step.instruction->arguments.front();
  std::size_t end = script.size();
  while (end > 0 && (script.value[end - 1] == ' ' || script.value[end - 1] == '\t')) --end;
  const Span tail = script.span(end, end);
  return tail && tail.end == last.end && step.instruction->heredocs.empty();
}

/// The name was exported earlier in the same step: this puts it back and claims nothing for later
/// steps.
bool restores(const Step& step, std::size_t index) {
  const auto exported = [](const Command& command) {
    const std::string& word = command.words[1].value;
    return word.substr(0, word.find('='));
  };
  for (std::size_t i = 0; i < index; ++i) {
    const Command& before = step.commands[i];
    if (before.words.size() < 2 || before.words.front().value != "export") continue;
    if (exported(before) == exported(step.commands[index])) return true;
  }
  return false;
}

/// RUN export A=1 && export B=2 -> ENV A=1 B=2
std::vector<Edit> as_env(const Document& document, const Stage& stage, const Step& step) {
  std::vector<Edit> edits;
  Span last = step.instruction->word.around();
  for (const Command& command : step.commands) {
    const std::vector<Span> values = assignments(command);
    if (command.words.empty() || command.words.front().value != "export" || values.empty() ||
        !command.syntax.redirects.empty()) {
      return {};
    }
    for (std::size_t i = 1; i < command.syntax.words.size(); ++i) {
      if (!means_the_same(document, stage, step, command.syntax.words[i])) return {};
    }
    const bool first = edits.empty();
    edits.push_back(
        {{last.file, first ? last.begin : last.end, values.front().begin}, first ? "ENV " : " "});
    last = values.back();
  }
  if (!ends_at(step, last)) return {};
  return edits;
}

}  // namespace

void exports(const Document& document, Facts& out) {
  each_step(document, [&](const Stage& stage, const Step& step) {
    if (step.instruction->keyword != read::Keyword::run || !step.understood ||
        step.commands.empty())
      return;
    // A trap runs at the end and sees what was exported.
    const bool trap = std::any_of(step.commands.begin(), step.commands.end(),
                                  [](const Command& command) { return command.name() == "trap"; });
    if (trap) return;
    std::size_t tail = step.commands.size();
    while (tail > 0 && inert(step.commands[tail - 1])) --tail;
    for (std::size_t i = tail; i < step.commands.size(); ++i) {
      const Command& command = step.commands[i];
      if (command.words.size() < 2 || command.syntax.depth > 0 || command.nesting > 0 ||
          command.script >= 0)
        continue;
      const std::string_view name = command.words.front().value;
      if (name == "export" && !assignments(command).empty() && !restores(step, i)) {
        Slip slip{.kind = SlipKind::export_without_effect,
                  .stage = static_cast<int>(stage.index),
                  .span = command.syntax.span,
                  .subject = "export",
                  .detail = assigned_name(command.syntax.words[1].raw.value)};
        if (tail == 0) slip.edits = as_env(document, stage, step);
        out.slips.push_back(std::move(slip));
        return;  // the others in this RUN have the same cause
      }
      // `... && cd -` behind real work only tidies up; alone, it means to stay there.
      const bool alone = step.commands.size() == 1 && command.words.size() == 2 &&
                         command.syntax.redirects.empty() && !command.syntax.background;
      if (name != "cd" || !alone || command.syntax.words[1].raw.value == "-") continue;
      const read::Word& target = command.syntax.words[1];
      const Span word = step.instruction->word.around();
      Slip slip{.kind = SlipKind::export_without_effect,
                .stage = static_cast<int>(stage.index),
                .span = command.syntax.span,
                .subject = "cd",
                .detail = target.raw.value};
      if (target.span() && means_the_same(document, stage, step, target) &&
          ends_at(step, target.span())) {
        slip.edits.push_back({{word.file, word.begin, target.span().begin}, "WORKDIR "});
      }
      out.slips.push_back(std::move(slip));
    }
  });
}

}  // namespace cudafit::facts
