#include "project/hosts.h"

#include <algorithm>

#include "matrix/driver_releases.h"
#include "matrix/gpu.h"
#include "matrix/image_releases.h"
#include "source/nearest.h"
#include "terms/version.h"

namespace cudafit::project {

namespace {

std::string wrong_driver(const std::string& driver, bool wsl2) {
  if (driver.empty()) return {};
  const auto version = Version::parse(driver);
  if (!version) return "a driver is a version, as in 535.104.05 or 535, not " + in_quotes(driver);
  if (!wsl2 || !matrix::only_for_linux(*version)) return {};
  std::string out = driver_text(*version) +
                    " is a driver for Linux, and WSL2 runs on that of Windows: its number is the "
                    "one that nvidia-smi calls \"Driver Version\"";
  const auto branch = matrix::driver_releases(matrix::HostOs::windows, version->major());
  if (!branch.empty()) out += ", as in " + driver_text(branch.back().driver);
  return out;
}

std::string wrong_gpu(const std::string& gpu) {
  const matrix::GpuAnswer answer = matrix::find_gpu(gpu);
  if (!answer.gpus.empty()) return {};
  std::string message = "no GPU is known as " + in_quotes(gpu);
  if (!answer.suggestions.empty()) {
    message += "; did you mean ";
    for (const std::string& name : answer.suggestions)
      message += (&name == &answer.suggestions.front() ? "" : ", ") + in_quotes(name);
    return message + "?";
  }
  return message + "; write its compute capability, as in sm_90";
}

/// What a Jetson runs: a release of JetPack, of Jetson Linux (L4T), or both.
std::string wrong_jetson(const std::string& jetpack, const std::string& l4t) {
  if (!matrix::jetson_releases(jetpack, l4t).empty()) return {};
  const bool both =
      !matrix::jetson_releases(jetpack, {}).empty() && !matrix::jetson_releases({}, l4t).empty();
  if (both) return "JetPack " + jetpack + " is not the one of L4T " + l4t;
  const bool of_jetpack = matrix::jetson_releases(jetpack, {}).empty();
  return std::string("no release of ") + (of_jetpack ? "JetPack" : "L4T") + " is known as " +
         in_quotes(of_jetpack ? jetpack : l4t) + "; \"cudafit matrix jetpack\" lists them";
}

facts::Host from_table(const read::HostTable& table, std::string origin) {
  facts::Host host;
  host.name = table.name.value;
  host.driver = table.driver.value;
  for (const read::ConfigString& gpu : table.gpus) host.gpus.push_back({gpu.value, {}});
  host.wsl2 = table.wsl2.value_or(false);
  if (table.cdi) host.cdi = known(*table.cdi);
  host.platform = table.platform.value;
  host.jetpack = table.jetpack.value;
  host.l4t = table.l4t.value;
  host.toolkit = table.toolkit.value;
  host.origin = std::move(origin);
  return host;
}

}  // namespace

std::string wrong_platform(const std::string& platform) {
  const auto slashes = std::count(platform.begin(), platform.end(), '/');
  const bool empty_part = platform.empty() || platform.front() == '/' || platform.back() == '/' ||
                          platform.find("//") != std::string::npos;
  if (slashes >= 1 && slashes <= 2 && !empty_part) return "";
  return "is OS/ARCH or OS/ARCH/VARIANT, as in linux/amd64, not " + in_quotes(platform);
}

std::string wrong_host(const HostChoices& flags) {
  if (std::string wrong = wrong_driver(flags.driver, flags.wsl2); !wrong.empty())
    return "--driver: " + wrong;
  for (const std::string& gpu : flags.gpus) {
    if (std::string wrong = wrong_gpu(gpu); !wrong.empty()) return "--gpu: " + wrong;
  }
  return {};
}

std::vector<facts::Host> settled_hosts(const HostChoices& flags, const std::string& platform,
                                       const read::Config& config, const Sources& sources,
                                       std::vector<std::string>& problems) {
  std::vector<facts::Host> out;
  if (flags.given) {
    const bool described = !flags.driver.empty() || !flags.gpus.empty();
    const std::optional<facts::Host> found = flags.find ? flags.find() : std::nullopt;
    if (flags.find && !found && !described) return out;
    facts::Host& host = out.emplace_back(found.value_or(facts::Host{}));
    if (!flags.name.empty()) host.name = flags.name;
    if (!flags.driver.empty()) host.driver = flags.driver;
    if (!flags.gpus.empty()) host.gpus.clear();
    for (const std::string& gpu : flags.gpus) host.gpus.push_back({gpu, {}});
    if (!found) {
      host.wsl2 = flags.wsl2;
      host.platform = platform;
    }
    if (!found || described) host.origin = "the command line";
    return out;
  }
  for (const read::HostTable& table : config.hosts) {
    const auto place = [&](Span span) {
      const SourceFile& file = sources[span.file];
      const Position at = LineMap(file.bytes).position(span.begin);
      return std::pair(file.path + ":" + std::to_string(at.line), std::to_string(at.column));
    };
    const auto check = [&](const read::ConfigString& value, std::string wrong) {
      if (wrong.empty()) return;
      const auto [line, column] = place(value.span);
      std::string message = line + ":" + column + ": " + std::move(wrong);
      if (std::find(problems.begin(), problems.end(), message) == problems.end())
        problems.push_back(std::move(message));
    };
    if (!table.driver.value.empty())
      check(table.driver, wrong_driver(table.driver.value, table.wsl2.value_or(false)));
    for (const read::ConfigString& gpu : table.gpus) check(gpu, wrong_gpu(gpu.value));
    const std::string& jetpack = table.jetpack.value;
    const std::string& l4t = table.l4t.value;
    if (!jetpack.empty() || !l4t.empty())
      check(jetpack.empty() ? table.l4t : table.jetpack, wrong_jetson(jetpack, l4t));
    out.push_back(
        from_table(table, place(table.driver.span ? table.driver.span : table.span).first));
  }
  return out;
}

}  // namespace cudafit::project
