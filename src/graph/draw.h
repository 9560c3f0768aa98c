#pragma once
// The graph as nodes and edges, for people and programs that want to see it.

#include <string>
#include <vector>

#include "graph/graph.h"

namespace cudafit::graph {

struct DrawnNode {
  std::string id;        ///< unique, stable for the same input: "stage:runtime", "package:3"
  std::string kind;      ///< host, image, stage, package, component, need
  std::string label;     ///< "torch 2.0.1+cu118"
  std::string place;     ///< host, image, apt, pip, conda; empty for stages
  std::string stage;     ///< the stage it belongs to; empty for hosts and images
  Span span;             ///< nowhere when no file holds it
  bool assumed = false;  ///< its version is the newest known, nothing pins it
  bool weak = false;     ///< rests on an inferred fact
  std::vector<Note> because = {};  ///< how it was reached; places and citations
};

struct DrawnEdge {
  std::string from, to;  ///< ids
  std::string relation;  ///< starts-from, copies-from, has, brings, needs
  std::string label;     ///< "driver >= 450.80.02"; may be empty
  std::string verdict;   ///< of needs: met, unmet, unknown; else empty
  std::string reason;    ///< of unmet needs: in one sentence, what is there instead, or who says so
  Span span;             ///< of needs: what asks for it
  std::vector<Note> because = {};
};

struct Drawing {
  std::vector<DrawnNode> nodes;
  std::vector<DrawnEdge> edges;
};

Drawing draw(const Graph& graph);

}  // namespace cudafit::graph
