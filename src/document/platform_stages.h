#pragma once
// Stages of which a build takes one by its architecture: `FROM base-${TARGETARCH}`. Private to the
// document room.

#include <string>
#include <vector>

#include "document/document.h"

namespace cudafit::document {

/// Where the platform is known, stages for other architectures are not built, unless something else
/// needs them; where it is not, each is one of that architecture. `copied`: the stages that each
/// stage copies from.
void choose_by_platform(Document& document, const std::string& platform,
                        const std::vector<std::vector<std::size_t>>& copied);

}  // namespace cudafit::document
