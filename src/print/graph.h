#pragma once
// The version graph, printed.

#include <span>
#include <string>

#include "graph/draw.h"
#include "print/print.h"
#include "source/report.h"

namespace cudafit::print {

/// The graph of one build, with the report whose sources its spans point into.
struct DrawnGraph {
  const Report* report = nullptr;
  std::string build;  ///< the build's name where the file has several
  graph::Drawing drawing;
};

/// For programs; schema/graph.schema.json describes it. ASCII only.
std::string graph_json(std::span<const DrawnGraph> graphs, const PrintOptions& options);
/// For Graphviz: one digraph a build.
std::string graph_dot(std::span<const DrawnGraph> graphs);
/// For Markdown: one flowchart a build.
std::string graph_mermaid(std::span<const DrawnGraph> graphs);
/// One drawing that needs nothing but itself: builds one below the other, the unmet needs in red
/// with what is there instead.
std::string graph_svg(std::span<const DrawnGraph> graphs);
/// One page that needs nothing but itself: the drawings, what the findings say beside them, and
/// everything in words. Its script only lights up what belongs together.
std::string graph_html(std::span<const DrawnGraph> graphs, const PrintOptions& options);

}  // namespace cudafit::print
