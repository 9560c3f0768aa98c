#pragma once
// What a setup.py says of the CUDA code it compiles, read as text: nothing is run.

#include <string_view>

#include "source/span.h"

namespace cudafit::read {

struct SetupFile {
  /// It builds an extension of torch's with sources for nvcc, whatever the machine is like. False
  /// where a condition, a function or an early exit may decide.
  bool cuda = false;
  Span shows;  ///< the call of CUDAExtension
  /// It builds it only where torch sees a GPU, or where the environment variable FORCE_CUDA is "1",
  /// and goes on without it elsewhere. False where anything else may decide.
  bool forced = false;
  Span condition;  ///< what asks for the GPU
};

SetupFile read_setup(FileId file, std::string_view bytes);

}  // namespace cudafit::read
