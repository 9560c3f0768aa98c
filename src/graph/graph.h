#pragma once
// The version graph: facts meet the matrix. Every need is met, unmet or unknown, with its reasons.

#include <cstdint>
#include <string>
#include <vector>

#include "facts/facts.h"
#include "matrix/matrix.h"

namespace cudafit::graph {

enum class Verdict : std::uint8_t { met, unmet, unknown };

/// What the matrix says of one image fact.
struct ImageNeed {
  const facts::Fact* fact = nullptr;
  std::string repository;  ///< canonical
  bool mirror = false;     ///< not docker.io: another registry that is known to serve the same tags
  matrix::TagAnswer answer;
  Verdict verdict = Verdict::unknown;
};

/// A slip with what the matrix adds to it.
struct Slipped {
  const facts::Slip* slip = nullptr;
  Verdict verdict = Verdict::unmet;  ///< unmet: proven to go wrong; unknown: the matrix cannot say
  std::string base_value;            ///< arg_shadowed: the base image's value
  matrix::Citation source;           ///< who says so, when the world says it
};

struct StageNode {
  std::string label;
  std::string image;  ///< resolved base image of the chain; empty when not known
  bool product = false;
  bool compiles = false;  ///< a command of the stage calls nvcc
};

struct Graph {
  facts::Facts facts;  ///< owned: needs point into it
  std::vector<StageNode> stages;
  std::vector<ImageNeed> images;
  std::vector<Slipped> slips;
};

/// Connects facts with the matrix and judges every need.
Graph connect(facts::Facts facts, const document::Document& document);

}  // namespace cudafit::graph
