#pragma once
// What the installations of torch and its companions need: indexes that exist, wheels that were
// published, builds for the GPU that is asked for, versions that go together.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "graph/need.h"
#include "graph/wheels.h"
#include "matrix/companions.h"
#include "matrix/torch.h"

namespace cudafit::graph {

/// Why no wheel is there.
enum class Missing : std::uint8_t {
  release,   ///< there is no such release
  build,     ///< the release was never built for that label
  index,     ///< the release exists, the indexes that are asked do not have it
  python,    ///< not for this Python
  platform,  ///< not for this platform
};

/// A requirement for torch or a companion that no index satisfies; unmet ones only.
struct WheelNeed {
  Need need;
  std::size_t install = 0, requirement = 0;  ///< as in WheelChoice
  int choice = -1;                           ///< index into Graph::wheels; -1: a companion
  std::string wanted;                        ///< "torch==2.6.0+cu121"
  Missing missing = Missing::release;
  std::string release;              ///< "2.6.0"
  std::vector<std::string> places;  ///< directories (and "PyPI") that have it for this Python
  std::string pythons;              ///< "3.6 to 3.9" where the Python is what is missing
  matrix::Citation evidence;
  bool uv = false;
};

/// An installation that asks a directory of download.pytorch.org that does not exist; unmet ones
/// only.
struct IndexNeed {
  Need need;
  std::size_t install = 0;
  Index index;
  matrix::TorchIndexAnswer answer;
  bool falls_back = false;  ///< other indexes serve: the command succeeds, with other builds
  bool uv = false;
  std::string torch;                 ///< the torch it should bring; empty: none is pinned
  std::vector<std::string> nearest;  ///< directories that exist and serve it, nearest first
};

/// A torch that nothing pins, from an extra index that gets no releases any more: pip takes PyPI's.
struct EndedNeed {
  Need need;
  std::size_t choice = 0;  ///< index into Graph::wheels
  Index index;
  matrix::TorchIndex row;
};

/// A directory of nightly builds whose CUDA is not built any more: it is empty.
struct NightlyNeed {
  Need need;
  std::size_t install = 0;
  Index index;
  matrix::EndedNightly ended;
  bool falls_back = false;   ///< other indexes serve or may: a release is installed instead then
  bool other_index = false;  ///< one of them is known
  bool uv = false;
  std::vector<std::string> nearest;  ///< "nightly/cu126": those that are still built, nearest first
};

/// `uv pip install --torch-backend=auto` in a build: the machine that builds decides.
struct BackendNeed {
  Need need;
  std::size_t install = 0;
  std::vector<std::string> nearest;  ///< "cu124": backends near the image's CUDA, nearest first
};

/// A CPU build (or one for another vendor's GPUs) in an image for NVIDIA GPUs.
struct CpuNeed {
  Need need;
  std::size_t choice = 0;  ///< index into Graph::wheels
  std::string build;       ///< "2.4.0+cpu", "1.7.1+rocm3.8"
  std::string image;       ///< what asks for a GPU
};

/// A torch that a later command replaces.
struct TorchOverride {
  Need need;
  std::size_t before = 0, after = 0;  ///< indices into Graph::packages
  std::string broken;                 ///< what no longer works: "torchvision 0.15.2"; may be empty
};

/// A package that is made for another torch than the one it meets.
struct PairNeed {
  Need need;
  std::size_t install = 0, requirement = 0;  ///< of the companion
  int torch_requirement = -1;  ///< in the same command; -1: the torch was there before
  std::string package, version, torch;
  std::vector<std::string> goes_with;  ///< torch versions the companion is made for
};

struct TorchNeeds {
  std::vector<WheelNeed> wheels;
  std::vector<IndexNeed> indexes;
  std::vector<EndedNeed> ended;
  std::vector<NightlyNeed> nightlies;
  std::vector<BackendNeed> backends;
  std::vector<CpuNeed> cpu;
  std::vector<TorchOverride> overrides;
  std::vector<PairNeed> pairs;
};

/// torch, or one of the packages that are made for one torch each.
bool is_torch_family(std::string_view package);

/// Directories of download.pytorch.org/whl for CUDA that have `torch` (empty: any) for this Python
/// and platform, those nearest to `wanted` ("cu120") first.
std::vector<std::string> nearest_indexes(std::string_view wanted, std::string_view torch,
                                         std::string_view python, std::string_view platform);

}  // namespace cudafit::graph
