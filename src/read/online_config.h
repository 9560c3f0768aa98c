#pragma once
// The user's own configuration, outside of any repository: what holds when registries are asked.
//
//   [online]
//   insecure-registries = ["lab.example:5000"]   # without TLS
//   private-registries = ["registry.corp"]       # in a private network
//   timeout = 15                                 # seconds, for one answer
//   [online.mirrors]
//   "docker.io" = "https://mirror.corp/hub"
//   [online.tokens]                              # who makes tokens of the login for a registry
//   "registry.corp" = "gitlab.corp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "read/config.h"

namespace cudafit::read {

struct OnlineConfig {
  std::vector<std::string> insecure_registries, private_registries;
  std::vector<std::pair<std::string, std::string>> mirrors, tokens;
  std::optional<int> timeout;  ///< in seconds, 1 to 600
};

struct ParsedOnlineConfig {
  OnlineConfig config;
  std::vector<ConfigError> errors;  ///< any of them makes the file unusable
};

ParsedOnlineConfig parse_online_config(FileId file, std::string_view bytes);

}  // namespace cudafit::read
