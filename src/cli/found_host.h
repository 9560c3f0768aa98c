#pragma once
// `--host auto`: the machine we are on.

#include <functional>
#include <optional>

#include "facts/host.h"

namespace cudafit::cli {

/// What looks at the machine when it is called first, and says so where nothing was found.
std::function<std::optional<facts::Host>()> found_host();

}  // namespace cudafit::cli
