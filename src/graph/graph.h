#pragma once
// The version graph: facts meet the matrix. Every need is met, unmet or unknown, with its reasons.

#include <cstdint>
#include <string>
#include <vector>

#include "facts/facts.h"
#include "matrix/matrix.h"

namespace cudafit::graph {

enum class Verdict : std::uint8_t { met, unmet, unknown };

/// An image that a build asks a registry for, and what the matrix says of it.
struct ImageNeed {
  std::size_t fact = 0;    ///< index into Graph::facts.facts
  std::string repository;  ///< canonical
  std::string tag;         ///< "latest" where none is written
  bool from_mirror =
      false;  ///< another registry that gets the same pushes, but not the same deletions
  bool unresolved = false;  ///< the repository is known, a part of the tag is not
  matrix::TagAnswer answer;
  Verdict verdict = Verdict::unknown;
};

/// A stage that needs NVIDIA's apt repository to be signed by a key it has.
struct KeyNeed {
  std::size_t fact = 0;  ///< index into Graph::facts.facts
  std::string image;     ///< the base image that brings the old key
  matrix::OldKey key;
};

struct Graph {
  facts::Facts facts;
  std::vector<ImageNeed> images;  ///< every image whose repository the matrix lists
  std::vector<KeyNeed> keys;      ///< unmet ones only
  matrix::KeyRotation rotation;

  const facts::Fact& fact_of(const ImageNeed& need) const { return facts.facts[need.fact]; }
  /// The stage's name for people; empty for -1.
  std::string stage_label(int stage) const;
};

/// Connects facts with the matrix and judges every need.
Graph connect(facts::Facts facts);

}  // namespace cudafit::graph
