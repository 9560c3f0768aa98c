// Variables that are not what the line that uses them says.

#include <set>

#include "facts/extract.h"

namespace cudafit::facts {

namespace {

/// `${X:-w}` says what to do without X.
bool has_fallback(std::string_view op) {
  return op == ":-" || op == "-" || op == "+" || op == ":+";
}

/// A global ARG (or a platform argument) that the stage uses without declaring it: it expands to
/// nothing.
void undeclared(const Document& document, const Stage& stage, Facts& out) {
  if (!document.base_known(stage.index)) return;
  std::set<std::string, std::less<>> seen;
  for (const Step& step : stage.steps) {
    for (const document::VariableUse& use : step.uses) {
      if (use.variable || use.maybe_set_in_script || has_fallback(use.op) || !use.span) continue;
      const document::VariableRef global = document.lookup_global(use.name);
      if (!global || !seen.insert(use.name).second) continue;
      const document::Variable& variable = document.at(global);
      const bool platform = variable.origin == document::Origin::predefined;
      if (!platform && (!variable.set || (variable.value.complete && variable.value.empty())))
        continue;
      Slip slip{.kind = SlipKind::global_arg_unused_in_stage,
                .stage = static_cast<int>(stage.index),
                .span = use.span,
                .subject = use.name,
                .detail = variable.value.complete ? variable.value.value : std::string(),
                .extra = platform ? "platform" : ""};
      if (!platform)
        slip.how.push_back(
            {use.name + " is declared here, before the first FROM", variable.declared});
      const Span from = stage.from->span;
      slip.edits.push_back({{from.file, from.end, from.end}, "\nARG " + use.name});
      out.slips.push_back(std::move(slip));
    }
  }
}

}  // namespace

void variables(const Document& document, Facts& out) {
  for (const Stage& stage : document.stages) {
    if (stage.built) undeclared(document, stage, out);
  }
}

}  // namespace cudafit::facts
