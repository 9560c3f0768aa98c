#pragma once
// Which images a Dockerfile starts from, and where its Python comes from.

#include <cstdint>
#include <string>
#include <vector>

#include "recommend/pick.h"

namespace cudafit::recommend {

enum class PythonFrom : std::uint8_t {
  none,    ///< no Python is wanted
  image,   ///< the image's own, which pip may install into
  system,  ///< the distribution's package, with a virtual environment
  uv,      ///< one that uv installs, copied along with the environment
};

struct Plan {
  std::vector<Pick> picks;  ///< all in one environment; at least one
  std::string base;         ///< what is shipped: "python:3.11-slim-bookworm"
  /// The stage before it; empty: everything happens in one.
  std::string builder;
  bool compiles = false;        ///< the builder has nvcc
  bool needs_compiler = false;  ///< and no C compiler
  bool jetson = false;
  std::string boards;  ///< "Jetson Linux 36.4.0 to 36.5.2 (JetPack 6.1 GA to 6.2.3)"; may be empty
  PythonFrom from = PythonFrom::none;
  Version python;
  Version toolkit;  ///< of the image that compiles
  std::string uv;   ///< "ghcr.io/astral-sh/uv:0.9.28", for PythonFrom::uv
  /// Drivers that run its CUDA only by the forward compatibility of what is shipped: "driver 470".
  std::string carried;
  std::string carried_by;  ///< then: what carries them, as a clause
  std::string lacks;       ///< what its Python is too new for: a sentence; empty: nothing is known
  std::string aged;        ///< what is shipped gets no updates any more: a sentence; empty: it does
  std::vector<std::string> reasons;
};

/// All plans for what was picked, best first. Whether they hold is for the judge to say.
std::vector<Plan> plans(const Request& request, const Target& target,
                        const std::vector<Pick>& picks);
/// Where there are none: why, as a sentence.
std::string why_no_plan(const Request& request, const Target& target,
                        const std::vector<Pick>& picks);

}  // namespace cudafit::recommend
