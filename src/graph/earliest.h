#pragma once
// "Has it happened yet?", without walking over everything that happens. Private to the graph room.

#include <algorithm>
#include <optional>
#include <vector>

#include "facts/facts.h"

namespace cudafit::graph {

/// The first time that something happens in each stage.
class Earliest {
 public:
  explicit Earliest(const facts::Facts& facts) : facts_(facts), first_(facts.stages.size()) {}

  void add(facts::Position at) {
    if (at.stage < 0) return;
    std::optional<facts::Position>& first = first_[static_cast<std::size_t>(at.stage)];
    first = first ? std::min(*first, at) : at;
  }

  /// As came_before, for any of what was added.
  bool before(facts::Position where) const {
    for (int stage = where.stage; stage >= 0;
         stage = facts_.stages[static_cast<std::size_t>(stage)].parent) {
      const std::optional<facts::Position>& first = first_[static_cast<std::size_t>(stage)];
      if (first && (stage != where.stage || *first < where)) return true;
    }
    return false;
  }

 private:
  const facts::Facts& facts_;
  std::vector<std::optional<facts::Position>> first_;  ///< of each stage
};

}  // namespace cudafit::graph
