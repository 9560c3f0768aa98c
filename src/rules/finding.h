#pragma once
// Small helpers shared by the rules.

#include <string>
#include <string_view>

#include "rules/rules.h"

namespace cudafit::rules {

/// A finding of `rule` with its default severity.
inline Diagnostic finding(const Rule& rule, const graph::Graph& graph, int stage, Span span,
                          std::string message) {
  Diagnostic out;
  out.rule = rule.info.id;
  out.severity = rule.info.severity;
  out.span = span;
  out.message = std::move(message);
  out.stage = graph.stage_label(stage);
  return out;
}

/// A note without a place.
inline Note fact(std::string message, std::string source = {}) {
  return {std::move(message), {}, std::move(source)};
}

/// How the value was reached, as notes with places.
inline void add_chain(const std::vector<facts::Link>& how, Diagnostic& out) {
  for (const facts::Link& link : how) out.notes.push_back({link.words, link.span, {}});
}

/// Why the stage's base image is taken for another one, where people declare it.
inline void add_declared(const graph::Graph& graph, int stage, Diagnostic& out) {
  if (stage < 0) return;
  const std::vector<Note>& because = graph.bases[static_cast<std::size_t>(stage)].because;
  out.notes.insert(out.notes.end(), because.begin(), because.end());
}

/// A finding for a judged need, with its chain of reasons.
inline Diagnostic finding(const Rule& rule, const graph::Graph& graph, const graph::Need& need,
                          std::string message) {
  Diagnostic out = finding(rule, graph, need.stage, need.span, std::move(message));
  out.host = need.host;
  out.notes = need.chain;
  return out;
}

/// What people search for.
inline void add_error_text(std::string_view who, const std::string& text, Diagnostic& out) {
  if (!text.empty()) out.notes.push_back(fact(std::string(who) + " shows \"" + text + "\""));
}

}  // namespace cudafit::rules
