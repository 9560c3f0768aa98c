#pragma once
// What a build compiles for CUDA, and what that wants: a compiler, the right one, a list of GPUs.
// What the shipped image compiles when it runs, and whether it carries a toolkit for nothing.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/need.h"
#include "graph/package.h"
#include "matrix/extensions.h"

namespace cudafit::graph {

/// An installation of a package that may compile CUDA code.
struct ExtensionBuild {
  facts::Position at;
  int install = -1, requirement = -1;  ///< indices into Facts::pip_installs; -1: not by pip
  int compile = -1;                    ///< index into Facts::compiles; -1: by pip
  std::string title;                   ///< "flash-attn 2.5.8"
  std::string version;                 ///< empty: not known
  matrix::Extension row;
  Span span;  ///< of the requirement, or of what compiles
  facts::Certainty certainty = facts::Certainty::certain;
  /// It compiles CUDA code, provided that there is a compiler.
  Known compiles = Known::unknown;
  /// It cannot be installed without nvcc: it compiles, or it asks for the compiler before it looks
  /// for a wheel.
  Known wants_nvcc = Known::unknown;
  /// A wheel would be taken, but its setup asks for the compiler first.
  bool asks_first = false;
  /// Its CUDA code is left out without a word: no GPU is seen and nothing forces it.
  Known left_out = Known::no;
  std::optional<Package> torch;  ///< that it is compiled against
  bool isolated = false;         ///< which is the newest of PyPI, because pip isolates the build
  std::vector<Note> because;
  bool weak = false;
};

/// A command that cannot succeed without nvcc (or, of packages, the headers).
struct CompilerNeed {
  Need need;
  int extension = -1;  ///< index into Graph::extension_builds; -1: a command
  int compile = -1;    ///< index into Facts::compiles; -1: a package
  bool headers = false;
  /// Index into Graph::packages: conda's cudatoolkit, installed before and taken for a compiler; -1
  /// where there is none.
  int conda_toolkit = -1;
  std::string error;  ///< what the build shows
};

/// A package whose setup imports torch is built where it cannot see one; unmet ones only.
struct HiddenTorch {
  Need need;
  std::size_t extension = 0;  ///< index into Graph::extension_builds
  /// With --no-build-isolation, but torch comes by the same command: it is not there yet.
  bool together = false;
};

/// An extension wants the CUDA of nvcc to be that of torch.
struct CudaMatch {
  Need need;
  std::size_t extension = 0;
  Version nvcc, torch;
  bool minor = false;  ///< only the minor differs, and that is allowed
  std::string error;
};

/// An extension wants to be told for which GPUs, or to be told at all.
struct GpuListNeed {
  Need need;
  std::size_t extension = 0;
  std::string variable;   ///< TORCH_CUDA_ARCH_LIST, FORCE_CUDA
  bool force = false;     ///< it is left out silently, rather than failing
  bool list_too = false;  ///< `force`: it then wants a list of GPUs as well
  /// There is no nvcc either, and that fails first: not to be reported.
  bool behind_compiler = false;
  std::string error;
};

/// What a shipped stage compiles when it runs.
struct RunCompilerNeed {
  Need need;
  enum class What : std::uint8_t {
    nvcc,
    c_compiler,
    libdevice,  ///< with libNVVM; both come with nvcc
  } what = What::nvcc;
  std::string package;
  std::string error;
};

/// A part of CUDA that a shipped stage carries although nothing in it uses it. A stage has one at
/// most.
struct SpareCuda {
  enum class Part : std::uint8_t { toolkit, libraries, cudnn } part = Part::toolkit;
  Need need;
  std::string own;       ///< libraries, cudnn: the package that brings its own: "torch 2.6.0+cu124"
  std::string compiled;  ///< toolkit: what is compiled here and needs it only then; may be empty
  matrix::Flavor enough = matrix::Flavor::base;
  bool cudnn = false;     ///< something in it may use the image's cuDNN
  bool all_known = true;  ///< the matrix knows every package that is installed
};

}  // namespace cudafit::graph
