#pragma once
// Libraries of the system that what is compiled loads, and that come with a compiler: a stage
// without one lacks them. Private to the recommend room.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "recommend/split_parts.h"

namespace cudafit::recommend {

struct OpenMp {
  /// What shows that it is used: "-fopenmp"; empty: nothing does.
  std::string shown_by;
  /// What installs its library. Neither: none is needed, or the package manager is not known.
  std::optional<AptRun> by_apt;
  std::string install;  ///< a `RUN`, by another one
  /// What is to be checked by hand; may be empty.
  std::string check;
};

/// A library that the toolkit has for its own tools, linked with what is compiled: "libcupti in
/// Makefile"; images without a compiler hold none of these. Empty: nothing shows one, or the second
/// stage installs it.
std::string library_of_tools(const graph::Graph& graph, int stage, const Sources& sources,
                             const std::vector<SourceFile>& more, const std::vector<Part>& parts,
                             const std::vector<std::string>& kept);

/// g++'s runtime for OpenMP, libgomp. `kept`: the system's packages that the second stage installs.
/// `sources`: what the analysis has read, the project's build files among it; `more`: other ones.
OpenMp openmp(const graph::Graph& graph, int stage, const Sources& sources,
              const std::vector<SourceFile>& more, const std::vector<Part>& parts,
              const std::vector<std::string>& kept, std::string_view end_of_line);

}  // namespace cudafit::recommend
