#pragma once
// GPU architectures as the tongues of nvcc, CMake and torch write them, and which GPUs run the code
// made for them.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/build.h"
#include "graph/package.h"
#include "graph/uses.h"
#include "matrix/coverage.h"
#include "matrix/gpu.h"

namespace cudafit::graph {

/// One entry of an architecture list, as nvcc takes it.
struct Targets {
  std::vector<std::string> sass;   ///< what is made: "sm_80"
  std::vector<std::string> ptx;    ///< "compute_80"
  std::vector<std::string> names;  ///< all that the compiler has to know for it
  /// "native", "all", "all-major" or a name ("Turing") that was not looked up; empty mostly.
  std::string word;
  bool known = true;  ///< false: the entry could not be read
};

/// `written_as` is facts::Architectures::written_as. Names that torch takes ("Ampere") are looked
/// up.
Targets targets_of(std::string_view entry, std::string_view written_as);

/// What a compile command makes, by its own flags; not known without them, except for nvcc, whose
/// default architecture the matrix knows.
GpuCode compiled_code(const facts::Compile& compile, Version nvcc);

/// "sm_70, sm_75 and sm_80, and PTX (compute_80)"
std::string code_words(const GpuCode& code);

/// How code runs on a GPU: as matrix::Coverage, unknown where the code is.
struct Coverage {
  using How = matrix::Coverage::How;
  How how = How::unknown;
  std::string by;  ///< "sm_80", "compute_80"
};
Coverage coverage(const GpuCode& code, const matrix::Gpu& gpu);

}  // namespace cudafit::graph
