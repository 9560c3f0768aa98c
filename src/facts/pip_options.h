#pragma once
// The options of `pip install` and `uv pip install`, so that their values are not taken for
// packages. Private to the facts room.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/install.h"

namespace cudafit::facts {

/// What an option does to what is installed.
enum class PipOption : std::uint8_t {
  other,  ///< nothing that matters here
  requirements,
  constraints,
  editable,
  index_url,  ///< pip --index-url, uv --index-url
  default_index,
  index,  ///< uv: before all other indexes
  extra_index_url,
  find_links,
  no_index,
  pre,
  prerelease,  ///< uv: how pre-releases count
  no_deps,
  no_build_isolation,
  no_build_isolation_package,  ///< uv
  no_binary,
  only_binary,
  no_build,  ///< uv: as `--only-binary :all:`
  upgrade,
  reinstall,
  elsewhere,  ///< somewhere else than into the environment
  break_system_packages,
  dry_run,
  python,          ///< the interpreter to install for
  python_version,  ///< the version that packages must suit
  index_strategy,
  torch_backend,
  system,      ///< uv: no virtual environment
  directory,   ///< uv: works there
  no_config,   ///< reads no configuration files
  extra,       ///< uv: of the projects that are read
  all_extras,  ///< uv: the same
  group,       ///< a group of dependencies of a pyproject.toml
  no_sources,  ///< uv: without [tool.uv.sources]
  unread,  ///< asks for packages, or changes which versions count, in a way that is not followed
  help,    ///< nothing is done
};

struct PipOptionRow {
  std::string_view names;  ///< "-r --requirement"; the first long one also names its variable
  PipOption meaning = PipOption::other;
  bool takes_value = false;
};

/// The row of an option as written, without its value: "--extra-index-url", "-r". pip takes any
/// beginning of a long name that only one option has. Null when there is none.
const PipOptionRow* pip_option(Installer tool, std::string_view name);

/// The options that environment variables set, and their names: "PIP_INDEX_URL".
struct PipVariable {
  std::string name;
  const PipOptionRow* row = nullptr;
};
const std::vector<PipVariable>& pip_variables(Installer tool);

/// "1", "yes", "true", "on" and their opposites, as pip and uv read them; nothing for other words.
std::optional<bool> truth(std::string_view text);

}  // namespace cudafit::facts
