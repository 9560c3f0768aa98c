// The NVIDIA Container Toolkit, its configuration, and the CDI specifications it writes.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "host/chart.h"
#include "host/commands.h"
#include "host/words.h"
#include "matrix/driver.h"
#include "matrix/host.h"
#include "matrix/host_checks.h"
#include "read/toml_values.h"
#include "read/yaml.h"

namespace cudafit::host {
namespace {

/// The driver is one of those with which this version of the toolkit does not work.
std::optional<matrix::HostRequirement> unfit_for_wsl(const Seen& seen) {
  const auto need = matrix::host_requirement("container-toolkit", "wsl2-driver-555");
  const auto driver = Version::parse(seen.driver.text);
  if (seen.kind != Kind::wsl2 || !need || !driver) return std::nullopt;
  const auto branch = matrix::driver(*driver, matrix::HostOs::windows);
  const bool counts = branch && branch->branch >= need->driver_branch;
  return counts && version_of(seen.toolkit.text) < need->minimum ? need : std::nullopt;
}

void check_version(const Seen& seen, Chart& chart) {
  const std::string_view id = "container-toolkit";
  const std::string& version = seen.toolkit.text;
  if (const auto need = unfit_for_wsl(seen)) {
    Check& check =
        chart.failed(id, "bad-version", fmt::format("{}; it takes {}", version, need->written),
                     seen.toolkit.from);
    check.why = need->text;
    check.sources = {need->source};
    return;
  }
  const std::vector<matrix::KnownBad> bad = matrix::known_bad(id, version_of(version));
  if (bad.empty()) return chart.ok(id, version, seen.toolkit.from);
  const bool breaks = std::any_of(bad.begin(), bad.end(), [](const matrix::KnownBad& each) {
    return each.breaks && !each.weak;
  });
  std::string_view newer;
  for (const matrix::KnownBad& each : bad) {
    if (version_of(each.below) > version_of(newer)) newer = each.below;
  }
  const std::string words = fmt::format("{}; from {} on it is mended", version, newer);
  Check& check = breaks ? chart.failed(id, "bad-version", words, seen.toolkit.from)
                        : chart.warning(id, "bad-version", words, seen.toolkit.from);
  check.why.clear();
  check.sources.clear();
  for (const matrix::KnownBad& each : bad) {
    check.why += (check.why.empty() ? "" : "; ") + std::string(each.text);
    check.sources.push_back(each.source);
  }
}

void check_installed(const Seen& seen, Chart& chart) {
  const std::string_view id = "container-toolkit";
  const Docker& docker = seen.docker;
  if (seen.inside()) return chart.not_known(id, "a container does not see it");
  if (seen.machine.elsewhere) return chart.not_known(id, "no program is asked about another root");
  if (docker.desktop && seen.kind == Kind::wsl2)
    return chart.ok(id, "Docker Desktop brings its own", "docker info");
  if (seen.toolkit) return check_version(seen, chart);
  if (seen.toolkit_there)
    return chart.not_known(id, "it does not tell its version", "nvidia-ctk --version");
  const bool registered =
      std::find(docker.runtimes.begin(), docker.runtimes.end(), "nvidia") != docker.runtimes.end();
  if (registered)
    return chart.not_known(id, "Docker knows it, and it is not on PATH", "docker info");
  const bool needed = docker.reachable && !docker.snap && !docker.desktop && seen.has_gpu();
  if (!needed) return chart.not_here(id);
  chart.failed(id, "missing", "neither nvidia-ctk nor nvidia-container-cli is installed", "PATH");
}

void check_config(const Seen& seen, Chart& chart) {
  const std::string_view id = "toolkit-config";
  const std::string path = "/etc/nvidia-container-runtime/config.toml";
  if (seen.inside()) return chart.not_known(id, "a container does not see it");
  const auto bytes = seen.machine.files.read(path);
  if (!bytes) {
    if (bytes.failure() == FailureKind::missing) return chart.not_here(id);
    return chart.not_known(id, bytes.error(), path);
  }
  const read::TomlValues toml = read::read_toml_values(*bytes);
  if (!toml.known) return chart.not_known(id, "it was not read", path);
  if (toml.broken_line > 0) {
    chart.failed(id, "malformed", fmt::format("no TOML in line {}", toml.broken_line), path,
                 {{"file", path}});
    return;
  }
  const auto value = [&](std::string_view name) {
    const auto found = toml.values.find(name);
    return found == toml.values.end() ? std::string() : shortened(found->second);
  };
  const std::string mode = value("nvidia-container-runtime.mode");
  const bool no_cgroups = value("nvidia-container-cli.no-cgroups") == "true";
  const std::string words = fmt::format("mode {}, no-cgroups {}", mode.empty() ? "auto" : mode,
                                        no_cgroups ? "true" : "false");
  const Docker& docker = seen.docker;
  const bool judged = docker.reachable && !docker.desktop && !docker.snap && mode != "cdi";
  if (judged && no_cgroups && !docker.rootless)
    chart.warning(id, "no-cgroups", words + ", and Docker is not rootless", path);
  else if (judged && !no_cgroups && docker.rootless)
    chart.warning(id, "with-cgroups", words + ", and Docker is rootless", path);
  else
    chart.ok(id, words, path);
}

/// One file of CDI about NVIDIA's devices.
struct Specification {
  std::string path, directory;
  std::string kind{}, version{};
  std::set<std::string> devices{};
  std::set<std::string> drivers{};  ///< versions of the libraries it names
  bool broken = false;              ///< it is no YAML
  bool readable = true;             ///< it was read to its end
};

std::set<std::string> drivers_in(std::string_view bytes) {
  std::set<std::string> out;
  for (const std::string_view library : {"/libcuda.so.", "/libnvidia-ml.so."}) {
    for (std::size_t at = bytes.find(library); at != std::string_view::npos;
         at = bytes.find(library, at + 1)) {
      const std::string_view rest = bytes.substr(at + library.size(), 32);
      const std::size_t end = rest.find_first_not_of("0123456789.");
      const std::string_view name = rest.substr(0, end);
      const auto version = Version::parse(name);
      if (version && version->parts > 1 && version->major() > 1) out.emplace(name);
    }
  }
  return out;
}

Specification read_specification(const std::string& directory, const std::string& name,
                                 std::string_view bytes) {
  Specification out{.path = join_path(directory, name), .directory = directory};
  const read::YamlFile yaml = read::read_yaml(0, bytes);
  out.broken = !yaml.errors.empty();
  out.readable = yaml.known && !out.broken && yaml.root.kind == read::Yaml::Kind::map;
  const auto text = [&](std::string_view key) {
    const read::Yaml* const value = yaml.root.find(key);
    return value == nullptr ? std::string() : shortened(value->text.value);
  };
  out.kind = text("kind");
  out.version = text("cdiVersion");
  const read::Yaml* const devices = yaml.root.find("devices");
  for (std::size_t i = 0; devices != nullptr && i < devices->items.size(); ++i) {
    const read::Yaml* const device = devices->items[i].find("name");
    if (device != nullptr) out.devices.insert(shortened(device->text.value));
  }
  out.drivers = drivers_in(bytes);
  return out;
}

std::vector<Specification> specifications(const Machine& machine) {
  std::vector<Specification> out;
  std::set<std::string> seen;
  for (const char* const directory : {"/etc/cdi", "/var/run/cdi", "/run/cdi"}) {
    const auto entries = machine.files.list(directory);
    if (!entries) continue;
    for (const DirectoryEntry& entry : *entries) {
      const std::string path = join_path(directory, entry.name);
      const bool format = entry.name.ends_with(".yaml") || entry.name.ends_with(".json");
      if (!format || !seen.insert(machine.files.real(path)).second) continue;
      const auto bytes = machine.files.read(path);
      if (!bytes) continue;
      Specification each = read_specification(directory, entry.name, *bytes);
      // Whose a file is that nobody can read, only its name tells.
      const bool ours = each.readable ? each.kind.starts_with("nvidia.com/")
                                      : entry.name.find("nvidia") != std::string::npos;
      if (ours) out.push_back(std::move(each));
    }
  }
  return out;
}

bool said_twice(const Specification& a, const Specification& b) {
  return &a != &b && a.directory == b.directory && a.kind == b.kind &&
         std::any_of(a.devices.begin(), a.devices.end(),
                     [&](const std::string& device) { return b.devices.contains(device); });
}

/// What the later directory says of a device counts.
bool shadowed(const Specification& each, const std::vector<Specification>& all) {
  const auto behind = std::find_if(all.begin(), all.end(), [&](const Specification& other) {
    return &other > &each && other.readable && other.directory != each.directory &&
           other.kind == each.kind &&
           std::includes(other.devices.begin(), other.devices.end(), each.devices.begin(),
                         each.devices.end());
  });
  return behind != all.end();
}

/// An engine that does not read this version of the format.
std::string too_old_engine(const Seen& seen, const Specification& each) {
  for (const auto& [subject, name, version] :
       {std::tuple("docker", "Docker", seen.docker.version), {"podman", "Podman", seen.podman}}) {
    const auto need = matrix::host_requirement(subject, "cdi-" + each.version);
    const Version known = version_of(version);
    if (need && known && known < need->minimum) return name;
  }
  return "";
}

/// True when something is wrong with it, which is said.
bool wrong(const Seen& seen, Chart& chart, const Specification& each,
           const std::vector<Specification>& all) {
  const std::string_view id = "cdi";
  const Fields file{{"file", shell_word(each.path)}};
  if (!each.readable && !each.broken) {
    chart.not_known(id, "it was not read", each.path);
    return true;
  }
  if (each.broken) {
    chart.failed(id, "malformed", "it cannot be read", each.path, file);
    return true;
  }
  const auto twin = std::find_if(
      all.begin(), all.end(), [&](const Specification& other) { return said_twice(each, other); });
  if (twin != all.end()) {
    chart.failed(id, "conflict", fmt::format("{} describes the same devices", twin->path),
                 each.path, {{"files", shell_word(each.path) + " " + shell_word(twin->path)}});
    return true;
  }
  if (shadowed(each, all)) return false;
  const bool loaded = seen.kind == Kind::linux_ && seen.module;
  for (const std::string& driver : each.drivers) {
    if (!loaded || Version::parse(driver) == Version::parse(seen.module.text)) continue;
    chart.failed(id, "stale",
                 fmt::format("it is about driver {}, and {} is loaded", driver, seen.module.text),
                 each.path, file);
    return true;
  }
  if (const std::string engine = too_old_engine(seen, each); !engine.empty()) {
    chart.warning(id, "too-new", fmt::format("version {} of the format", each.version), each.path,
                  {{"engine", engine}});
    return true;
  }
  return false;
}

}  // namespace

void check_toolkit(const Seen& seen, Chart& chart) {
  check_installed(seen, chart);
  check_config(seen, chart);
}

void check_cdi(const Seen& seen, Chart& chart) {
  const std::string_view id = "cdi";
  if (seen.inside()) return chart.not_known(id, "a container does not see it");
  const std::vector<Specification> all = specifications(seen.machine);
  if (all.empty()) {
    if (seen.podman.empty() || !seen.has_gpu()) return chart.not_here(id);
    chart.warning(id, "none", "Podman is installed, and no specification is",
                  "/etc/cdi, /var/run/cdi");
    return;
  }
  std::string words, from;
  for (const Specification& each : all) {
    if (wrong(seen, chart, each, all)) return;
    from += (from.empty() ? "" : ", ") + each.path;
    for (const std::string& device : each.devices)
      words += (words.empty() ? "" : ", ") + each.kind + "=" + device;
  }
  chart.ok(id, words.empty() ? "no device" : words, from);
}

}  // namespace cudafit::host
