// ` # words` behind the arguments of an instruction. Dockerfiles have comments only on lines of
// their own; behind arguments the words are arguments too. Slip::extra says what the build makes of
// them: "fails" or "kept".

#include "facts/extract.h"

namespace cudafit::facts {

namespace {

using read::Form;
using read::Keyword;

bool blank(char c) { return c == ' ' || c == '\t'; }

/// Offset of the `#` that starts the comment, outside quotes and behind a blank; npos when there is
/// none. `strict` wants a blank behind it too: `#fff` is a value, `# colour` is not.
std::size_t find_comment(std::string_view line, char escape, bool strict) {
  if (line.find('#') == std::string_view::npos) return std::string_view::npos;
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == escape && quote != '\'') {
      ++i;
    } else if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '#' && i > 0 && blank(line[i - 1]) &&
               (!strict || (i + 1 < line.size() && blank(line[i + 1])))) {
      return i;
    }
  }
  return std::string_view::npos;
}

/// Whether `text` is a JSON array of strings: what stands before the comment was meant as exec
/// form.
bool json_array(std::string_view text) {
  std::size_t at = text.find_first_not_of(" \t");
  if (at == std::string_view::npos || text[at] != '[') return false;
  ++at;
  bool value_due = true;
  while (true) {
    at = text.find_first_not_of(" \t", at);
    if (at == std::string_view::npos) return false;
    if (text[at] == ']') return text.find_first_not_of(" \t", at + 1) == std::string_view::npos;
    if (!value_due) {
      if (text[at] != ',') return false;
      value_due = true;
      ++at;
      continue;
    }
    if (text[at] != '"') return false;
    for (++at; at < text.size() && text[at] != '"'; ++at) {
      if (text[at] == '\\') ++at;
    }
    if (at >= text.size()) return false;
    ++at;
    value_due = false;
  }
}

struct Effect {
  std::size_t at = std::string_view::npos;
  std::string_view what = "fails";
};

/// What the build makes of a comment on this instruction; nothing when it is harmless or may be
/// meant.
Effect effect(const read::Instruction& instruction, char escape) {
  const std::string_view line = instruction.line.value;
  const std::size_t keyword = instruction.word.size();
  switch (instruction.keyword) {
    case Keyword::from:
    case Keyword::expose:
      return {find_comment(line, escape, false), "fails"};
    case Keyword::copy:
    case Keyword::add:
      if (instruction.form == Form::json) return {};
      return {find_comment(line, escape, true), "fails"};
    case Keyword::env:
    case Keyword::label:
      if (instruction.form != Form::legacy) return {find_comment(line, escape, true), "fails"};
      if (instruction.keyword == Keyword::label) return {};  // prose
      return {find_comment(line, escape, true), "kept"};
    case Keyword::workdir:
    case Keyword::user:
    case Keyword::volume:
      return {find_comment(line, escape, true), "kept"};
    case Keyword::run:
    case Keyword::cmd:
    case Keyword::entrypoint: {
      if (instruction.form != Form::shell) return {};
      const std::size_t in_shell = read::shell_comment(line.substr(keyword));
      if (in_shell == std::string_view::npos) return {};
      const std::size_t at = keyword + in_shell;
      if (json_array(line.substr(keyword, at - keyword))) return {at, "shell"};
      return instruction.keyword == Keyword::run ? Effect{at, "lost"} : Effect{};
    }
    default:
      return {};
  }
}

/// Where the physical line of the comment ends in the joined line.
std::size_t physical_end(const Text& line, std::size_t at) {
  for (const Piece& piece : line.pieces) {
    if (at >= piece.at && at < piece.at + piece.size) return piece.at + piece.size;
  }
  return line.size();
}

void look_at(const read::Instruction& instruction, char escape, int stage, Facts& out) {
  if (!instruction.heredocs.empty()) return;
  const Effect found = effect(instruction, escape);
  const Text& line = instruction.line;
  if (found.at == std::string_view::npos || found.at < instruction.word.size()) return;
  std::size_t end = physical_end(line, found.at);
  const std::string_view behind = std::string_view(line.value).substr(end);
  const bool more = behind.find_first_not_of(" \t") != std::string_view::npos;
  // In a shell a comment is fine, unless the lines joined behind it were meant to run.
  if (more != (found.what == "lost")) return;
  while (end > found.at && blank(line.value[end - 1])) --end;
  const Span comment = line.span(found.at, end);
  if (!comment) return;
  std::size_t gap = found.at;
  while (gap > 0 && blank(line.value[gap - 1])) --gap;
  Slip slip{.kind = SlipKind::inline_comment,
            .stage = stage,
            .span = comment,
            .subject = std::string(read::name(instruction.keyword)),
            .detail = line.value.substr(found.at, end - found.at),
            .extra = std::string(found.what)};
  if (more)
    slip.how.push_back({"this line is part of the comment",
                        line.slice(physical_end(line, found.at), line.size()).around()});
  if (const Span removed = line.span(gap, end)) {
    const Span whole = instruction.span;
    slip.edits.push_back({{whole.file, whole.begin, whole.begin}, slip.detail + "\n"});
    slip.edits.push_back({removed, ""});
  }
  out.slips.push_back(std::move(slip));
}

}  // namespace

void comments(const Document& document, Facts& out) {
  for (const Stage& stage : document.stages) {
    if (!stage.built) continue;
    look_at(*stage.from, document.escape, static_cast<int>(stage.index), out);
    for (const Step& step : stage.steps)
      look_at(*step.instruction, document.escape, static_cast<int>(stage.index), out);
  }
}

}  // namespace cudafit::facts
