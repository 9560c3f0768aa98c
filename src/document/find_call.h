#pragma once
// What `find` looks for and does. Private to the document room.

#include <string_view>
#include <vector>

#include "document/document.h"

namespace cudafit::document {

struct FindCall {
  std::vector<const Text*> starts;  ///< where it begins; none: the working directory
  std::vector<const Text*> names;   ///< patterns of which what is found has one
  bool named = false;               ///< only those count
  bool changes = false;             ///< -delete, or -exec of something that does not only read
};

/// `command` must be a `find`.
FindCall find_call(const Command& command);

/// It may find a file of this name.
bool finds_name(const FindCall& call, std::string_view name);

}  // namespace cudafit::document
