#pragma once
// What is known of an image, in words. Private to the recommend room.

#include <string>
#include <string_view>
#include <vector>

#include "advise/recommendation.h"
#include "matrix/contents.h"

namespace cudafit::recommend {

/// Of an image that the matrix describes; otherwise only the name.
advise::ImageSummary summary(std::string_view repository, std::string_view tag);

/// What of it gets no updates any more: "support of CUDA 12.4.0 ended 2024-05-31"; empty: nothing
/// is known to.
std::string ended(std::string_view repository, std::string_view tag);

/// Of `other`, an image of the same system, everything is known that is known of `now`, and no less
/// certainly.
bool known_as_well(const matrix::ImageContents& now, const matrix::ImageContents& other);

/// What `now` has and `other` has not, or not certainly: "nvcc", "cuDNN".
std::vector<std::string> lost(const matrix::ImageContents& now, const matrix::ImageContents& other);

}  // namespace cudafit::recommend
