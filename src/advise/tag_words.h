#pragma once
// A tag taken apart leniently, so that even a misspelt one has a nearest neighbour.

#include <string_view>

#include "matrix/matrix.h"

namespace cudafit::advise {

struct TagWords {
  Version cuda;
  matrix::Flavor flavor = matrix::Flavor::none;
  bool cudnn = false;
  unsigned cudnn_major = 0;       ///< 0: not said
  std::string_view distribution;  ///< "ubuntu"
  Version release;                ///< 22.04
};

/// `tag` must outlive the result. Words that are not understood are left out.
TagWords tag_words(std::string_view tag);

}  // namespace cudafit::advise
