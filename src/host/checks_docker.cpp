// Docker's engine and its configuration.

#include <fmt/format.h>

#include <algorithm>

#include "host/chart.h"
#include "host/commands.h"
#include "host/words.h"
#include "matrix/driver.h"
#include "matrix/host.h"
#include "read/json.h"
#include "source/sources.h"

namespace cudafit::host {
namespace {

using read::JsonValue;

constexpr std::string_view ids[] = {"docker", "docker-config", "docker-runtime", "docker-cgroup"};
const std::string asked = "docker info";

bool older(const std::string& version, const std::optional<matrix::HostRequirement>& need) {
  const Version known = version_of(version);
  return known && need && known < need->minimum;
}

/// Docker Desktop brings the container toolkit; an old one does not suit new drivers.
bool check_desktop(const Seen& seen, Chart& chart) {
  const Docker& docker = seen.docker;
  const std::string name = "Docker Desktop " + docker.desktop_version;
  if (seen.kind == Kind::linux_ && seen.has_gpu()) {
    chart.failed("docker", "desktop-on-linux", name + " on Linux", asked);
    return true;
  }
  const auto need = matrix::host_requirement("docker-desktop", "wsl2-driver-555");
  const auto driver = Version::parse(seen.driver.text);
  if (seen.kind != Kind::wsl2 || !need || !driver || !older(docker.desktop_version, need))
    return false;
  const auto branch = matrix::driver(*driver, matrix::HostOs::windows);
  if (!branch || branch->branch < need->driver_branch) return false;
  Check& check = chart.failed(
      "docker", "old-desktop",
      fmt::format("{} with driver {}; it takes {}", name, seen.driver.text, need->written), asked);
  check.sources = {need->source};
  return true;
}

void check_engine(const Seen& seen, Chart& chart) {
  const Docker& docker = seen.docker;
  if (!docker.reachable) {
    const bool denied = docker.error.find("permission denied") != std::string::npos;
    chart.failed("docker", denied ? "denied" : "unreachable",
                 docker.error.empty() ? "it does not answer" : docker.error, asked);
    return;
  }
  if (docker.desktop && check_desktop(seen, chart)) return;
  std::string words = docker.version;
  if (docker.desktop) words += " of Docker Desktop " + docker.desktop_version;
  if (docker.rootless) words += ", rootless";
  if (!docker.context.empty()) words += ", context " + docker.context;
  const auto least = matrix::host_requirement("docker", "gpus-flag");
  if (older(docker.version, least)) {
    chart.failed("docker", "too-old", fmt::format("{}; --gpus needs {}", words, least->written),
                 asked);
  } else if (docker.snap && seen.has_gpu()) {
    chart.warning("docker", "snap", words + ", from a snap", asked);
  } else {
    chart.ok("docker", words, asked);
  }
}

/// daemon.json as far as it counts here.
struct Config {
  std::vector<std::pair<std::string, std::string>> runtimes{};  ///< name and program
  std::string default_runtime{};
  bool has(std::string_view name) const {
    return std::any_of(runtimes.begin(), runtimes.end(),
                       [&](const auto& each) { return each.first == name; });
  }
};

Config config_of(const JsonValue& json) {
  Config out;
  if (const Text* const name = json.string("default-runtime"); name != nullptr)
    out.default_runtime = shortened(name->value);
  const JsonValue* const runtimes = json.find("runtimes");
  for (std::size_t i = 0; runtimes != nullptr && i < runtimes->keys.size(); ++i) {
    const Text* const path = runtimes->items[i].string("path");
    out.runtimes.emplace_back(shortened(runtimes->keys[i].value),
                              path == nullptr ? "" : path->value);
  }
  return out;
}

bool has_program(const Seen& seen, const std::string& program) {
  if (program.empty()) return true;  // a runtime of another kind
  if (program.starts_with('/')) return is_there(seen.machine, program);
  // The engine's PATH need not be ours.
  for (const char* const folder :
       {"/usr/local/sbin/", "/usr/local/bin/", "/usr/sbin/", "/usr/bin/"}) {
    if (is_there(seen.machine, folder + program)) return true;
  }
  return seen.machine.elsewhere || !seen.machine.find(program).empty();
}

/// What the file says, where it can be read.
Config check_config(const Seen& seen, Chart& chart) {
  const std::string_view id = "docker-config";
  const std::string& path = seen.docker.config;
  const auto bytes = seen.machine.files.read(path);
  if (!bytes) {
    if (bytes.failure() == FailureKind::missing)
      chart.not_here(id, "the engine's defaults hold");
    else
      chart.not_known(id, bytes.error(), path);
    return {};
  }
  const std::string_view text =
      bytes->starts_with("\xEF\xBB\xBF") ? std::string_view(*bytes).substr(3) : *bytes;
  if (trimmed(text).empty()) {
    chart.ok(id, "it is empty: the engine's defaults hold", path);
    return {};
  }
  const read::JsonResult json = read::read_json(0, text);
  if (!json.value || json.value->kind != JsonValue::Kind::object) {
    const auto at = static_cast<std::uint32_t>(std::min(json.error_at, text.size()));
    const Position place = LineMap(text).position(at);
    chart.failed(id, "malformed",
                 fmt::format("no JSON from line {}, column {} on", place.line, place.column), path,
                 {{"file", shell_word(path)}});
    return {};
  }
  Config config = config_of(*json.value);
  std::string words = "it can be read";
  for (const auto& [name, program] : config.runtimes) {
    if (!has_program(seen, program)) {
      const bool certain = program.starts_with('/');
      Check& check =
          chart.failed(id, "no-program",
                       fmt::format("runtime {} is {}, which is not there", name, program), path);
      if (!certain) check.verdict = Verdict::warning;
      return config;
    }
    words += ", runtime " + name;
  }
  if (!config.default_runtime.empty()) words += ", default runtime " + config.default_runtime;
  chart.ok(id, words, path);
  return config;
}

void check_runtime(const Seen& seen, Chart& chart, const Config& config) {
  const std::string_view id = "docker-runtime";
  const Docker& docker = seen.docker;
  if (!docker.reachable || docker.snap || docker.desktop) return chart.not_here(id);
  const std::string_view name = "nvidia";
  if (std::find(docker.runtimes.begin(), docker.runtimes.end(), name) != docker.runtimes.end()) {
    chart.ok(
        id,
        fmt::format("the engine knows {}; by default it takes {}", name, docker.default_runtime),
        asked);
  } else if (config.has(name)) {
    chart.warning(id, "not-restarted", "the running engine does not know nvidia",
                  asked + ", " + docker.config);
  } else if (seen.toolkit_there && seen.has_gpu() && seen.kind != Kind::wsl1) {
    chart.warning(id, "unknown", "the engine does not know nvidia", asked);
  } else {
    chart.not_here(id);
  }
}

void check_cgroup(const Seen& seen, Chart& chart) {
  const std::string_view id = "docker-cgroup";
  const Docker& docker = seen.docker;
  if (!docker.reachable || docker.desktop || !seen.toolkit_there || !seen.has_gpu() ||
      docker.cgroup_driver.empty())
    return chart.not_here(id);
  std::string words = docker.cgroup_driver;
  if (!docker.cgroup_version.empty()) words += ", cgroup v" + docker.cgroup_version;
  const auto by_cdi = matrix::host_requirement("docker", "cdi-for-gpus");
  const bool cdi =
      by_cdi && !older(docker.version, by_cdi) && !seen.machine.find("nvidia-cdi-hook").empty();
  // What most hosts do. Whether a GPU was lost only the container can tell that has lost it.
  if (cdi)
    words += "; GPUs come by CDI";
  else if (docker.cgroup_driver == "systemd" && seen.kind == Kind::linux_)
    words += "; GPUs that the toolkit's hook gave may be gone after systemctl daemon-reload";
  chart.ok(id, words, asked);
}

}  // namespace

void check_docker(const Seen& seen, Chart& chart) {
  const Docker& docker = seen.docker;
  const auto all = [&](const auto& say) {
    for (const std::string_view id : ids) say(id);
  };
  if (seen.inside())
    return all([&](std::string_view id) { chart.not_known(id, "a container does not see it"); });
  if (!docker.installed && !seen.machine.elsewhere)
    return all([&](std::string_view id) { chart.not_here(id); });
  if (docker.remote) {
    return all([&](std::string_view id) {
      chart.not_known(id, "the engine is at " + docker.endpoint + ", and is not asked",
                      "docker context inspect");
    });
  }
  if (seen.machine.elsewhere) {
    chart.not_known("docker", "no program is asked about another root");
  } else if (docker.garbled) {
    chart.not_known("docker", "its answer is not understood", asked);
  } else if (docker.endpoint.empty()) {
    chart.not_known("docker", "it does not say where its engine is", "docker context inspect");
  } else {
    check_engine(seen, chart);
  }
  Config config;
  if (docker.desktop)
    chart.not_here("docker-config", "Docker Desktop has its own");
  else
    config = check_config(seen, chart);
  check_runtime(seen, chart, config);
  check_cgroup(seen, chart);
}

}  // namespace cudafit::host
