#pragma once
// The lines of a drawn graph.

#include "print/graph_layout.h"

namespace cudafit::print {

/// Gives every edge between two placed nodes its line.
void route_edges(const graph::Drawing& drawing, Layout& layout);

}  // namespace cudafit::print
