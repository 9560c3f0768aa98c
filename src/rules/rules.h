#pragma once
// The rules. Each is one .cpp that defines one `Rule`; rules.cpp lists them in the order of the
// docs.

#include <span>
#include <string_view>
#include <vector>

#include "graph/graph.h"
#include "source/diagnostic.h"

namespace cudafit::rules {

struct Rule {
  RuleInfo info;
  /// Appends findings. Empty for the findings that come from elsewhere (parse-error from read,
  /// unused-ignore from analyze).
  void (*check)(const graph::Graph&, std::vector<Diagnostic>&) = nullptr;
};

/// All rules, in the order of the docs.
std::span<const Rule* const> all();
const Rule* find(std::string_view id);

}  // namespace cudafit::rules
