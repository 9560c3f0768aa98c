// Looking variables up, in stages and before the first FROM.

#include <algorithm>

#include "document/scope.h"

namespace cudafit::document {

namespace {

/// Index of the variable among the first `count` that decides `name`; -1 when none declares it.
int decide(const std::vector<Variable>& variables, std::size_t count, std::string_view name) {
  int declared = -1;
  for (std::size_t i = std::min(count, variables.size()); i-- > 0;) {
    if (variables[i].name != name) continue;
    if (variables[i].set) return static_cast<int>(i);
    if (declared < 0) declared = static_cast<int>(i);
  }
  return declared;
}

}  // namespace

VariableRef Document::lookup(std::size_t stage, std::string_view name, std::size_t count) const {
  VariableRef argument;
  VariableRef declared;
  for (bool own = true;; own = false) {
    const std::vector<Variable>& variables = stages[stage].variables;
    for (std::size_t i = std::min(count, variables.size()); i-- > 0;) {
      if (variables[i].name != name) continue;
      const VariableRef here{static_cast<int>(stage), static_cast<int>(i)};
      if (!variables[i].set) {
        if (!declared) declared = here;
      } else if (own || variables[i].origin != Origin::arg) {
        return here;
      } else if (!argument) {
        // A stage starts with its parent's image configuration, which has ENV but no ARG: an ENV of
        // any stage below wins over an inherited ARG, whatever their order there.
        argument = here;
      }
    }
    if (stages[stage].parent < 0) return argument ? argument : declared;
    stage = static_cast<std::size_t>(stages[stage].parent);
    count = stages[stage].variables.size();
  }
}

const Variable& Document::at(VariableRef ref) const {
  const std::size_t index = static_cast<std::size_t>(ref.index);
  return ref.stage < 0 ? globals[index]
                       : stages[static_cast<std::size_t>(ref.stage)].variables[index];
}

VariableRef Document::lookup_global(std::string_view name) const {
  return {-1, decide(globals, globals.size(), name)};
}

bool Document::base_known(std::size_t stage) const {
  while (stages[stage].parent >= 0) stage = static_cast<std::size_t>(stages[stage].parent);
  return stages[stage].base_known;
}

std::string Stage::label() const { return name.empty() ? std::to_string(index) : name.value; }

Text unknown_text() {
  Text text;
  text.complete = false;
  return text;
}

std::optional<Text> value_in_stage(const Scope& scope, std::string_view name) {
  const VariableRef ref = scope.document.lookup(scope.stage, name, scope.count);
  if (ref) {
    const Variable& variable = scope.document.at(ref);
    // Declared without a value: whoever builds may pass one.
    return variable.set ? variable.value : unknown_text();
  }
  if (!scope.document.base_known(scope.stage)) return unknown_text();
  return std::nullopt;
}

void note_uses(const Scope& scope, std::vector<read::Use>& met, bool in_shell,
               std::vector<VariableUse>& out) {
  for (read::Use& use : met) {
    VariableUse noted;
    noted.variable = scope.document.lookup(scope.stage, use.name, scope.count);
    noted.name = std::move(use.name);
    noted.span = use.span;
    noted.op = std::move(use.op);
    noted.in_shell = in_shell;
    out.push_back(std::move(noted));
  }
}

}  // namespace cudafit::document
