#pragma once
// What the images pytorch/pytorch:TAG bring. Whether a tag exists is find_tag's.

#include <optional>
#include <string>
#include <string_view>

#include "matrix/matrix.h"
#include "terms/known.h"
#include "terms/version.h"

namespace cudafit::matrix {

struct PytorchImage {
  std::string_view tag;
  /// "1.10.0": mostly the tag's, with as many parts as it has there; empty: not known.
  std::string torch;
  std::string_view torchvision;  ///< empty: not known
  Version cuda;                  ///< "12.4": that of its torch, in devel images of its toolkit too
  unsigned cudnn_major = 0;      ///< 0: not known
  Version python;                ///< no parts: not known
  Citation python_source;
  bool python_weak = false;  ///< from memory
  Flavor flavor = Flavor::none;
  Known nvcc = Known::unknown;
  Known gcc = Known::unknown;
  Citation gcc_source;
  Citation source;
  bool weak = false;
};

/// Nothing for tags that are not in the table.
std::optional<PytorchImage> pytorch_image(std::string_view tag);

}  // namespace cudafit::matrix
