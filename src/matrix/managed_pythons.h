#pragma once
// Pythons that do not come from a distribution or an image.

#include <optional>
#include <string_view>

#include "matrix/matrix.h"
#include "terms/version.h"

namespace cudafit::matrix {

/// The Pythons that a release of an installer brings for Linux with glibc, on amd64 and arm64.
struct ManagedPythons {
  std::string_view tool;
  Version release;
  std::string_view image;  ///< that holds the tool: "ghcr.io/astral-sh/uv:0.9.28"
  Version python_min, python_max;
  Citation source;
};
/// Of the newest release that is known. Nothing where none is.
std::optional<ManagedPythons> managed_pythons(std::string_view tool);

}  // namespace cudafit::matrix
