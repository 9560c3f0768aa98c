#pragma once
// What a person asks for over the configuration: with flags, or in the settings of an editor.

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "facts/host.h"
#include "read/config.h"

namespace cudafit::project {

/// How a Dockerfile is built. What is not given here comes from the configuration.
struct BuildChoices {
  /// `--build-arg K=V`; `K` alone has taken the environment's value, and is left out when that has
  /// none.
  std::vector<std::pair<std::string, std::string>> args;
  std::optional<std::string> target, platform, context;
};

/// The machine the image must run on, where it is described here. It replaces those of the
/// configuration.
struct HostChoices {
  std::string driver;             ///< empty: not said
  std::vector<std::string> gpus;  ///< product names or compute capabilities
  std::string name;               ///< what findings call the machine; empty: nothing
  bool wsl2 = false;
  bool given = false;  ///< anything of it
  /// It is the machine we are on: looks at that, once. Nothing comes back where there is no GPU and
  /// no driver. Only for who has opened the tables.
  std::function<std::optional<facts::Host>()> find{};
};

struct Choices {
  std::vector<std::string> select, ignore;
  bool preview = false;
  BuildChoices build;
  HostChoices host;
  std::optional<read::FailOn> fail_on;
  bool isolated = false;            ///< no configuration is read
  std::string config;               ///< empty: the nearest one
  std::vector<std::string> matrix;  ///< people's own files for the tables
};

}  // namespace cudafit::project
