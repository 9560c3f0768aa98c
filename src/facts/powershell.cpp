// `ENV PATH="$env:PATH;C:\tools"`: the way PowerShell names variables means something else to the
// build, the variable `env` with `:PATH` behind it. Slip::extra is what the value becomes.

#include <algorithm>

#include "facts/extract.h"
#include "facts/words.h"
#include "terms/ascii.h"

namespace cudafit::facts {

namespace {

struct Reference {
  std::size_t begin = std::string_view::npos;
  std::size_t end = 0;
  std::string name;  ///< behind the colon
};

/// The first `$env:NAME` or `${env:NAME}` that is neither escaped nor in single quotes.
Reference reference(std::string_view raw, char escape) {
  if (raw.find('$') == std::string_view::npos) return {};
  bool single = false;
  bool doubled = false;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const char c = raw[i];
    if (c == escape && !single) {
      ++i;
      continue;
    }
    if (c == '\'' && !doubled) single = !single;
    if (c == '"' && !single) doubled = !doubled;
    if (single || c != '$') continue;
    const bool braced = i + 1 < raw.size() && raw[i + 1] == '{';
    const std::size_t word = i + (braced ? 2 : 1);
    if (ascii::lowered(raw.substr(word, 4)) != "env:") continue;
    std::size_t end = word + 4;
    while (end < raw.size() && (ascii::alnum(raw[end]) || raw[end] == '_')) ++end;
    // `${env:-x}` is a default.
    if (end == word + 4 || ascii::digit(raw[word + 4])) continue;
    Reference out{i, end, std::string(raw.substr(word + 4, end - word - 4))};
    if (braced && end < raw.size() && raw[end] == '}') ++out.end;
    return out;
  }
  return {};
}

}  // namespace

void powershell_variables(const Document& document, Facts& out) {
  each_step(document, [&](const Stage& stage, const Step& step) {
    const read::Instruction& instruction = *step.instruction;
    if (instruction.keyword != read::Keyword::env) return;
    for (std::size_t i = 0; i + 1 < instruction.arguments.size(); i += 2) {
      const Text& raw = instruction.arguments[i + 1];
      const Reference found = reference(raw.value, document.escape);
      if (found.begin == std::string_view::npos) continue;
      const std::string word =
          raw.value.substr(found.begin + (raw.value[found.begin + 1] == '{' ? 2 : 1), 3);
      // A variable of that name, or one that nobody knows of.
      if (document.lookup(stage.index, word, step.variables_before)) continue;
      Slip slip{.kind = SlipKind::powershell_variable,
                .stage = static_cast<int>(stage.index),
                .span = raw.slice(found.begin, found.end).around(),
                .subject = instruction.arguments[i].value,
                .detail = raw.value.substr(found.begin, found.end - found.begin),
                .extra = found.name};
      const document::VariableRef set =
          document.lookup(stage.index, found.name, step.variables_before);
      const Span exact = raw.span(found.begin, found.end);
      if (set && document.at(set).set && exact)
        slip.edits.push_back({exact, "${" + found.name + "}"});
      out.slips.push_back(std::move(slip));
    }
  });
}

}  // namespace cudafit::facts
