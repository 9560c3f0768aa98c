#pragma once
// Changes of one conda command or of the file it reads.

#include <string>
#include <string_view>
#include <vector>

#include "graph/graph.h"

namespace cudafit::advise {

/// Another specification in place of one, and channels behind those that are written; `channels`
/// may hold empty ones. No edits where a part has no place to be written.
std::vector<Edit> respecify(const facts::CondaInstall& install, std::size_t spec,
                            std::string_view written,
                            const std::vector<std::string_view>& channels);

/// Channels behind those that are written.
std::vector<Edit> add_channels(const facts::CondaInstall& install,
                               const std::vector<std::string_view>& channels);

/// What makes the finding go away, best first.
std::vector<Fix> conda_builds(const graph::Graph& graph, const graph::CondaBuildNeed& need);

}  // namespace cudafit::advise
