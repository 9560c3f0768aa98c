// Containers, WSL and Jetsons.

#include <fmt/format.h>

#include <algorithm>

#include "host/chart.h"
#include "host/commands.h"
#include "host/words.h"
#include "matrix/host.h"
#include "matrix/image_releases.h"
#include "matrix/system_packages.h"
#include "terms/ascii.h"

namespace cudafit::host {
namespace {

/// Of the driver, for what counts from one branch on only.
constexpr std::string_view wsl_ids[] = {"windows",    "wsl-kernel",    "wsl-config",
                                        "wsl-device", "wsl-libraries", "wsl-linux-driver"};

void check_kernel(const Seen& seen, Chart& chart) {
  const std::string from = "/proc/sys/kernel/osrelease";
  const Version kernel = version_of(seen.kernel);
  if (!kernel) return chart.not_known("wsl-kernel", "the kernel does not say its version", from);
  const auto required = matrix::host_requirement("wsl-kernel", "wsl2");
  const auto recommended = matrix::host_requirement("wsl-kernel", "wsl2-recommended");
  if (required && kernel < required->minimum) {
    chart.failed("wsl-kernel", "too-old",
                 fmt::format("{}; GPUs need {}", seen.kernel, required->written), from);
  } else if (recommended && kernel < recommended->minimum) {
    chart.warning("wsl-kernel", "old",
                  fmt::format("{}; NVIDIA asks for {}", seen.kernel, recommended->written), from);
  } else {
    chart.ok("wsl-kernel", seen.kernel, from);
  }
}

void check_windows(const Seen& seen, Chart& chart) {
  const std::string from = "cmd.exe /c ver";
  if (seen.inside()) return chart.not_known("windows", "a container does not see it");
  const std::string_view written = version_in(answer(seen.answers.windows));
  const auto version = Version::parse(written);
  const auto required = matrix::host_requirement("windows-build", "wsl2");
  if (!version || version->parts < 3 || !required)
    return chart.not_known("windows", "Windows was not asked for its version", from);
  const Version build{.number = {version->patch()}, .parts = 1};
  if (build < required->minimum) {
    chart.failed("windows", "too-old",
                 fmt::format("build {}; GPUs in WSL2 need {} ({})", build.text(), required->written,
                             required->text),
                 from);
  } else {
    chart.ok("windows", "build " + build.text(), from);
  }
}

/// What is missing because of something that was said already: "w" are the checks of Windows and
/// WSL2.
bool follows(Chart& chart, std::string_view id, const std::string& missing) {
  const Check* const cause = chart.failure("w");
  if (cause == nullptr) return false;
  chart.not_known(id, fmt::format("{}, as is to be expected: see {}", missing, cause->id));
  return true;
}

void check_device(const Seen& seen, Chart& chart) {
  if (!seen.has_dev())
    chart.not_known("wsl-device", "its /dev is not seen");
  else if (seen.machine.node("/dev/dxg").there)
    chart.ok("wsl-device", "/dev/dxg is there", "/dev/dxg");
  else if (!follows(chart, "wsl-device", "there is no /dev/dxg"))
    chart.failed("wsl-device", "missing", "there is no /dev/dxg", "/dev");
}

void check_libraries(const Seen& seen, Chart& chart) {
  const std::string folder = "/usr/lib/wsl/lib";
  for (const char* const library : {"libcuda.so.1", "libnvidia-ml.so.1"}) {
    if (is_there(seen.machine, folder + "/" + library)) continue;
    const std::string missing = fmt::format("there is no {}/{}", folder, library);
    if (!follows(chart, "wsl-libraries", missing))
      chart.failed("wsl-libraries", "missing", missing, folder);
    return;
  }
  chart.ok("wsl-libraries", "libcuda.so.1 and libnvidia-ml.so.1 are there", folder);
}

/// Whether a key of wsl.conf is false.
bool turned_off(std::string_view text, std::string_view section, std::string_view key) {
  std::string current;
  bool off = false;
  for (const std::string_view line : lines(text)) {
    if (line.front() == '[') current = ascii::lowered(trimmed(line.substr(1, line.find(']') - 1)));
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos || current != section) continue;
    if (ascii::lowered(trimmed(line.substr(0, equals))) != key) continue;
    const std::string value = ascii::lowered(trimmed(line.substr(equals + 1)));
    off = value == "false" || value == "0";
  }
  return off;
}

/// /usr/lib/wsl/lib is where the loader looks, or the system has other ways than the loader's
/// settings.
bool loader_knows(const Seen& seen) {
  return !is_there(seen.machine, "/etc/ld.so.conf") ||
         std::any_of(seen.libcuda.begin(), seen.libcuda.end(),
                     [](const Libcuda& each) { return each.path.starts_with("/usr/lib/wsl/"); });
}

void check_config(const Seen& seen, Chart& chart) {
  const std::string from = "/etc/wsl.conf";
  const auto bytes = seen.machine.files.read(from);
  if (!bytes) {
    if (bytes.failure() == FailureKind::missing)
      return chart.not_here("wsl-config", "the defaults hold");
    return chart.not_known("wsl-config", bytes.error(), from);
  }
  const std::string& text = *bytes;
  if (turned_off(text, "gpu", "enabled")) {
    chart.failed("wsl-config", "gpu-off", "[gpu] enabled=false", from);
  } else if (turned_off(text, "automount", "ldconfig") && !loader_knows(seen)) {
    chart.warning("wsl-config", "ldconfig-off", "[automount] ldconfig=false", from);
  } else {
    chart.ok("wsl-config", "it leaves GPUs on", from);
  }
}

/// Installed packages of apt that bring a driver.
std::vector<std::string> driver_packages(const Seen& seen) {
  std::vector<std::string> out;
  const std::string status = text_of(seen.machine, "/var/lib/dpkg/status");
  const Version release = Version::parse(seen.os_version).value_or(Version{});
  std::string_view package;
  for (const std::string_view line : lines(status)) {
    const std::string_view key = "Package:";
    if (line.starts_with(key)) package = trimmed(line.substr(key.size()));
    if (!line.starts_with("Status:") || !line.ends_with(" installed")) continue;
    const bool likely = package.find("nvidia") != std::string_view::npos ||
                        package.find("cuda") != std::string_view::npos;
    if (!likely) continue;
    const auto known = matrix::system_package("apt", package, seen.os, release, Known::no);
    if (known && known->brings_driver == Known::yes && !known->weak) out.emplace_back(package);
  }
  return out;
}

void check_linux_driver(const Seen& seen, Chart& chart) {
  std::string library;
  for (const Libcuda& each : seen.libcuda) {
    if (!each.version.empty() && !each.path.starts_with("/usr/lib/wsl/")) library = each.path;
  }
  const std::vector<std::string> packages = driver_packages(seen);
  if (library.empty() && packages.empty())
    return chart.ok("wsl-linux-driver", "none is seen", "the loader's directories, dpkg");
  std::string words, named;
  for (const std::string& package : packages) {
    words += (words.empty() ? "" : " ") + shell_word(package);
    named += (named.empty() ? "" : ", ") + package;
  }
  const Fields fields{{"packages", words.empty() ? "'nvidia-*' 'libnvidia-*'" : words}};
  const std::string from = library.empty() ? "/var/lib/dpkg/status" : library;
  if (library.empty())
    chart.warning("wsl-linux-driver", "installed", named, from, fields);
  else
    chart.failed("wsl-linux-driver", "installed",
                 named.empty() ? "a libcuda.so that is not of Windows" : named, from, fields);
}

}  // namespace

