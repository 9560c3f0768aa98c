#pragma once
// A toolkit that is installed over an image which has one of another version.

#include <string>

#include "graph/need.h"
#include "terms/version.h"

namespace cudafit::graph {

struct Graph;

struct SecondToolkit {
  Need need;
  std::string package;  ///< what brings it: "cuda-toolkit-11-8", "cuda_11.8.0_520.61.05_linux.run"
  std::string image;
  Version has, brings;     ///< CUDA of the image and of the second one
  bool libraries = false;  ///< only the libraries, not the compiler
};

}  // namespace cudafit::graph
