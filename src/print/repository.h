#pragma once
// Files as a forge knows them: from the root of the repository.

#include <string>
#include <string_view>

#include "print/print.h"

namespace cudafit::print {

/// The path from the root of the repository, where that is known and the file is in it; else as
/// shown.
inline std::string repository_path(const PrintOptions& options, std::string_view path) {
  return options.in_repository ? options.in_repository(path) : std::string(path);
}

}  // namespace cudafit::print
