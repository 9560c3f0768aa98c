#pragma once
// Which GPUs the publisher of an image names.

#include <string_view>

#include "terms/version.h"

namespace cudafit::matrix {

/// GPUs from this compute capability on are known to run what is in the image; those below may. No
/// parts: nobody says. `repository` canonical.
Version image_min_cc(std::string_view repository, std::string_view tag);

}  // namespace cudafit::matrix
