#include "recommend/target.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "graph/forward.h"
#include "matrix/coverage.h"
#include "matrix/driver.h"
#include "matrix/gpu.h"
#include "matrix/nvcc.h"
#include "matrix/sm_history.h"
#include "recommend/words.h"
#include "terms/ascii.h"

namespace cudafit::recommend {

namespace {

using How = matrix::Coverage::How;

/// "linux/arm64" and what wheels and images call it.
struct Platform {
  std::string_view name, arch, wheels;
};
constexpr Platform platforms[] = {{"linux/amd64", "amd64", "linux_x86_64"},
                                  {"linux/arm64", "arm64", "linux_aarch64"}};

/// A driver without a release ("525") stands for a whole branch: some release of it does.
bool runs(const graph::Machine& machine, const Version& cuda) {
  const auto floor = matrix::driver_floor(cuda, machine.os);
  if (!floor || !floor->needed) return false;
  if (!machine.driver) return true;
  const Known reaches = graph::driver_reaches(machine, {}, floor->needed);
  return reaches == Known::yes || (reaches == Known::unknown && machine.driver.parts == 1);
}

/// It does not by itself, but certainly in an image with forward compatibility for this CUDA.
bool runs_by_compat(const graph::Machine& machine, const Version& cuda) {
  const auto floor = matrix::driver_floor(cuda, machine.os);
  if (runs(machine, cuda) || !floor || !floor->needed) return false;
  const graph::ForwardHelp help = graph::compat_help(cuda, machine);
  return graph::driver_reaches(machine, help, floor->needed) == Known::yes;
}

/// Its driver is certainly as new as the toolkit asks for.
bool knows_toolkit(const graph::Machine& machine, const std::optional<matrix::DriverFloor>& floor) {
  return floor && floor->toolkit_driver &&
         graph::driver_reaches(machine, {}, floor->toolkit_driver) == Known::yes;
}

/// What a driver compiles has to be known to it.
bool compiles_code(const Target& target, const Version& cuda) {
  return std::all_of(
      target.machines.begin(), target.machines.end(), [&](const graph::Machine& each) {
        return !each.driver || knows_toolkit(each, matrix::driver_floor(cuda, each.os));
      });
}

/// Nothing of a machine with Windows: its drivers have other numbers.
unsigned first_branch(const graph::Machine& machine, const matrix::Gpu& gpu) {
  return machine.os == matrix::HostOs::windows ? 0 : gpu.first_branch;
}

/// The platform that all hosts name; nothing where they name different ones.
std::optional<std::string_view> platform_of(const std::vector<facts::Host>& hosts) {
  std::string_view out;
  for (const facts::Host& host : hosts) {
    if (host.platform.empty()) continue;
    if (!out.empty() && out != host.platform) return std::nullopt;
    out = host.platform;
  }
  return out;
}

}  // namespace

std::string read_target(const Request& request, Target& out) {
  std::vector<facts::Host> hosts = request.hosts;
  if (hosts.empty()) hosts.emplace_back();
  out.machines = graph::machines(hosts);
  const auto windows = [](const graph::Machine& one) { return one.os == matrix::HostOs::windows; };
  if (std::all_of(out.machines.begin(), out.machines.end(), windows))
    out.os = matrix::HostOs::windows;
  for (const graph::Machine& machine : out.machines) {
    out.jetson = out.jetson || !machine.systems.empty();
    out.gpus.insert(out.gpus.end(), machine.gpus.begin(), machine.gpus.end());
  }
  for (const graph::HostGpu& gpu : out.gpus) {
    if (gpu.may_be.empty()) return "no GPU is known as \"" + gpu.written + "\"";
    for (const matrix::Gpu& one : gpu.may_be) out.jetson = out.jetson || one.tegra;
  }
  const auto declared = platform_of(hosts);
  if (!declared && request.platform.empty())
    return "the hosts are of different platforms; ask for one with --platform";
  // Boards with a GPU on the chip are Arm machines.
  const std::string_view wanted = !request.platform.empty() ? std::string_view(request.platform)
                                  : declared && !declared->empty() ? *declared
                                  : out.jetson                     ? "linux/arm64"
                                                                   : "linux/amd64";
  const std::string_view plain = wanted.substr(0, wanted.find('/', wanted.find('/') + 1));
  for (const Platform& each : platforms) {
    if (each.name != plain) continue;
    out.platform = each.name;
    out.arch = each.arch;
    out.wheels = each.wheels;
    if (out.jetson && each.arch == "amd64")
      return "a Jetson is no linux/amd64 machine; leave --platform out, or ask for linux/arm64";
    return {};
  }
  return fmt::format("CUDA images are for linux/amd64 and linux/arm64, not \"{}\"", wanted);
}

std::string target_words(const Target& target) {
  std::vector<std::string> out;
  for (const graph::Machine& machine : target.machines) {
    if (machine.driver) out.push_back(graph::driver_title(machine));
  }
  for (const graph::HostGpu& gpu : target.gpus) {
    std::vector<std::string> names;
    for (const matrix::Gpu& one : gpu.may_be) names.emplace_back(one.sm);
    const bool bare = gpu.may_be.size() == 1 && gpu.may_be.front().name.empty();
    out.push_back(bare ? names.front() : gpu.written + " (" + join(names, " or ") + ")");
  }
  std::set<std::string> seen;
  std::erase_if(out, [&](const std::string& each) { return !seen.insert(each).second; });
  return listed(out);
}

bool declares_driver(const Target& target) {
  return std::any_of(target.machines.begin(), target.machines.end(),
                     [](const graph::Machine& each) { return static_cast<bool>(each.driver); });
}

std::string old_driver(const Target& target, const Version& cuda) {
  std::string out;
  for (const graph::Machine& each : target.machines) {
    if (!each.driver) continue;
    if (!runs(each, cuda)) return graph::driver_title(each);
    if (out.empty()) out = graph::driver_title(each);
  }
  return out;
}

Version oldest_driver(const Target& target, const Version& cuda) {
  const auto floor = matrix::driver_floor(cuda, target.os);
  return floor ? floor->needed : Version{};
}

bool driver_runs(const Target& target, const Version& cuda) {
  return std::all_of(target.machines.begin(), target.machines.end(),
                     [&](const graph::Machine& each) { return runs(each, cuda); });
}

bool compat_runs(const Target& target, const Version& cuda) {
  return std::all_of(
      target.machines.begin(), target.machines.end(),
      [&](const graph::Machine& each) { return runs(each, cuda) || runs_by_compat(each, cuda); });
}

std::string carried_drivers(const Target& target, const Version& cuda) {
  std::vector<std::string> out;
  for (const graph::Machine& each : target.machines) {
    const std::string title = graph::driver_title(each);
    if (runs_by_compat(each, cuda) && std::find(out.begin(), out.end(), title) == out.end())
      out.push_back(title);
  }
  return listed(out);
}

Carrier carrier(const Target& target, const Version& cuda) {
  for (const graph::Machine& each : target.machines) {
    if (!runs_by_compat(each, cuda)) continue;
    const matrix::ForwardCompat row = matrix::forward_compat(cuda, each.driver.major());
    return {fmt::format("cuda-compat-{}-{} of the image brings the libraries of driver {}",
                        cuda.major(), cuda.minor(), row.package_branch),
            std::string(row.source.title)};
  }
  return {};
}

std::string part_of_branch(const Target& target, const Version& cuda) {
  for (const graph::Machine& each : target.machines) {
    const auto floor = matrix::driver_floor(cuda, each.os);
    if (each.driver.parts == 1 && floor && floor->needed &&
        graph::driver_reaches(each, {}, floor->needed) == Known::unknown)
      return graph::driver_title(each);
  }
  return {};
}

Version first_driver(const Target& target) {
  unsigned branch = 0;
  for (const graph::Machine& machine : target.machines) {
    for (const graph::HostGpu& gpu : machine.gpus) {
      for (const matrix::Gpu& one : gpu.may_be)
        branch = std::max(branch, first_branch(machine, one));
    }
  }
  return branch == 0 ? Version{} : Version{{branch}, 1};
}

unsigned last_driver(const Target& target) {
  unsigned branch = 0;
  for (const graph::Machine& machine : target.machines) {
    if (machine.os == matrix::HostOs::windows) continue;
    for (const graph::HostGpu& gpu : machine.gpus) {
      for (const matrix::Gpu& one : gpu.may_be) {
        if (one.last_branch != 0 && (branch == 0 || one.last_branch < branch))
          branch = one.last_branch;
      }
    }
  }
  return branch;
}

std::string strange_to_gpu(const Target& target) {
  for (const graph::Machine& machine : target.machines) {
    for (const graph::HostGpu& gpu : machine.gpus) {
      if (const matrix::Gpu* const dropped = graph::dropped_by_driver(machine, gpu)) {
        const matrix::Gpu& one = *dropped;
        const std::string sm = one.name.empty() ? "" : fmt::format(" ({})", one.sm);
        return fmt::format(
            "{}{} needs driver {} or older whatever the image holds: {} does not "
            "drive it any more ({})",
            gpu.written, sm, one.last_branch, graph::driver_title(machine), one.source.title);
      }
      for (const matrix::Gpu& one : gpu.may_be) {
        const unsigned branch = first_branch(machine, one);
        if (!machine.driver || machine.driver.major() >= branch) continue;
        const std::string sm = one.name.empty() ? "" : fmt::format(" ({})", one.sm);
        const auto history = matrix::sm_history(one.cc);
        return fmt::format(
            "{}{} needs driver {} or newer whatever the image holds, and {} is older ({})",
            gpu.written, sm, branch, graph::driver_title(machine),
            history ? history->source.title : one.source.title);
      }
    }
  }
  return {};
}

bool leans(const Target& target, const Version& cuda) {
  return std::any_of(
      target.machines.begin(), target.machines.end(), [&](const graph::Machine& each) {
        const auto floor = matrix::driver_floor(cuda, each.os);
        const bool branch = each.driver.parts == 1 && each.os == matrix::HostOs::linux_ && floor &&
                            floor->toolkit_branch != 0;
        if (branch) return each.driver.major() < floor->toolkit_branch;
        return each.driver && !knows_toolkit(each, floor);
      });
}

Fit gpu_fit(const Target& target, const Code& code, const Version& cuda) {
  Fit out;
  for (const graph::HostGpu& gpu : target.gpus) {
    for (const matrix::Gpu& one : gpu.may_be) {
      const matrix::Coverage how = matrix::coverage(code.sass, code.ptx, one);
      // PTX of an older generation may run, but nobody builds a product on it.
      const bool compiled = how.how == How::compiled_by_driver && !code.ptx_unclear &&
                            matrix::cc_of(how.by).major() == one.cc.major() &&
                            compiles_code(target, cuda);
      out.compiled = out.compiled || compiled;
      if (how.how == How::machine_code || compiled) continue;
      out.none.push_back(one.name.empty() ? std::string(one.sm)
                                          : fmt::format("{} ({})", gpu.written, one.sm));
    }
  }
  return out;
}

Version compiled_for(const matrix::Gpu& gpu, const Version& cuda) {
  const auto targets = matrix::nvcc_targets(cuda);
  if (!targets) return {};
  std::vector<std::string_view> others;
  for (const std::string_view sm : targets->real) {
    // 9.0a is code for one product, not for those that come after.
    if (ascii::letter(sm.back())) continue;
    const Version cc = matrix::cc_of(sm);
    if (cc == gpu.cc) return cc;
    if (!matrix::is_tegra(cc)) others.push_back(sm);
  }
  const matrix::Coverage found = matrix::coverage(others, {}, gpu);
  return found.how == How::machine_code ? matrix::cc_of(found.by) : Version{};
}

std::vector<std::string> unknown_to(const Target& target, const Version& cuda) {
  std::vector<std::string> out;
  for (const graph::HostGpu& gpu : target.gpus) {
    for (const matrix::Gpu& one : gpu.may_be) {
      if (!compiled_for(one, cuda)) out.push_back(fmt::format("{} ({})", gpu.written, one.sm));
    }
  }
  return out;
}

std::string stand_in_words(const Target& target, const Version& cuda) {
  for (const graph::HostGpu& gpu : target.gpus) {
    for (const matrix::Gpu& one : gpu.may_be) {
      const Version cc = compiled_for(one, cuda);
      if (cc && cc != one.cc)
        return fmt::format("CUDA {} does not know {} ({}), which runs its code for {}", cuda.text(),
                           gpu.written, one.sm, matrix::sm_name(cc));
    }
  }
  return {};
}

std::string code_words(const Code& code) {
  if (code.sass.empty()) return {};
  std::vector<Version> ccs;
  for (const std::string_view sm : code.sass) ccs.push_back(matrix::cc_of(sm));
  const auto [least, most] = std::minmax_element(ccs.begin(), ccs.end());
  std::string out = matrix::sm_name(*least);
  if (*most != *least) out += " to " + matrix::sm_name(*most);
  return out;
}

std::string reach_words(const Code& code) {
  std::string_view newest;
  for (const std::string_view each : code.ptx) {
    // compute_90a and compute_120f are for their own generation only.
    if (ascii::letter(each.back())) continue;
    if (newest.empty() || matrix::cc_of(newest) < matrix::cc_of(each)) newest = each;
  }
  std::string out = code_words(code);
  if (out.empty() || newest.empty() || code.ptx_unclear) return out;
  return out + fmt::format(", and PTX of {} that drivers compile for newer GPUs", newest);
}

std::vector<Version> architectures(const Target& target, const Code& code, const Version& cuda) {
  std::vector<Version> out;
  for (const graph::HostGpu& gpu : target.gpus) {
    for (const matrix::Gpu& one : gpu.may_be) {
      if (const Version cc = compiled_for(one, cuda)) out.push_back(cc);
    }
  }
  if (target.gpus.empty()) {
    for (const std::string_view sm : code.sass) {
      if (matrix::nvcc_knows(cuda, sm) == Known::yes) out.push_back(matrix::cc_of(sm));
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace cudafit::recommend
