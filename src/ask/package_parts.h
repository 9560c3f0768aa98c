#pragma once
// The parts of an answer about one Python package.

#include <string>
#include <string_view>
#include <vector>

#include "ask/answer.h"

namespace cudafit::ask {

struct Wanted {
  std::string name;          ///< normalized
  std::string_view version;  ///< "2.15", "2.15.0"; empty: any
  std::string_view extra;    ///< "and-cuda"; empty: with and without
};

/// A table has releases, needs or builds of the package.
bool has_releases(const std::string& name);
/// The names of those packages.
std::vector<std::string_view> release_names();

/// What its releases are built with.
void add_builds(Answer& answer, const Wanted& wanted);
/// What it needs of the image and the host.
void add_needs(Answer& answer, const Wanted& wanted);
/// How it compiles CUDA when it is installed, and the wheels that keep it from that.
void add_compiling(Answer& answer, const Wanted& wanted);

}  // namespace cudafit::ask
