#pragma once
// Images that NVIDIA makes with a framework inside: what to take where no package of it fits.
// Private to the recommend room.

#include <string>
#include <vector>

#include "recommend/plan.h"
#include "recommend/target.h"

namespace cudafit::recommend {

struct ReadyImage {
  Plan plan;  ///< for the judge
  std::string
      words;  ///< "the image nvcr.io/...:23.03-tf1-py3, with TensorFlow 1.15.5 and CUDA 12.1"
  bool asked = false;  ///< its release is of the line that was asked for
};

/// Those of the major of TensorFlow that is asked for, alone and to be run as it is, whose CUDA the
/// declared drivers and GPUs run: of the line that was asked for first, the newest first.
std::vector<ReadyImage> ready_images(const Request& request, const Target& target);

}  // namespace cudafit::recommend
