#pragma once
// What the build files of projects that a build copies in say of CUDA. Private to the facts room.

#include "facts/extract.h"

namespace cudafit::facts {

/// Sets Compile::project of the compile steps whose setup.py or CMakeLists.txt `context` knows.
void project_builds(const Document& document, const document::Context& context, Facts& out);

}  // namespace cudafit::facts
