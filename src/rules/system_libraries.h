#pragma once
// What the rules about CUDA and cuDNN of the system share: who uses them, and which image has them.

#include "advise/tags.h"
#include "rules/finding.h"

namespace cudafit::rules {

/// A finding about a package and the libraries it uses. An inferred fact, or a version that nothing
/// pins, makes no error.
inline Diagnostic library_finding(const Rule& rule, const graph::Graph& graph,
                                  const graph::LibraryNeed& need, std::string message) {
  Diagnostic out = finding(rule, graph, need.need.stage, need.need.span, std::move(message));
  if (need.need.weak || need.assumed) out.severity = Severity::warning;
  out.notes = need.need.chain;
  if (!need.row.error.empty()) {
    out.notes.push_back(fact("at run time it says \"" + std::string(need.row.error) + "\"" +
                             (need.row.silent ? " and goes on without the GPU" : "")));
  } else if (need.row.silent) {
    out.notes.push_back(fact("it says nothing and goes on without the GPU"));
  }
  return out;
}

/// Offers the image the stage starts from in another flavor.
inline void offer_base(const graph::Graph& graph, int stage, const advise::Reflavor& wanted,
                       Diagnostic& out) {
  if (const auto other = advise::other_base(graph, stage, wanted)) {
    const bool edits = !other->edits.empty() && !other->spreads;
    out.fixes.push_back({"start from " + other->image, edits ? Safety::suggested : Safety::shown,
                         edits ? other->edits : std::vector<Edit>{}});
  }
}

}  // namespace cudafit::rules
