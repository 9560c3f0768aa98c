#pragma once
// Packages that use the CUDA and cuDNN of the system, judged at the end of each product stage.

#include <vector>

#include "graph/need.h"
#include "matrix/pip_packages.h"

namespace cudafit::graph {

struct Graph;

struct LibraryNeed {
  Need need;
  enum class What : std::uint8_t {
    cuda_libraries,  ///< CUDA's libraries are not there
    cuda_version,    ///< they are there, of another major (or minor, where that counts)
    opened,          ///< libraries it opens by name, of CUDA or cuDNN, are there under other names
    cudnn,           ///< cuDNN is not there
    cudnn_version,   ///< it is there, of another major or an older minor
    cuda_minimum,    ///< they are there, of the right major, older than the package checks for
    headers,         ///< CUDA's headers, which it compiles with when it runs, are not there
  } what = What::cuda_libraries;
  std::size_t package = 0;  ///< index into Graph::packages
  matrix::PipPackage row;   ///< what the world says of the package
  Version has;              ///< what is there instead; no parts: nothing
  /// opened: the names it looks for and does not find; empty: they are not known
  std::vector<std::string_view> missing;
  /// opened: the cuDNN that does not fit. Of `has` and this, what fits has no parts.
  Version has_cudnn;
  unsigned cuda_major = 0;  ///< one that would do; 0: any
  unsigned cudnn_major = 0;
  bool libdevice = false;  ///< it compiles with libdevice of the toolkit, too
  /// Packages of the same family (PipPackage::family) made for the CUDA that is there.
  std::vector<std::string> siblings;
  bool assumed = false;  ///< the package's version is the newest known, nothing pins it
};

void judge_libraries(Graph& graph);

}  // namespace cudafit::graph
