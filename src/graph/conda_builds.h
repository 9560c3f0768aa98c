#pragma once
// Packages of conda that are not where the command looks for them, and builds of torch that conda
// cannot choose.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "graph/need.h"

namespace cudafit::graph {

struct Graph;

/// A package that selects a CUDA, in a version or from channels that do not go together.
struct CondaBuildNeed {
  enum class Kind : std::uint8_t {
    absent,      ///< none of the channels has it
    parts,       ///< what it depends on is in none of the channels
    unselected,  ///< it does not select the CUDA of this torch
    unbuilt,     ///< there is no build of this torch for that CUDA
  };
  Need need;
  std::size_t install = 0, spec = 0;  ///< indices into Facts::conda_installs
  Kind kind = Kind::absent;
  /// Index of the specification of torch; -1: none has to do with it.
  int torch = -1;
  std::string_view torch_channel;
  Version cuda;  ///< what the specification asks for; no parts: any
  /// absent: the channel it is in, the first of several; parts: the one that has them. Empty: none.
  std::string_view channel;
  bool only_channel = false;  ///< no other public channel has it
  /// absent without a channel: the versions next to it; the others: what torch is built for.
  std::vector<Version> instead;
  bool ended = false;         ///< absent without a channel: it is newer than all there ever were
  std::string_view selector;  ///< unselected, unbuilt: the package that selects the CUDA of it
  /// The channels that `selector` needs and the command does not name, by `instead`'s order.
  std::vector<std::string_view> missing;
};

/// torch from a channel that gets no new releases.
struct CondaFrozen {
  Need need;
  std::size_t install = 0, spec = 0;
  std::string_view channel, last_torch;
  bool newer = false;  ///< it asks for a release the channel will never have
  std::string pin;     ///< the newest release the command can get; empty: not known
  /// A package that selects no CUDA of these releases any more; -1: none.
  int idle_selector = -1;
};

void judge_conda_builds(Graph& graph);

}  // namespace cudafit::graph
