#pragma once
// Which findings are about which parts of a drawn graph, and what each part is called on a page.

#include <cstddef>
#include <string>
#include <vector>

#include "print/graph.h"
#include "print/graph_layout.h"

namespace cudafit::print {

/// Names of elements: made of numbers alone, nothing of them comes from the files.
std::string node_name(std::size_t build, std::size_t node);
std::string edge_name(std::size_t build, std::size_t edge);
std::string finding_name(std::size_t build, std::size_t finding);

/// For each part, the names of those that light up with it.
struct Links {
  std::vector<std::vector<std::string>> nodes, edges, findings;
};

/// A part goes with the lines that end at it, and with findings whose place overlaps its own; a
/// finding that overlaps none goes with its stage.
Links link_up(const DrawnGraph& one, const Layout& layout, std::size_t build);

}  // namespace cudafit::print
