#pragma once
// Releases of frameworks and of other GPU packages (TensorFlow, JAX, CuPy, ONNX Runtime, vLLM,
// ...): what their builds are made with, where these come from, and what they need. torch has
// tables of its own (torch.h).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "matrix/matrix.h"
#include "matrix/pip_packages.h"
#include "terms/version.h"

namespace cudafit::matrix {

/// One release, or a range of releases with the same builds. Empty members are not known.
struct FrameworkRelease {
  std::string package;       ///< normalized, as it was asked for: "tensorflow-gpu"
  std::string version;       ///< the first release: "2.18.0", "0.0.25.post1"; empty: the very first
  std::string_view range;    ///< PEP 440 specifier of the releases; empty: this one release
  std::string_view extra;    ///< normalized: "and-cuda"; empty: without one
  std::string_view variant;  ///< local version or index, as PipPackage::variant
  std::string_view date;     ///< of the release
  std::vector<Version> cuda;            ///< built or tested with these, rising
  std::vector<Version> cudnn;           ///< likewise; as many parts as the source says
  Version cuda_from, cuda_to;           ///< the toolkits its builds are for, where that is a span
  Version cc_min;                       ///< lowest compute capability
  std::vector<std::string_view> archs;  ///< what its kernels are compiled for: "sm_90"
  std::string_view compiler, tensorrt;
  std::string_view jaxlib;                 ///< of JAX: released with this one
  std::string_view jaxlib_min;             ///< and needs at least this one
  std::vector<std::string_view> extras;    ///< the extras about CUDA that this release has
  std::vector<std::string_view> variants;  ///< local versions or index directories there are
  std::vector<std::string_view> pins;      ///< requirements of it: "nvidia-cudnn-cu12>=9.8,<10.0"
  std::string_view torch;                  ///< the torch it requires; as TorchPin::torch
  std::string_view index;                  ///< where its wheels are; empty: PyPI, or `image`
  std::string_view image;                  ///< the repository of images it comes in
  std::string_view note;                   ///< one clause
  /// What it needs of the image: libraries, drivers, Pythons. Nothing where nobody described it.
  std::optional<PipPackage> needs;
  Citation source;
  bool weak = false;  ///< inferred or from memory: no error may rest on it alone
};

/// All that is known of a package's releases, rising; rows without and with extras or variants of
/// one release follow each other. `package` is normalized by the function.
const std::vector<FrameworkRelease>& framework_releases(std::string_view package);

/// The packages framework_releases() has something to say about that has to do with GPUs. Sorted.
std::vector<std::string_view> framework_names();

}  // namespace cudafit::matrix
