#pragma once
// NVIDIA_REQUIRE_CUDA in words: which drivers the images let start.

#include <string>
#include <string_view>
#include <vector>

#include "matrix/gate.h"

namespace cudafit::ask {

/// The gate of a release's images on some systems.
struct ReleaseGate {
  std::vector<std::string_view> systems;  ///< empty: on all
  matrix::Gate gate;
};
/// One where all systems have the same, else one for each group of systems; only those known.
std::vector<ReleaseGate> gates_of(Version release, std::string_view arch);

/// What lets a container start on Linux, by driver branches. Empty texts: nothing.
struct GateWords {
  std::string condition;    ///< "cuda>=12.4"
  std::string newer;        ///< "550 and newer": from that branch on every GPU's containers start
  std::string geforce;      ///< older branches for GeForce: "470, 525, 535"
  std::string workstation;  ///< for RTX and Quadro workstation cards
  std::string data_center;  ///< and for data-center GPUs
  /// "branch 560 and newer; on data-center and workstation GPUs also 470, 535, 550"
  std::string sentence() const;
};
GateWords words_of(const matrix::Gate& gate);

/// "470, 525, 535"
std::string branch_list(const std::vector<unsigned>& branches);

}  // namespace cudafit::ask
