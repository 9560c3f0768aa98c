#pragma once
// Names of images as the grammar of registries has them: [host[:port]/]path[:tag][@digest].

#include <cstddef>
#include <string>
#include <string_view>

namespace cudafit::document {

/// Why a registry cannot have an image of this name; empty when it can.
std::string reference_error(std::string_view reference);

/// How much of a name is its host and the `/` behind it; 0 when the first part is no host.
std::size_t host_size(std::string_view name);

}  // namespace cudafit::document
