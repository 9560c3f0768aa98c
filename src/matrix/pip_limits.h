#pragma once
// What the metadata of Python packages leaves to whoever installs them.

#include <optional>
#include <string_view>
#include <vector>

#include "matrix/matrix.h"
#include "terms/version.h"

namespace cudafit::matrix {

/// A release does not work with some versions of another package, and lets pip take them.
struct MissingLimit {
  std::string_view limit;  ///< the requirement that it lacks: "numpy<2"
  bool at_build = false;   ///< it matters only where something is built against the package
  std::string_view why;    ///< one clause about the package: "it was built before NumPy 2"
  std::string_view text;   ///< what is said where it fails; may be empty
  Citation source;
  bool weak = false;
};
/// Of a release ("2.10.1"); `package` is normalized by the function.
std::vector<MissingLimit> missing_limits(std::string_view package, std::string_view version);
/// The one about `other`, where the package is installed.
std::optional<MissingLimit> missing_limit(std::string_view package, std::string_view version,
                                          std::string_view other);

/// The Pythons that the wheels with CUDA of a release are for.
struct WheelPythons {
  Version python_min, python_max;
  bool cpu_only = false;  ///< the wheels for that platform are without CUDA
  Citation source;
};
/// Nothing where that is not known, or there are none. `extra` is normalized: "cuda12"; `platform`:
/// "linux/arm64".
std::optional<WheelPythons> wheel_pythons(std::string_view package, std::string_view extra,
                                          std::string_view platform, const Version& release);

}  // namespace cudafit::matrix
