#pragma once
// Where a conda command looks for packages, and which channel a package is taken from.

#include <string_view>
#include <vector>

#include "facts/facts.h"
#include "matrix/conda_channels.h"
#include "source/diagnostic.h"
#include "terms/version.h"

namespace cudafit::graph {

struct Graph;

/// The channels of one command, first the one that counts first.
struct CondaChannels {
  struct One {
    std::string_view name;  ///< as matrix::conda_channel; empty: some other channel
    bool written = false;   ///< by the command or its file, not conda's own
  };
  std::vector<One> all;
  bool complete = false;      ///< no other channel is asked
  bool prioritized = false;   ///< the first that has the package counts
  std::vector<Note> because;  ///< where conda's own channels come from
};
CondaChannels conda_channels(const Graph& graph, const facts::CondaInstall& install);

/// The public channel a specification is taken from; empty when that is not certain.
struct CondaOrigin {
  std::string_view channel;
  bool weak = false;
};
CondaOrigin conda_origin(const CondaChannels& channels, const facts::CondaSpec& spec);

/// The version a specification names, as far as it does: 11.3 of "=11.3", "==11.3", "11.3.*". No
/// parts for ranges and where none is written.
Version conda_pin(const facts::CondaSpec& spec);

/// Files were copied to where conda reads its configuration, or variables set that belong to it.
bool perhaps_configured(const Graph& graph, facts::Position at);

}  // namespace cudafit::graph
