#pragma once
// apt's lists of packages: `apt-get update` reads them, and an install fails where nothing has, as
// in NVIDIA's images. Private to the recommend room.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/graph.h"

namespace cudafit::recommend {

struct Part;

/// A RUN of the new stages' own that reads the lists.
struct AptRun {
  std::string packages = {};  ///< installs these; empty: only reads
  bool quiet = false;         ///< asks no questions
  bool no_recommends = false;
  bool keeps_lists = false;  ///< a later RUN installs, and does not read them itself

  std::string written(std::string_view end_of_line) const;
};

/// The first to touch the lists from the part `from` on, up to `last`, is an install. `final_`: in
/// the second stage; else in the first.
bool lists_wanted(const graph::Graph& graph, int stage, const std::vector<Part>& parts,
                  std::size_t from, std::size_t last, bool final_);

/// Leaves out RUNs that only read the lists where the second stage does not install from them, and
/// has every install of the second stage that finds lists now find them there, too: what reads them
/// may stay behind in the first. `own`: what the second stage installs behind the part `last`.
void keep_lists(const graph::Graph& graph, int stage, std::vector<Part>& parts, std::size_t last,
                std::optional<AptRun>& own);

}  // namespace cudafit::recommend
