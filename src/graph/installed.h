#pragma once
// What stands in a stage at some point.

#include <optional>
#include <vector>

#include "graph/graph.h"
#include "matrix/library_names.h"
#include "matrix/pip_packages.h"

namespace cudafit::graph {

/// The packages that count at `where`, each once.
std::vector<const Package*> installed(const Graph& graph, facts::Position where);

/// What the matrix says of a package as it is installed: the row for its version, variant and
/// extras. Nothing when none certainly describes it.
std::optional<matrix::PipPackage> pip_row(const Graph& graph, const Package& package);

/// The package as it is installed compiles for the GPU with libdevice of the toolkit. Nothing when
/// that is not known of it.
std::optional<matrix::LibdeviceUser> libdevice_user(const Graph& graph, const Package& package);

/// What is installed is the build that PyPI has: the command can take no other. PyTorch's own
/// indexes hold copies of it.
bool from_pypi(const Graph& graph, const Package& package);
/// The same, or from the page where whoever makes it publishes it: what an extra of its asks for is
/// there (jax[cuda12-local]).
bool from_its_publisher(const Graph& graph, const Package& package);

/// What a container of the stage starts certainly works with the packages of another environment.
bool runs_elsewhere(const Graph& graph, int stage, const facts::Environment& environment);

/// The stage's containers may run another environment than the one that came with the image.
bool perhaps_runs_another(const Graph& graph, int stage);

}  // namespace cudafit::graph
