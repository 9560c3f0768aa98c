// `RUN export X=1` and `RUN cd dir`: each RUN has its own shell, so what they set is gone when it
// ends.

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

/// The places of `NAME=value` words; empty when the export does something else (-p, -f, a bare
/// name).
std::vector<Span> assignments(const Command& command) {
  std::vector<Span> out;
  for (std::size_t i = 1; i < command.words.size(); ++i) {
    const std::string& written = command.syntax.words[i].raw.value;
    const std::size_t equals = written.find('=');
    const Span span = command.syntax.words[i].span();
    if (equals == std::string::npos || equals == 0 || written[0] == '-' || !span) return {};
    out.push_back(span);
  }
  return out;
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

/// ENV cannot run commands.
bool substitutes(const Command& command) {
  for (const read::Word& word : command.syntax.words) {
    if (word.raw.value.find("$(") != std::string::npos ||
        word.raw.value.find('`') != std::string::npos)
      return true;
  }
  return false;
}

/// RUN export A=1 && export B=2 -> ENV A=1 B=2
std::vector<Edit> as_env(const Step& step) {
  std::vector<Edit> edits;
  Span last = step.instruction->word.around();
  for (const Command& command : step.commands) {
    const std::vector<Span> values = assignments(command);
    if (command.words.empty() || command.words.front().value != "export" || values.empty() ||
        substitutes(command) || !command.syntax.redirects.empty()) {
      return {};
    }
    const bool first = edits.empty();
    edits.push_back(
        {{last.file, first ? last.begin : last.end, values.front().begin}, first ? "ENV " : " "});
    last = values.back();
  }
  return edits;
}

}  // namespace

void exports(const Document& document, Facts& out) {
  each_step(document, [&](const Stage& stage, const Step& step) {
    if (step.instruction->keyword != read::Keyword::run || !step.understood ||
        step.commands.empty())
      return;
    std::size_t tail = step.commands.size();
    while (tail > 0 && inert(step.commands[tail - 1])) --tail;
    for (std::size_t i = tail; i < step.commands.size(); ++i) {
      const Command& command = step.commands[i];
      if (command.words.size() < 2 || command.syntax.depth > 0 || command.nesting > 0) continue;
      const std::string_view name = command.words.front().value;
      if (name == "export" && !assignments(command).empty() && !restores(step, i)) {
        Slip slip{.kind = SlipKind::export_without_effect,
                  .stage = static_cast<int>(stage.index),
                  .span = command.syntax.span,
                  .subject = "export",
                  .detail = command.words[1].value.substr(0, command.words[1].value.find('='))};
        if (tail == 0) slip.edits = as_env(step);
        out.slips.push_back(std::move(slip));
        return;  // the others in this RUN have the same cause
      }
      // `... && cd -` behind real work only tidies up; alone, it means to stay there.
      if (name == "cd" && step.commands.size() == 1 && command.words.size() == 2 &&
          command.syntax.redirects.empty() && !substitutes(command)) {
        const Span target = command.syntax.words[1].span();
        const Span word = step.instruction->word.around();
        Slip slip{.kind = SlipKind::export_without_effect,
                  .stage = static_cast<int>(stage.index),
                  .span = command.syntax.span,
                  .subject = "cd",
                  .detail = command.words[1].value};
        if (target && command.words[1].complete &&
            command.words[1].value.find('~') == std::string::npos) {
          slip.edits.push_back({{word.file, word.begin, target.begin}, "WORKDIR "});
        }
        out.slips.push_back(std::move(slip));
      }
    }
  });
}

}  // namespace cudafit::facts
