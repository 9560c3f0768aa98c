#pragma once
// RUN --mount.

#include <optional>
#include <string>
#include <vector>

#include "document/document.h"

namespace cudafit::document {

/// `from`, `source` and `target` are incomplete where they are not known.
struct Mount {
  std::string type = "bind";
  Text from;    ///< a stage or image; empty: the build context
  Text source;  ///< path in it; empty: the whole
  Text target;  ///< as written, variables expanded
  Span span;    ///< the flag
};

/// The mounts of a RUN, in the order written.
std::vector<Mount> mounts(const Document& document, std::size_t stage, const Step& step);

}  // namespace cudafit::document
