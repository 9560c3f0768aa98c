#pragma once
// Python packages that bring something else than their names promise, and packages that were built
// for other ones than those they meet. Only unmet needs are kept.

#include <cstddef>
#include <string>
#include <vector>

#include "graph/need.h"
#include "graph/package.h"
#include "matrix/pairings.h"
#include "matrix/pip_packages.h"

namespace cudafit::graph {

/// An extra that the version that is installed does not have: pip warns and goes on without it.
struct ExtraNeed {
  Need need;
  std::size_t install = 0, requirement = 0;  ///< as in WheelChoice
  std::string package, version;
  std::string written;  ///< the extra as the user spells it: "cuda12_pip"
  Span extra_span;      ///< its place; nowhere when it cannot be edited
  matrix::ExtraFact fact;
  bool assumed = false;  ///< nothing pins the version
  /// Where the package without the extra takes its CUDA libraries from.
  matrix::LibsFrom plain = matrix::LibsFrom::unknown;
};

/// A package whose files another one overwrites.
struct ShadowNeed {
  Need need;
  std::size_t gpu = 0, other = 0;  ///< indices into Graph::packages
  bool together = false;           ///< one command installs both
  bool itself = true;              ///< false: `other` only requires the package that overwrites
  matrix::Overlap fact;
};

/// An image or a package that was given up, with what took its place.
struct RetiredNeed {
  Need need;
  std::string successor;   ///< a package's name, or a clause about images
  std::string_view error;  ///< what installing it says; may be empty
  Span name_span;          ///< the package's name; nowhere when it cannot be edited
  bool image = false;
  bool pinned = false;  ///< a version is asked for, which the successor need not have
};

/// torch and a companion that were built for different CUDAs.
struct SplitBuild {
  Need need;
  std::size_t torch = 0;                     ///< index into Graph::packages
  std::size_t install = 0, requirement = 0;  ///< of the companion
  std::string companion;                     ///< "torchvision 0.19.0"
  Version companion_cuda, torch_cuda;
  matrix::BuildCheck check;
  std::string index;  ///< directory that has the companion for torch's CUDA
};

/// A wheel whose name says what it was built for, and meets something else.
struct ForeignWheel {
  Need need;
  std::size_t install = 0, requirement = 0;
  std::string wheel;  ///< "flash-attn 2.7.4.post1+cu12torch2.6cxx11abiFALSE"
  enum class Differs : std::uint8_t { torch, cuda, abi, python } differs = Differs::torch;
  std::string built_for, meets;  ///< "torch 2.6", "torch 2.7.1+cu128"
  bool page = false;             ///< a page of wheels (--find-links) says it, not a file's name
  bool only = false;             ///< `page`: nothing else is looked at (--no-index)
};

/// A torch that was built before NumPy 2, and the NumPy that comes with it.
struct NumpyNeed {
  Need need;
  std::size_t install = 0;
  int requirement = -1;   ///< of numpy; -1: something that is installed brings it
  std::string_view text;  ///< the error that importing it ends in
};

/// What an image was put together with is replaced.
struct ImageOverride {
  Need need;
  int before = -1;  ///< index into Graph::packages; -1: its version is not known
  std::size_t after = 0;
  std::string image;
  matrix::Curated fact;
};

/// torch's CUDA and that of the image are different majors, and both are used.
struct CudaDifference {
  Need need;
  std::size_t torch = 0, other = 0;  ///< indices into Graph::cuda_uses
};

struct Pairings {
  std::vector<ExtraNeed> extras;
  std::vector<ShadowNeed> shadows;
  std::vector<RetiredNeed> retired;
  std::vector<SplitBuild> split;
  std::vector<ForeignWheel> foreign;
  std::vector<NumpyNeed> numpy;
  std::vector<ImageOverride> overrides;
  std::vector<CudaDifference> differences;
};

}  // namespace cudafit::graph
