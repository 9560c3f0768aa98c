#pragma once
// People's own base images, from [[image]] tables.

#include <string>
#include <vector>

#include "facts/declared_image.h"
#include "read/config.h"
#include "source/sources.h"

namespace cudafit::project {

/// The tables in their order, each with what the tables it is like bring. What is wrong with one
/// goes to `problems` as "path:line:column: message", and nothing is known of its images then.
std::vector<facts::DeclaredImage> settled_images(const read::Config& config, const Sources& sources,
                                                 std::vector<std::string>& problems);

}  // namespace cudafit::project
