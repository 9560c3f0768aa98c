// What uv.toml and [tool.uv] say to `uv pip`.

#include <algorithm>

#include "facts/pip_request.h"
#include "read/pyproject.h"
#include "source/files.h"

namespace cudafit::facts {

namespace {

/// The files of one directory that uv looks at.
struct Settings {
  bool toml = false;  ///< a uv.toml that says something
  bool broken = false;
  std::optional<read::Pyproject> manifest;
};

Settings settings_in(const PipScene& scene, const std::string& directory) {
  Settings out;
  // The images' own files are taken for what they are in every public image: not there.
  const FoundFile toml = find_file(scene, "/", join_path(directory, "uv.toml"));
  out.toml = toml.present == Known::yes && toml.bytes.find('=') != std::string_view::npos;
  const FoundFile found = find_file(scene, "/", join_path(directory, "pyproject.toml"));
  if (found.present != Known::yes) return out;
  out.manifest = read::read_pyproject(found.file, found.bytes);
  out.broken = out.manifest->error.has_value();
  return out;
}

/// Calls `visit(directory)` for the directory and those above it, until it says true.
template <typename Visit>
void upward(std::string directory, Visit visit) {
  while (!directory.empty()) {
    if (visit(directory) || directory == "/" || directory == ".") return;
    directory = parent_path(directory);
  }
}

template <typename T>
const std::optional<T>& nearer(const std::optional<T>& pip, const std::optional<T>& general) {
  return pip ? pip : general;
}

class Applier {
 public:
  explicit Applier(PipInstall& install) : install_(install) {
    how_.push_back({"uv reads pyproject.toml here", install.span});
  }

  void apply(const read::UvTable& table) {
    const read::UvOptions& general = table.options;
    const read::UvOptions& pip = table.pip;
    if (!general.unread.empty() || !pip.unread.empty()) install_.options_known = false;
    for (const read::PackageIndex& index : table.indexes) add(index);
    for (const auto* options : {&pip, &general}) {
      if (options->index_url && !install_.index) install_.index = option(*options->index_url);
    }
    const bool own = !pip.extra_index_urls.empty();
    for (const Text& url : own ? pip.extra_index_urls : general.extra_index_urls)
      install_.extra_indexes.push_back(option(url));
    for (const Text& url : pip.find_links.empty() ? general.find_links : pip.find_links)
      install_.find_links.push_back(option(url));
    if (const auto& strategy = nearer(pip.index_strategy, general.index_strategy);
        strategy && install_.index_strategy.empty())
      install_.index_strategy = strategy->value;
    if (pip.torch_backend && !install_.torch_backend)
      install_.torch_backend = option(*pip.torch_backend);
    if (const auto& prerelease = nearer(pip.prerelease, general.prerelease);
        prerelease && prerelease->value == "allow")
      install_.pre = true;
    if (nearer(pip.no_index, general.no_index).value_or(false)) install_.no_index = true;
    builds(general);
    builds(pip);
    for (const read::Dependency& each : table.constraints)
      install_.constraints.push_back(
          {.requirement = each.requirement, .span = each.span, .how = how_, .manifest = true});
    // They replace what is asked for, by whomever.
    if (!table.overrides.empty()) install_.complete = false;
  }

 private:
  OptionValue option(const Text& value) const {
    return {.value = value, .span = value.around(), .how = how_, .from_variable = true};
  }

  void add(const read::PackageIndex& index) {
    if (index.only_explicit) return;
    if (index.find_links) {
      install_.find_links.push_back(option(index.url));
    } else if (!index.is_default) {
      install_.extra_indexes.push_back(option(index.url));
    } else if (!install_.index) {
      install_.index = option(index.url);
    }
  }

  void builds(const read::UvOptions& options) {
    if (options.no_build_isolation.value_or(false)) install_.no_build_isolation = true;
    const auto append = [](const std::vector<std::string>& from, std::vector<std::string>& to) {
      to.insert(to.end(), from.begin(), from.end());
    };
    append(options.no_build_isolation_packages, install_.unisolated);
    append(options.tuned_packages, install_.tuned);
    append(options.no_binary_packages, install_.no_binary);
    append(options.no_build_packages, install_.only_binary);
  }

  PipInstall& install_;
  std::vector<Link> how_;
};

}  // namespace

bool uv_configured_elsewhere(const PipScene& scene, const PipConfiguration& configuration) {
  if (!configuration.uv) return true;
  // A secret that is mounted as uv.toml, or as a variable.
  for (const read::Flag& flag : scene.step.instruction->flags) {
    const std::string& text = flag.text.value;
    if (text.find("uv.toml") != std::string::npos || text.find("UV_") != std::string::npos)
      return true;
  }
  if (scene.facts.variable(scene.at, "UV_CONFIG_FILE").setting != nullptr) return true;
  std::string home = "/root";
  for (const auto& [variable, below] : {std::pair{"HOME", "/.config"}, {"XDG_CONFIG_HOME", ""}}) {
    const VariableAnswer answer = scene.facts.variable(scene.at, variable);
    if (answer.value() != nullptr) home = answer.value()->value + below;
  }
  if (home == "/root") home += "/.config";
  // The images' own files are taken for what they are in every public image: not there.
  for (const std::string& directory : {std::string("/etc"), std::string("/etc/xdg"), home}) {
    const FoundFile file = find_file(scene, "/", join_path(directory, "uv/uv.toml"));
    if (file.present == Known::yes) return true;
  }
  return false;
}

void configure_uv(const PipScene& scene, const std::string& directory, PipInstall& install) {
  bool applied = false;
  upward(directory, [&](const std::string& at) {
    const Settings found = settings_in(scene, at);
    if (!applied && (found.toml || found.broken)) {
      install.options_known = false;
      return true;
    }
    if (!found.manifest || !found.manifest->uv) return false;
    if (!applied) {
      applied = true;
      Applier(install).apply(*found.manifest->uv);
      return false;
    }
    // The root of a workspace above it may have the say.
    if (found.manifest->uv->workspace) install.options_known = false;
    return false;
  });
}

}  // namespace cudafit::facts
