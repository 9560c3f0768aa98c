#pragma once
// What a client sets, over the configuration files. Nothing in it can switch on the network or a
// program.

#include <string>
#include <vector>

#include "lsp/json.h"
#include "project/choices.h"

namespace cudafit::lsp {

struct ClientSettings {
  project::Choices choices;
  std::vector<std::string> problems;  ///< what cannot be meant; it counts as not said
};

/// `settings`: an object with the keys driver, gpus, host, platform, config, select, ignore,
/// preview, matrix.
ClientSettings read_settings(const Json& settings);

}  // namespace cudafit::lsp
