#pragma once
// The packages of the system that a stage installs: which of them only a build needs. Private to
// the recommend room.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/graph.h"
#include "recommend/split_parts.h"
#include "source/diagnostic.h"

namespace cudafit::recommend {

struct StagePackages {
  struct One {
    const facts::SystemPackageName* name = nullptr;
    std::size_t install = 0;  ///< index into Facts::system_installs
    bool kept = true;
    std::string instead;  ///< of one that is not kept: what is installed in its place
  };
  std::vector<One> all;
  std::string refusal;

  std::vector<std::string> names(bool kept) const;
};

/// Of the installs up to `last`. A compiler, headers and pip are left out, and what is named like a
/// program that `only_builds` says is started nowhere else. `interpreter`: the Python that what
/// runs needs; empty: none.
StagePackages stage_packages(const graph::Graph& graph, int stage, std::size_t last,
                             std::string_view interpreter,
                             const std::function<bool(std::string_view)>& only_builds);

/// Why a RUN of the second stage fails without the packages that are left out; empty: none does.
std::string wants_left_out(const std::vector<Part>& parts, const std::vector<std::string>& left_out,
                           const std::vector<std::string>& kept);

}  // namespace cudafit::recommend
