#pragma once
// What was done to an image after the steps that its variables stand for: whoever builds on an
// image inherits its variables, and may have changed what they tell of.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "registry/documents.h"

namespace cudafit::registry {

/// The steps behind the last one that sets such a variable, as a Dockerfile on `FROM base`, without
/// those that are a part of what the variables tell of (`own`). Nothing where the history does not
/// tell all, or a step may change anything.
std::optional<std::string> later_steps(
    const Configuration& configuration,
    const std::function<bool(std::string_view variable)>& variables,
    const std::function<bool(std::string_view step)>& own);

}  // namespace cudafit::registry
