#pragma once
// Packages that do not find the CUDA of their own wheels.

#include "matrix/pip_packages.h"

namespace cudafit::matrix {

/// LD_LIBRARY_PATH has to name the folders of the nvidia-* wheels that a row's packages require.
bool needs_library_path(const PipPackage& package);

}  // namespace cudafit::matrix