void check_container(const Seen& seen, Chart& chart) {
  if (!seen.inside()) return chart.not_here("container");
  const bool kernel = seen.kind == Kind::wsl2 || seen.module;
  const std::string what = "a container (" + seen.container.text + ")";
  if (kernel && seen.shut_out()) {
    chart.failed("container", "no-gpus", what + " without a GPU", seen.container.from);
  } else if (!seen.shut_out() &&
             seen.driver_error.text.find("Unknown Error") != std::string::npos) {
    chart.failed("container", "lost-gpus", seen.driver_error.text, seen.driver_error.from);
  } else {
    chart.ok("container", what, seen.container.from);
  }
}

void check_wsl(const Seen& seen, Chart& chart) {
  if (!seen.wsl()) {
    chart.not_here("wsl");
    for (const std::string_view id : wsl_ids) chart.not_here(id);
    return;
  }
  const std::string from = "/proc/version";
  if (seen.kind == Kind::wsl1) {
    std::string distribution = shell_word(seen.machine.variable("WSL_DISTRO_NAME"));
    if (distribution == "''") distribution = "DISTRIBUTION";
    chart.failed("wsl", "wsl1", "WSL1", from, {{"distribution", distribution}});
    for (const std::string_view id : wsl_ids) chart.not_here(id, "WSL1 has no GPUs");
    return;
  }
  chart.ok("wsl", "WSL2", from);
  check_windows(seen, chart);
  check_kernel(seen, chart);
  if (seen.inside()) {
    chart.not_known("wsl-config", "a container does not see it");
  } else {
    check_config(seen, chart);
  }
  if (seen.shut_out()) {
    for (const std::string_view id : {"wsl-device", "wsl-libraries"})
      chart.not_here(id, "this container was given no GPU");
  } else {
    check_device(seen, chart);
    check_libraries(seen, chart);
  }
  if (seen.inside())
    chart.not_known("wsl-linux-driver", "a container does not see it");
  else
    check_linux_driver(seen, chart);
}

void check_jetson(const Seen& seen, Chart& chart) {
  if (seen.kind != Kind::jetson) return chart.not_here("jetson");
  std::string words = "Jetson Linux " + seen.l4t;
  const std::vector<matrix::JetsonRelease> releases = matrix::jetson_releases({}, seen.l4t);
  if (releases.size() == 1)
    words += fmt::format(" (JetPack {}, CUDA {})", releases.front().jetpack,
                         releases.front().cuda.text());
  if (!seen.board.empty()) words += ", " + seen.board;
  chart.ok("jetson", words, "/etc/nv_tegra_release");
}

}  // namespace cudafit::host
