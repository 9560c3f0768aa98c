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

}  // namespace cudafit::print
