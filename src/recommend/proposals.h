#pragma once
// Which images could stand in place of the one that a stage starts from, before anybody looks
// whether they do. Private to the recommend room.

#include <array>
#include <string>
#include <vector>

#include "graph/graph.h"
#include "source/diagnostic.h"

namespace cudafit::recommend {

/// How far an image is from the one there is, most important first; smaller is better.
using Rank = std::array<unsigned, 10>;

struct Proposal {
  std::string repository, tag;
  std::vector<Edit> edits;  ///< that write it; none for the present image
  bool present = false;
  /// Everything that it lacks is proven to be used by nothing.
  bool sure = true;
  bool lighter = false;  ///< it has no CUDA, and the present image has
  std::vector<std::string> loses;
  std::vector<std::string> check;  ///< where not sure: what to look at
  /// Images of one kind are alternatives of which one is enough.
  std::string kind;
  Rank rank{};

  std::string name() const { return repository + ":" + tag; }
};

/// Best first. Only images whose contents are known completely, of the stage's platform. `root` has
/// to start from an image that the matrix lists.
std::vector<Proposal> proposals(const graph::Graph& graph, int root);

}  // namespace cudafit::recommend
