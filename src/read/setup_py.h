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
};

SetupFile read_setup(FileId file, std::string_view bytes);

}  // namespace cudafit::read
