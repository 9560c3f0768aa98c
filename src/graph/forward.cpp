#include "graph/forward.h"

#include <algorithm>

#include "graph/build.h"

namespace cudafit::graph {

namespace {

using Status = matrix::ForwardCompat::Status;

/// Whether the GPUs of the host are of the class that forward compatibility is for.
Known gpus_allow(const Machine& machine, ForwardHelp& help) {
  if (machine.gpus.empty()) return Known::unknown;
  Known all = Known::yes;
  for (const HostGpu& gpu : machine.gpus) {
    const Known one = gpu.data_center_class();
    if (one == Known::no && all != Known::no) {
      help.because.push_back(
          says("forward compatibility (cuda-compat) is for data-center GPUs, and " + gpu.title() +
                   " is none",
               gpu.may_be.front().source));
    }
    all = both(all, one);
  }
  return all;
}

bool names_compat(std::string_view text) {
  return text.find("compat") != text.npos || text.find("libcuda.so") != text.npos;
}

/// A path to them other than the one the image's own have.
bool leads_elsewhere(std::string_view paths) {
  for (std::size_t at = 0; at < paths.size();) {
    const std::size_t end = std::min(paths.find(':', at), paths.size());
    std::string_view path = paths.substr(at, end - at);
    while (path.ends_with('/')) path.remove_suffix(1);
    if (names_compat(path) && path != "/usr/local/cuda/compat") return true;
    at = end + 1;
  }
  return false;
}

/// Driver libraries come from elsewhere than the image: another package of them, copied files, a
/// path to them. `seen`: the stages that were looked at; many may copy from one, and a stage may
/// name itself.
bool other_compat(const Graph& graph, int stage, std::vector<bool>& seen) {
  const facts::Facts& facts = graph.facts;
  for (int at = stage; at >= 0; at = facts.stages[static_cast<std::size_t>(at)].parent) {
    if (seen[static_cast<std::size_t>(at)]) return false;
    seen[static_cast<std::size_t>(at)] = true;
    for (const facts::SystemInstall& install : facts.system_installs) {
      if (install.at.stage != at) continue;
      for (const facts::SystemPackageName& package : install.packages) {
        const bool pattern =
            !package.known &&
            std::string_view("cuda-compat").starts_with(package.name.substr(0, 11));
        if (pattern || names_compat(package.name)) return true;
      }
    }
    for (const facts::CondaInstall& install : facts.conda_installs) {
      if (install.at.stage != at) continue;
      for (const facts::CondaSpec& spec : install.specs) {
        if (names_compat(spec.name)) return true;
      }
    }
    for (const facts::ContextCopy& copied : facts.context_copies) {
      if (copied.at.stage != at) continue;
      if (names_compat(copied.destination) ||
          std::any_of(copied.sources.begin(), copied.sources.end(), names_compat))
        return true;
    }
    for (const facts::StageCopy& copied : facts.stage_copies) {
      if (copied.at.stage != at || copied.mount) continue;
      const auto toolkit = [](std::string_view path) {
        return path == "/" || path == "/usr" || path == "/usr/local" ||
               path.starts_with("/usr/local/cuda");
      };
      if (names_compat(copied.destination) ||
          std::any_of(copied.sources.begin(), copied.sources.end(), names_compat))
        return true;
      if (copied.from < 0 || !std::any_of(copied.sources.begin(), copied.sources.end(), toolkit))
        continue;
      if (other_compat(graph, copied.from, seen)) return true;
    }
    for (const facts::Setting& setting : facts.settings) {
      if (setting.from.stage == at && setting.kind == facts::SettingKind::env &&
          setting.name == "LD_LIBRARY_PATH" && leads_elsewhere(setting.value.value))
        return true;
    }
  }
  return false;
}

}  // namespace

ForwardHelp compat_help(Version compat, const Machine& machine) {
  ForwardHelp help;
  if (machine.os != matrix::HostOs::linux_) {
    help.because.push_back(shows("WSL2 has no forward compatibility", {}));
    return help;
  }
  if (!compat || !machine.driver) {
    help.helps = gpus_allow(machine, help) == Known::no ? Known::no : Known::unknown;
    return help;
  }
  const std::string package =
      "cuda-compat-" + std::to_string(compat.major()) + "-" + std::to_string(compat.minor());
  const unsigned branch = machine.driver.major();
  const matrix::ForwardCompat row = matrix::forward_compat(compat, branch);
  if (row.package_branch != 0)
    help.driver = Version{.number = {row.package_branch, 0, 0, 0}, .parts = 1};
  const bool too_old = row.status == Status::unsupported;
  if (too_old || row.status == Status::not_needed || row.status == Status::forbidden) {
    const std::string words =
        too_old
            ? "the image's " + package + " is not for drivers of branch " + std::to_string(branch)
            : "the image's " + package + " is no newer than the host's driver";
    help.because.push_back(says(words, row.source));
    return help;
  }
  help.helps = gpus_allow(machine, help);
  if (help.helps == Known::yes && row.status == Status::unknown) help.helps = Known::unknown;
  return help;
}

ForwardHelp forward_help(const Graph& graph, int stage, const Machine& machine) {
  if (machine.os != matrix::HostOs::linux_) return compat_help({}, machine);
  std::vector<bool> seen(graph.facts.stages.size(), false);
  // Whose libraries are loaded then is not followed.
  if (other_compat(graph, stage, seen)) return compat_help({}, machine);
  const Presence& compat = graph.at(Thing::cuda_compat, facts::end_of(stage));
  if (compat.present == Known::no) return {Known::no, {}, compat.because};
  return compat_help(compat.present == Known::yes ? compat.version : Version{}, machine);
}

const HostGpu* compat_refuses(const Machine& machine, Version cuda) {
  if (machine.os != matrix::HostOs::linux_ || !machine.driver || machine.cdi) return nullptr;
  const matrix::ForwardCompat row = matrix::forward_compat(cuda, machine.driver.major());
  if (row.status != Status::supported || row.weak || row.package_branch <= machine.driver.major())
    return nullptr;
  const auto gpu = std::find_if(machine.gpus.begin(), machine.gpus.end(), [](const HostGpu& each) {
    return each.data_center_class() == Known::no &&
           std::none_of(each.may_be.begin(), each.may_be.end(),
                        [](const matrix::Gpu& one) { return one.tegra || one.weak; });
  });
  return gpu == machine.gpus.end() ? nullptr : &*gpu;
}

Known driver_reaches(const Machine& machine, const ForwardHelp& help, Version floor) {
  const Known below = matrix::driver_below(machine.driver, floor, machine.os);
  if (below != Known::yes) return negate(below);
  if (help.helps == Known::no) return Known::no;
  // Libraries of a branch that is too old itself are no help, whatever the GPU.
  const Known still_below = matrix::driver_below(help.driver, floor);
  if (still_below == Known::yes) return Known::no;
  return help.helps == Known::yes ? Known::yes : Known::unknown;
}

}  // namespace cudafit::graph
