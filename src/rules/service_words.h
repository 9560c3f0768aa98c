#pragma once
// What the rules about Compose files share.

#include <algorithm>
#include <string>

#include "rules/finding.h"

namespace cudafit::rules {

/// The image that the service runs is analysed here, and the Compose file is said elsewhere.
inline bool said_elsewhere(const facts::Service& service) {
  return service.built && service.stage >= 0;
}

/// The same place is said already: of another service that takes it by an anchor or by `extends`.
inline bool said_here(const std::vector<Diagnostic>& out, const Rule& rule, Span span) {
  return std::any_of(out.begin(), out.end(), [&](const Diagnostic& each) {
    return each.rule == rule.info.id && each.span == span;
  });
}

/// A finding about a service.
inline Diagnostic finding(const Rule& rule, const graph::Graph& graph,
                          const facts::Service& service, Span span, std::string message) {
  Diagnostic out = finding(rule, graph, service.stage, span, std::move(message));
  if (service.stage < 0) out.stage = service.name;
  return out;
}

/// One for each flaw of a kind in the device requests of the file; `word` says which.
template <typename Word>
void each_flaw(const Rule& rule, const graph::Graph& graph, std::vector<Diagnostic>& out,
               Word word) {
  for (const facts::Service& service : graph.facts.services) {
    if (said_elsewhere(service)) continue;
    for (const facts::FlawedRequest& flaw : service.flaws) {
      const std::string message = word(service, flaw);
      if (message.empty() || said_here(out, rule, flaw.span)) continue;
      Diagnostic one = finding(rule, graph, service, flaw.span, message);
      add_chain(flaw.how, one);
      one.fixes = flaw.fixes;
      out.push_back(std::move(one));
    }
  }
}

}  // namespace cudafit::rules
