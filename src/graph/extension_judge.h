#pragma once
// Whether an installation compiles CUDA code: what the rows of its package say together. Private to
// the graph room.

#include <string>
#include <vector>

#include "graph/graph.h"
#include "matrix/extensions.h"

namespace cudafit::graph {

/// How a package is asked for.
struct ExtensionSource {
  enum class From : std::uint8_t { index, archive, repository, wheel, elsewhere } from;
  std::string version;  ///< empty: not known
  bool newest = false;  ///< whatever is newest
};

/// The rows of the package that may hold for what is asked for.
std::vector<matrix::Extension> rows_for(std::vector<matrix::Extension> rows,
                                        const ExtensionSource& source);
/// What `rows` say of the build; all of them must agree. `install` is null where no installer asks.
void judge_extension(const Graph& graph, const std::vector<matrix::Extension>& rows,
                     const ExtensionSource& source, const facts::PipInstall* install,
                     ExtensionBuild& build);

}  // namespace cudafit::graph
