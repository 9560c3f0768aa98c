#pragma once
// What a stage loads of CUDA when its containers run, and for which GPUs it has code.

#include <string>
#include <string_view>
#include <vector>

#include "graph/package.h"
#include "matrix/matrix.h"
#include "source/diagnostic.h"
#include "terms/version.h"

namespace cudafit::graph {

/// GPU code inside something: machine code for architectures, and PTX that the driver compiles.
struct GpuCode {
  std::vector<std::string> sass;  ///< "sm_80"
  std::vector<std::string> ptx;   ///< "compute_90"
  bool known = false;             ///< the two lists are all there is
  bool ptx_unclear = false;       ///< whether `ptx` is there is not proven
  bool weak = false;
  std::vector<Note> because;  ///< who says so
};

/// One thing that brings or needs a CUDA runtime.
struct CudaUse {
  enum class Kind : std::uint8_t {
    package,   ///< a package that brings its CUDA with it
    system,    ///< a package that loads the image's CUDA
    compiled,  ///< code that is compiled in the stage
    image,     ///< the image has CUDA; what loads it cannot be seen
  };
  Kind kind = Kind::package;
  int stage = -1;
  int package = -1;   ///< index into Graph::packages
  int compile = -1;   ///< index into Facts::compiles
  std::string title;  ///< "torch 2.0.1+cu118"
  Version cuda;       ///< what is loaded
  Span span;          ///< where its version is written: what to edit
  Span asked;         ///< where it is asked for, when that is another place
  std::vector<Note> because;
  GpuCode code;
  /// It is there in every build, and nothing that cannot be followed may have replaced it.
  bool certain = false;
  bool weak = false;
};

}  // namespace cudafit::graph
