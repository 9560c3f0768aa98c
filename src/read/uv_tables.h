#pragma once
// What [tool.uv] and uv.lock write in the same way. Private to their readers.

#include <string>
#include <vector>

#include "read/toml.h"

namespace cudafit::read {

/// The key `conflicts`: see UvTable::conflicts.
std::vector<std::vector<std::string>> uv_conflicts(const toml::table& table);

}  // namespace cudafit::read
