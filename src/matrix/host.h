#pragma once
// What the host must have: Docker, the container toolkit, WSL2, JetPack.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "matrix/matrix.h"
#include "terms/known.h"
#include "terms/version.h"

namespace cudafit::matrix {

/// From which version on something on the host does something with GPUs.
struct HostRequirement {
  enum class Kind : std::uint8_t {
    required = 1,  ///< older ones cannot
    recommended,   ///< older ones can, but should not be used
    changes,       ///< older ones behave otherwise
  };
  std::string_view subject;  ///< "docker", "container-toolkit", "wsl-kernel", "windows-build"
  std::string_view need;     ///< what for: "wsl2", "cdi-0.7.0", "gpu-in-build"
  std::string_view written;  ///< the version as its makers write it: "19.03"
  Version minimum;           ///< to compare with
  Kind kind = Kind::required;
  std::string_view text;       ///< one clause: what it does from then on
  unsigned driver_branch = 0;  ///< it counts for drivers from this branch on
  Citation source;
  bool weak = false;
};
std::optional<HostRequirement> host_requirement(std::string_view subject, std::string_view need);
/// All of a subject, sorted by need; all there are without one.
std::vector<HostRequirement> host_requirements(std::string_view subject = {});

/// CUDA on Jetson through the compat packages for it.
struct JetpackCompat {
  unsigned jetpack = 0;  ///< its major: 6
  unsigned l4t = 0;      ///< 36
  Version native;        ///< the CUDA it has itself
  std::vector<Version> works, fails;
  Version fails_from;  ///< no parts: not known
  Citation source;
  bool weak = false;

  /// Whether a CUDA ("12.4", "12.4.1") runs there. Unknown for what no list names.
  Known runs(Version cuda) const;
};
std::optional<JetpackCompat> jetpack_compat(unsigned jetpack);

}  // namespace cudafit::matrix
