#pragma once
// Whether a CUDA or cuDNN of the system is one that a package was built for.

#include "matrix/pip_packages.h"
#include "terms/version.h"

namespace cudafit::graph {

/// Its minor counts, and is another one.
bool minor_differs(const matrix::PipPackage& row, const Version& cuda);
bool cuda_fits(const matrix::PipPackage& row, const Version& cuda);

bool cudnn_major_fits(const matrix::PipPackage& row, const Version& cudnn);
/// A tag's cuDNN may have been renewed since: only its major and a minor that is too low for every
/// build of the line count.
bool cudnn_fits(const matrix::PipPackage& row, const Version& cudnn);

}  // namespace cudafit::graph
