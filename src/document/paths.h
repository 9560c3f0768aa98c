#pragma once
// Paths inside an image. Private to the document room.
//
// "/..." is absolute. ".", "./..." starts at the working directory of the base image, which is set
// somewhere outside of the Dockerfile and not known. An empty path is not known at all.

#include <optional>
#include <string>
#include <string_view>

#include "source/text.h"

namespace cudafit::document {

/// `path` as somebody in `directory` means it.
std::string place_in(std::string_view directory, std::string_view path);

/// Both start at the same known or unknown place, so that they can be compared.
bool comparable(std::string_view a, std::string_view b);

/// The two certainly have nothing to do with each other, though they are not comparable: no image
/// makes a directory of the system its working directory.
bool apart(std::string_view a, std::string_view b);

/// `path` seen from `directory`, "." for itself; nothing when it lies elsewhere. The two must be
/// comparable.
std::optional<std::string> below(std::string_view directory, std::string_view path);

/// `place_in` that remembers where `path` was written; incomplete unless the place is absolute.
Text place_text(std::string_view directory, const Text& path);

/// A text for a place that is written nowhere.
Text place_text(std::string place);

}  // namespace cudafit::document
