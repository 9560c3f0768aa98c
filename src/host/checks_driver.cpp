// The driver, its kernel module and its libraries.

#include <fmt/format.h>

#include <algorithm>

#include "host/chart.h"
#include "host/commands.h"
#include "host/words.h"
#include "matrix/driver.h"
#include "matrix/host.h"

namespace cudafit::host {
namespace {

constexpr std::string_view mismatch = "Driver/library version mismatch";

matrix::HostOs os_of(const Seen& seen) {
  return seen.wsl() ? matrix::HostOs::windows : matrix::HostOs::linux_;
}

std::optional<matrix::DriverInfo> branch_of(const Seen& seen) {
  const auto version = Version::parse(seen.driver.text);
  return version ? matrix::driver(*version, os_of(seen)) : std::nullopt;
}

std::string described(const Seen& seen) {
  std::string words = seen.driver.text;
  if (seen.wsl()) words += " of Windows";
  const auto branch = branch_of(seen);
  if (branch) words += fmt::format(", branch {}", branch->branch);
  const Version cuda = seen.cuda ? seen.cuda : branch ? branch->max_cuda : Version{};
  if (cuda) words += fmt::format(", runs CUDA up to {}", cuda.text());
  return words;
}

void not_loaded(Chart& chart, const std::string& gpu) {
  const Check* cause = nullptr;
  for (const std::string_view id : {"nouveau", "kernel-module", "secure-boot"}) {
    if (cause == nullptr) cause = chart.failure(id);
  }
  const std::string before = cause == nullptr ? "" : fmt::format("see {} first", cause->id);
  Check& check = chart.failed("driver", "not-loaded", gpu + "; no module nvidia is loaded",
                              "/sys/bus/pci/devices, /proc/driver/nvidia/version");
  if (!before.empty()) check.fix.insert(check.fix.begin(), before);
}

void no_driver(const Seen& seen, Chart& chart) {
  if (seen.kind == Kind::wsl1) return chart.not_here("driver", "WSL1 has no GPUs");
  if (seen.inside()) return chart.not_here("driver", "this container sees none");
  if (seen.wsl()) {
    if (const Check* const cause = chart.failure("w"); cause != nullptr)
      return chart.not_known("driver", fmt::format("nobody tells the version: see {}", cause->id));
    chart.failed("driver", "not-on-windows",
                 seen.driver_error ? seen.driver_error.text : "nobody tells the version",
                 seen.driver_error ? seen.driver_error.from : "nvidia-smi");
    return;
  }
  if (seen.loaded)
    return chart.not_known("driver", "its module does not tell its version",
                           "/proc/driver/nvidia/version");
  if (seen.pci_gpus.empty()) {
    const bool looked = seen.machine.files.kind("/sys/bus/pci/devices") == FileKind::directory;
    if (looked) return chart.not_here("driver", "no NVIDIA GPU is on the PCI bus");
    return chart.not_known("driver", "there is none, and the PCI bus is not seen");
  }
  const std::string gpu = "an NVIDIA GPU at " + seen.pci_gpus.front();
  if (seen.libcuda.empty())
    chart.failed("driver", "not-installed", gpu + " and no driver", "/sys/bus/pci/devices");
  else
    not_loaded(chart, gpu);
}

void check_version(const Seen& seen, Chart& chart) {
  if (seen.kind == Kind::jetson) return chart.not_here("driver", "it belongs to Jetson Linux");
  if (!seen.driver) return no_driver(seen, chart);
  const auto least = matrix::host_requirement("windows-driver", "wsl2");
  const auto version = Version::parse(seen.driver.text);
  if (seen.wsl() && least && version && *version < least->minimum) {
    chart.failed("driver", "too-old-for-wsl",
                 fmt::format("{}; CUDA in WSL2 needs {}", described(seen), least->written),
                 seen.driver.from);
    return;
  }
  chart.ok("driver", described(seen), seen.driver.from);
}

void check_branch(const Seen& seen, Chart& chart) {
  const std::string_view id = "driver-branch";
  if (!seen.driver || seen.kind == Kind::jetson) return chart.not_here(id);
  const auto branch = branch_of(seen);
  if (!branch)
    return chart.not_known(id, "no branch of the tables has " + seen.driver.text, seen.driver.from);
  const std::string name = fmt::format("branch {}", branch->branch);
  const std::string_view end = branch->end_of_life;
  if (end.empty()) return chart.ok(id, name, seen.driver.from);
  // To the day or the month: over when the whole of it is.
  const bool over = std::string_view(seen.machine.today).substr(0, end.size()) > end;
  if (!over)
    return chart.ok(id, fmt::format("{}, supported until {}", name, end), seen.driver.from);
  if (branch->weak) return chart.not_known(id, name + " is an old one", seen.driver.from);
  Check& check =
      chart.warning(id, "ended", fmt::format("{}, which ended {}", name, end), seen.driver.from);
  check.sources = {branch->source};
}

std::vector<std::string> versions_of(const std::vector<Libcuda>& libraries) {
  std::vector<std::string> out;
  for (const Libcuda& each : libraries) {
    if (!each.version.empty() && std::find(out.begin(), out.end(), each.version) == out.end())
      out.push_back(each.version);
  }
  return out;
}

bool same(const std::string& a, const std::string& b) {
  return Version::parse(a) == Version::parse(b);
}

void check_library(const Seen& seen, Chart& chart) {
  const std::string_view id = "driver-library";
  if (!seen.has_driver() || seen.kind == Kind::jetson) return chart.not_here(id);
  if (seen.shut_out()) return chart.not_here(id, "this container was given no GPU");
  const std::vector<std::string> versions = versions_of(seen.libcuda);
  // Where the driver's library has answered, another libcuda is one for forward compatibility.
  const bool only_other = !seen.gpus_told && seen.kind == Kind::linux_ && seen.module &&
                          !seen.inside() && versions.size() == 1 &&
                          !same(versions.front(), seen.module.text);
  if (seen.driver_error.text.find(mismatch) != std::string::npos || only_other) {
    std::string words = "module " + (seen.module ? seen.module.text : "of another version");
    if (!versions.empty()) words += ", libcuda " + versions.front();
    chart.failed(id, "mismatch", words,
                 only_other ? seen.libcuda.front().path : seen.driver_error.from);
    return;
  }
  if (seen.driver_error) return chart.not_known(id, seen.driver_error.text, seen.driver_error.from);
  if (!seen.gpus_told && versions.empty())
    return chart.not_known(id, "no library of the driver was found");
  chart.ok(id, seen.wsl() ? "it answers" : "of the module's version",
           seen.gpus_told ? seen.gpus_from : "libcuda.so.1");
}

void check_libcuda(const Seen& seen, Chart& chart) {
  const std::string_view id = "libcuda";
  if (seen.kind != Kind::linux_ || seen.libcuda.empty()) return chart.not_here(id);
  const std::vector<std::string> versions = versions_of(seen.libcuda);
  // In a container the newer one for forward compatibility is put beside the host's on purpose.
  if (versions.size() < 2 || seen.inside())
    return chart.ok(id, seen.libcuda.front().path, "the loader's directories");
  std::string all, other;
  for (const Libcuda& each : seen.libcuda) {
    if (each.version.empty()) continue;
    all += (all.empty() ? "" : ", ") + each.path;
    if (other.empty() && !same(each.version, seen.module.text)) other = each.path;
  }
  chart.warning(id, "several", all, "the loader's directories", {{"file", shell_word(other)}});
}

bool module_there(const Seen& seen, const std::string& module) {
  return is_there(seen.machine, "/sys/module/" + module);
}

void check_nouveau(const Seen& seen, Chart& chart) {
  const std::string from = "/sys/module/nouveau";
  if (!module_there(seen, "nouveau")) return chart.not_here("nouveau");
  if (seen.loaded || seen.pci_gpus.empty())
    return chart.ok("nouveau", "loaded, and does not have the GPU", from);
  chart.failed("nouveau", "loaded", "loaded, and NVIDIA's module is not", from);
}

void check_dkms(const Seen& seen, Chart& chart) {
  const std::string_view id = "kernel-module";
  const std::string from = "dkms status";
  std::vector<std::string_view> built;
  for (const std::string_view line : lines(answer(seen.answers.dkms))) {
    const bool ours = line.starts_with("nvidia/") || line.starts_with("nvidia,");
    if (ours && line.find(": ") != std::string_view::npos) built.push_back(line);
  }
  if (seen.loaded) return chart.ok(id, "loaded in kernel " + seen.kernel, seen.module.from);
  if (built.empty() || seen.pci_gpus.empty()) return chart.not_here(id);
  const bool here = std::any_of(built.begin(), built.end(), [&](std::string_view line) {
    return line.find(seen.kernel + ",") != std::string_view::npos &&
           line.find(": installed") != std::string_view::npos;
  });
  if (here) return chart.ok(id, "built for kernel " + seen.kernel, from);
  if (seen.kernel.empty()) return chart.not_known(id, "the kernel does not say its version", from);
  const std::string headers = "/lib/modules/" + seen.kernel + "/build";
  if (!is_there(seen.machine, headers))
    chart.failed(id, "no-headers", "no module for kernel " + seen.kernel + " and no headers",
                 from + ", " + headers);
  else
    chart.failed(id, "not-built", "no module for kernel " + seen.kernel, from);
}

void check_secure_boot(const Seen& seen, Chart& chart) {
  const std::string_view id = "secure-boot";
  const std::string from =
      "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c";
  const std::string variable = text_of(seen.machine, from);
  if (variable.empty()) return chart.not_here(id);
  // Four bytes of attributes, then the value.
  if (variable.size() != 5 || variable.back() != 1) return chart.ok(id, "off", from);
  if (seen.loaded) return chart.ok(id, "on, and the module is loaded", from);
  const std::string shim = text_of(
      seen.machine, "/sys/firmware/efi/efivars/MokSBStateRT-605dab50-e046-4300-abb6-3dd810dd8b23");
  if (shim.size() == 5 && shim.back() == 1)
    return chart.ok(id, "on, and modules are not checked", from);
  if (seen.pci_gpus.empty()) return chart.ok(id, "on", from);
  const programs::Ended& signer = seen.answers.signer;
  if (!signer.started || signer.status != 0)
    return chart.not_known(id, "on; whether the module is signed was not told", from);
  if (answer(signer).empty()) {
    chart.failed(id, "unsigned", "on, and the module nvidia has no signature",
                 from + ", modinfo nvidia");
    return;
  }
  chart.not_known(id, "on, and the module is signed; whether the machine knows the key is not seen",
                  from);
}

}  // namespace

void check_driver(const Seen& seen, Chart& chart) {
  check_version(seen, chart);
  check_branch(seen, chart);
  check_library(seen, chart);
  check_libcuda(seen, chart);
}

void check_module(const Seen& seen, Chart& chart) {
  if (seen.kind != Kind::linux_ || seen.inside()) {
    const std::string why = seen.inside() ? "it is the host's" : "";
    for (const std::string_view id : {"nouveau", "kernel-module", "secure-boot"})
      chart.not_here(id, why);
    return;
  }
  check_nouveau(seen, chart);
  check_dkms(seen, chart);
  check_secure_boot(seen, chart);
}

}  // namespace cudafit::host
