#pragma once
// What may decide which torch there is, besides a requirement of torch, and how installers build.

#include <optional>
#include <string_view>
#include <vector>

#include "matrix/matrix.h"
#include "terms/version.h"

namespace cudafit::matrix {

/// Images whose names hold one of these words may bring a torch that no table lists.
std::vector<std::string_view> torch_image_words();
/// The package is made for one torch each: without a version it follows torch.
bool follows_torch(std::string_view package);
/// torch requires it itself, so that a version of it may rule out versions of torch.
bool torch_requires(std::string_view package);

/// What an installer does since a release of it.
struct InstallerChange {
  Version since;
  Version python;  ///< the lowest that this release runs on
  Citation source;
};
/// From then on it builds every package that has no wheel in an environment of its own. Nothing for
/// installers of which that is not known.
std::optional<InstallerChange> builds_apart(std::string_view tool);

}  // namespace cudafit::matrix
