#pragma once
// What the CMakeLists.txt of a project that the build copies in say of CUDA. Private to the facts
// room.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "facts/runs.h"

namespace cudafit::facts {

/// How a project is configured.
struct CMakeCall {
  std::string directory;  ///< of its CMakeLists.txt in the image
  /// -DNAME=VALUE; nothing for a value that is not known.
  std::map<std::string, std::optional<std::string>, std::less<>> given;
  bool defaults = true;  ///< false: a preset or an earlier call may have given more
};

/// What the project certainly does.
struct CMakeProject {
  std::vector<Link> cuda;  ///< shows where it enables CUDA as a language; empty: it may not
  /// Shows where it gives up unless CMake finds the toolkit: `find_package(CUDAToolkit REQUIRED)`.
  std::vector<Link> toolkit;
  /// The lists that are in force where it does: CMake tries the compiler with them.
  std::vector<Architectures> configured;
  /// Those of targets made of CUDA code, once these are built.
  std::vector<Architectures> built;
};
CMakeProject cmake_project(const Document& document, const document::Context& context,
                           const Run& run, const CMakeCall& call);

}  // namespace cudafit::facts
