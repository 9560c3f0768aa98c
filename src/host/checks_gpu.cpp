// GPUs and the device nodes through which programs reach them.

#include <fmt/format.h>

#include <algorithm>

#include "host/chart.h"
#include "host/commands.h"
#include "host/words.h"
#include "matrix/gpu.h"
#include "terms/ascii.h"

namespace cudafit::host {
namespace {

/// What the driver told, else what the tables know of the name; no parts where they are of two
/// minds.
Version cc_of(const Gpu& gpu) {
  if (gpu.cc) return gpu.cc;
  const matrix::GpuAnswer known = matrix::find_gpu(gpu.name);
  return known.gpus.size() == 1 ? known.gpus.front().cc : Version{};
}

std::string described(const Gpu& gpu) {
  std::string words;
  const auto add = [&](const std::string& word) {
    if (!word.empty()) words += (words.empty() ? "" : ", ") + word;
  };
  const Version cc = cc_of(gpu);
  if (cc) {
    add(std::string(matrix::architecture_of(cc)));
    add(matrix::sm_name(cc));
  }
  if (gpu.memory_mb > 0) add(fmt::format("{} GiB", (gpu.memory_mb + 512) / 1024));
  return words.empty() ? gpu.name : fmt::format("{} ({})", gpu.name, words);
}

void check_gpu(const Seen& seen, Chart& chart) {
  if (!seen.gpus.empty()) {
    std::string words;
    for (std::size_t i = 0; i < seen.gpus.size();) {
      const std::string one = described(seen.gpus[i]);
      std::size_t same = 0;
      while (i < seen.gpus.size() && described(seen.gpus[i]) == one) ++i, ++same;
      words += (words.empty() ? "" : "; ") + (same > 1 ? fmt::format("{} x ", same) : "") + one;
    }
    return chart.ok("gpu", words, seen.gpus_from);
  }
  if (seen.shut_out()) return chart.not_here("gpu", "this container was given none");
  if (seen.gpus_told) {
    chart.failed("gpu", "none", "the driver knows no GPU", seen.gpus_from);
    return;
  }
  if (seen.driver_error && seen.has_driver())
    return chart.not_known("gpu", seen.driver_error.text, seen.driver_error.from);
  if (seen.module && seen.kind != Kind::jetson)
    return chart.not_known("gpu", "neither NVML nor nvidia-smi is there to ask");
  if (!seen.pci_gpus.empty())
    return chart.not_known("gpu", "at " + seen.pci_gpus.front() + "; no driver names it",
                           "/sys/bus/pci/devices");
  chart.not_here("gpu");
}

void check_mig(const Seen& seen, Chart& chart) {
  int partitioned = 0, instances = 0;
  bool told = true;
  for (const Gpu& gpu : seen.gpus) {
    if (gpu.mig != Known::yes) continue;
    ++partitioned;
    if (gpu.instances == 0) {
      chart.failed("mig", "no-instance", gpu.name + " is in MIG mode and has no instance",
                   seen.gpus_from);
      return;
    }
    told = told && gpu.instances > 0;
    instances += std::max(gpu.instances, 0);
  }
  if (partitioned == 0) return chart.not_here("mig");
  if (!told)
    return chart.not_known("mig", "how many instances there are was not told", seen.gpus_from);
  chart.ok("mig", fmt::format("{} instance{}", instances, instances == 1 ? "" : "s"),
           seen.gpus_from);
}

void check_persistence(const Seen& seen, Chart& chart) {
  bool known = false, off = false;
  for (const Gpu& gpu : seen.gpus) {
    known = known || gpu.persistence != Known::unknown;
    off = off || gpu.persistence == Known::no;
  }
  if (!known || seen.wsl()) return chart.not_here("persistence");
  chart.ok("persistence", off ? "off: the first program on an idle GPU waits a little" : "on",
           seen.gpus_from);
}

bool runs(const Machine& machine, std::string_view name) {
  const auto entries = machine.files.list("/proc");
  if (!entries) return false;
  return std::any_of(entries->begin(), entries->end(), [&](const DirectoryEntry& entry) {
    return ascii::digit(entry.name.front()) &&
           trimmed(text_of(machine, "/proc/" + entry.name + "/comm")) == name;
  });
}

void check_fabric(const Seen& seen, Chart& chart) {
  const std::string switches = "/proc/driver/nvidia-nvswitch/devices";
  const auto entries = seen.machine.files.list(switches);
  if (!entries || entries->empty()) return chart.not_here("fabric-manager");
  if (seen.inside())
    return chart.not_known("fabric-manager", "a container does not see it", switches);
  // The kernel keeps 15 letters of a name.
  if (runs(seen.machine, std::string_view("nv-fabricmanager").substr(0, 15)))
    return chart.ok("fabric-manager", "it runs", "/proc");
  chart.failed("fabric-manager", "not-running",
               fmt::format("{} NVSwitches and no Fabric Manager", entries->size()), switches);
}

/// The nodes that CUDA opens, as far as they are there, and the first that is not.
struct Nodes {
  std::vector<std::string> there;
  std::string missing;
};

Nodes nodes_of(const Machine& machine) {
  Nodes out;
  const auto take = [&](const std::string& path, bool needed) {
    if (machine.node(path).there)
      out.there.push_back(path);
    else if (needed && out.missing.empty())
      out.missing = path;
    return machine.node(path).there;
  };
  take("/dev/nvidiactl", true);
  bool any = false;
  constexpr int most = 32;
  for (int i = 0; i < most; ++i) any = take(fmt::format("/dev/nvidia{}", i), false) || any;
  if (!any && out.missing.empty()) out.missing = "/dev/nvidia0";
  take("/dev/nvidia-uvm", true);
  return out;
}

std::string group_name(const Machine& machine, unsigned number) {
  const std::string groups = text_of(machine, "/etc/group");
  for (const std::string_view line : lines(groups)) {
    const std::vector<std::string_view> parts = split(line, ':');
    if (parts.size() >= 3 && parts[2] == std::to_string(number)) return shortened(parts.front());
  }
  return std::to_string(number);
}

void check_access(const Seen& seen, Chart& chart, const std::vector<std::string>& nodes) {
  const Machine& machine = seen.machine;
  for (const std::string& path : nodes) {
    const Node node = machine.node(path);
    if (node.usable) continue;
    const std::string group = group_name(machine, node.group);
    const bool member =
        std::find(machine.groups.begin(), machine.groups.end(), node.group) != machine.groups.end();
    constexpr unsigned group_may = 0060;
    const bool joining_helps = (node.mode & group_may) == group_may && !member && node.group != 0;
    chart.failed("device-access", "denied",
                 fmt::format("{} is open to group {} with mode {:04o}, and not to this user", path,
                             group, node.mode),
                 path,
                 {{"join", joining_helps ? "sudo usermod -aG " + shell_word(group) +
                                               " $USER; then log in again"
                                         : "sudo chmod a+rw " + shell_word(path)}});
    return;
  }
  chart.ok("device-access", "this user may read and write them", "/dev");
}

}  // namespace

void check_gpus(const Seen& seen, Chart& chart) {
  check_gpu(seen, chart);
  check_mig(seen, chart);
  check_persistence(seen, chart);
  check_fabric(seen, chart);
}

void check_devices(const Seen& seen, Chart& chart) {
  if (seen.kind != Kind::linux_ || !seen.module) {
    chart.not_here("device-nodes");
    return chart.not_here("device-access");
  }
  if (!seen.has_dev()) {
    chart.not_known("device-nodes", "its /dev is not seen");
    return chart.not_known("device-access", "its /dev is not seen");
  }
  const Nodes nodes = nodes_of(seen.machine);
  if (seen.shut_out()) {
    chart.not_here("device-nodes", "this container was given no GPU");
    return chart.not_here("device-access");
  }
  // It runs as root for anybody, when a program first asks for CUDA.
  const bool made = !seen.machine.find("nvidia-modprobe").empty() && !seen.inside();
  if (nodes.missing.empty())
    chart.ok("device-nodes", "all are there", "/dev");
  else if (made)
    chart.ok("device-nodes", nodes.missing + " is made by nvidia-modprobe when CUDA is first used",
             "/dev");
  else
    chart.failed("device-nodes", "missing", "there is no " + nodes.missing, "/dev");
  if (nodes.there.empty()) return chart.not_here("device-access");
  check_access(seen, chart, nodes.there);
}

}  // namespace cudafit::host
