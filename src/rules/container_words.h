#pragma once
// What the rules about containers and their host share.

#include "advise/rewrite.h"
#include "rules/finding.h"

namespace cudafit::rules {

/// Appends what `word` makes of each need of the kind. An inferred fact makes no error.
template <typename Word>
void each_flaw(const Rule& rule, const graph::Graph& graph, graph::ContainerFlaw flaw,
               std::vector<Diagnostic>& out, Word word) {
  for (const graph::ContainerNeed& need : graph.container_needs) {
    if (need.flaw != flaw) continue;
    Diagnostic made = finding(rule, graph, need.need, {});
    if (need.need.weak && made.severity == Severity::error) made.severity = Severity::warning;
    word(need, made);
    out.push_back(std::move(made));
  }
}

/// The fix that writes `with` where the need says; only shown where that cannot be written.
inline void offer(const graph::ContainerNeed& need, std::string title, std::string_view with,
                  Diagnostic& out, Safety safety = Safety::suggested) {
  Fix fix{std::move(title), Safety::shown, {}};
  const bool edit = !need.text.empty() && need.begin <= need.end;
  if (edit && advise::rewrite(need.text, need.begin, need.end, with, fix.edits))
    fix.safety = safety;
  out.fixes.push_back(std::move(fix));
}

/// Advice that no edit can express.
inline void advise_only(std::string title, Diagnostic& out) {
  out.fixes.push_back({std::move(title), Safety::shown, {}});
}

}  // namespace cudafit::rules
