#pragma once
// --show-settings: what holds for a file.

#include <string>

#include "project/settings.h"

namespace cudafit::cli {

/// As TOML.
std::string show_settings(const project::FileSettings& settings);

}  // namespace cudafit::cli
