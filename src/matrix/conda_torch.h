#pragma once
// torch as conda packages.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "matrix/matrix.h"
#include "terms/known.h"
#include "terms/version.h"

namespace cudafit::matrix {

/// One build of pytorch in a channel.
struct CondaTorch {
  std::string_view channel;   ///< "pytorch", "pytorch-lts", "conda-forge"
  std::string_view torch;     ///< "1.12.1"
  std::string_view selector;  ///< the package that selects it: "cudatoolkit", "pytorch-cuda",
                              ///< "cuda-version", or "cuda92" before 1.0
  Version cuda;               ///< the selector's value; no parts: a CPU build
  std::vector<std::string_view> channels;  ///< needed together: "pytorch", "nvidia"
  /// Channels of which one is needed besides: "nvidia", "conda-forge"; empty: none.
  std::vector<std::string_view> one_of;
  std::string_view build;          ///< glob of its build string: "*cuda112*"; may be empty
  Version python_min, python_max;  ///< 3.8, 3.12; no parts: not known
  std::string_view platform;       ///< "linux-64", "linux-aarch64"
  std::string_view from, until;    ///< conda-forge: the time it was built; may be empty
  Citation source;
  bool weak = false;
};

/// The builds of a release in a channel (all channels when empty), rising by CUDA.
std::vector<CondaTorch> conda_torch(std::string_view torch, std::string_view channel = {});

/// What holds for pytorch in a channel.
struct CondaTorchChannel {
  std::string_view channel;
  std::string_view first_torch, last_torch;  ///< empty: not known, or not ended
  bool ended = false;                        ///< no release behind `last_torch` will come
  Version python_max;  ///< newest Python of its last release; no parts: not known
  /// From this release on conda_torch names every CUDA there is in the channel; empty: never.
  std::string_view complete_from;
  Citation source;
  bool weak = false;
};
std::optional<CondaTorchChannel> conda_torch_channel(std::string_view channel);

/// Which package selects the CUDA of pytorch in a channel: cudatoolkit up to 1.12, pytorch-cuda
/// behind it.
struct CondaSelector {
  std::string_view channel, selector;
  std::string_view first_torch, last_torch;
  std::vector<std::string_view> channels;  ///< the selector's own files come from these
  Citation source;
  bool weak = false;
};
std::vector<CondaSelector> conda_selectors(std::string_view channel);

/// What a conda package says about the GPU: a solve in a build sees no `__cuda`.
struct CondaGpuName {
  std::string_view package;  ///< "pytorch", "pytorch-gpu", "cpuonly"
  std::string_view channel;  ///< empty: any
  enum class Meaning : std::uint8_t {
    by_virtual_cuda,  ///< without __cuda the solver silently takes the CPU build
    needs_cuda,       ///< without __cuda the solve fails
    prefers_cuda,     ///< the CUDA build, whatever the solver sees
    selects_cuda,     ///< its version names the CUDA build, whatever the solver sees
    forces_cpu,       ///< the CPU build, always
  } meaning = Meaning::by_virtual_cuda;
  std::string_view since;  ///< date from which this holds; may be empty
  std::string_view error;  ///< what the solver says; may be empty
  Citation source;
  bool weak = false;
};
std::optional<CondaGpuName> conda_gpu_name(std::string_view package, std::string_view channel = {});

}  // namespace cudafit::matrix
