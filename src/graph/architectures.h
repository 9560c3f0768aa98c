#pragma once
// Whether the GPUs of the declared hosts have code made for them, and whether compilers know the
// architectures they are asked for.

#include <cstdint>
#include <string>

#include "graph/gpu_code.h"
#include "graph/need.h"
#include "matrix/driver.h"
#include "matrix/nvcc.h"

namespace cudafit::graph {

/// A GPU needs code it can run. Only unmet needs are kept.
struct GpuNeed {
  Need need;
  std::size_t use = 0;      ///< index into Graph::cuda_uses
  std::size_t machine = 0;  ///< index into Graph::machines
  std::string gpu;          ///< for people: "NVIDIA GeForce RTX 5090 (sm_120)"
  Version cc;
  /// There is PTX for it (`ptx`), and the driver is older than what compiles it (`driver`).
  bool by_ptx = false;
  std::string ptx;
  Version driver;
};

/// A compiler is asked for an architecture that it does not know.
struct TargetNeed {
  Need need;
  std::string entry;       ///< as written: "9.0", "120-real"
  std::string name;        ///< as nvcc takes it: "compute_120"
  std::string written_as;  ///< "TORCH_CUDA_ARCH_LIST"
  Version nvcc;            ///< of the stage
  matrix::ArchSupport support;
  bool too_new = false;  ///< a newer nvcc knows it; else it was removed
  Text list;             ///< the whole value
  Span entry_span;       ///< nowhere where it cannot be edited alone
};

/// An architecture list says `native` in a build, where no GPU is seen.
struct NativeTarget {
  Need need;
  std::string written_as;
  /// nvcc does not know the word: the command fails.
  Known understood = Known::unknown;
  Version nvcc;     ///< no parts: not known
  Span entry_span;  ///< of the word `native`; nowhere where it cannot be edited alone
};

/// All that a stage compiles GPU code for are single compute capabilities: "sm_90a".
struct BoundTarget {
  Need need;
  std::string entry;         ///< as written: "9.0a"
  std::string base;          ///< what would run on later ones, too, written the same way: "9.0"
  std::vector<Version> ccs;  ///< what the code runs on, rising
};

/// A declared GPU that newer drivers and toolkits leave out, in a build that uses CUDA.
struct EndedGpu {
  Need need;
  std::string gpu;                ///< for people: "NVIDIA Tesla V100 (sm_70)"
  std::string_view architecture;  ///< "Volta"
  Version last_cuda;              ///< the last line of toolkits that compiles for it
  matrix::Citation source;        ///< of that line
  matrix::DriverInfo last_driver;
  std::string dropped_by;  ///< "driver 590": declared, and does not run it; empty: none
};

}  // namespace cudafit::graph
