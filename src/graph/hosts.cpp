#include "graph/hosts.h"

#include <algorithm>

#include "terms/ascii.h"

namespace cudafit::graph {

namespace {

/// "rtx4090" of "GeForce RTX 4090", to compare by.
std::string letters(std::string_view name) {
  std::string out = ascii::lowered(name);
  std::erase_if(out, [](char c) { return c == ' ' || c == '-'; });
  return out;
}

}  // namespace

std::string HostGpu::title() const {
  if (may_be.size() != 1) return written;
  // Not the name of one of several boards, where only the family is written: "A100".
  const std::string_view name = may_be.front().name;
  return letters(name).ends_with(letters(written)) ? std::string(name) : written;
}

Known HostGpu::data_center_class() const {
  if (may_be.empty()) return Known::unknown;
  const Known first = may_be.front().data_center_class;
  const bool same = std::all_of(may_be.begin(), may_be.end(), [&](const matrix::Gpu& gpu) {
    return gpu.data_center_class == first;
  });
  return same ? first : Known::unknown;
}

void judged_on(const Machine& machine, Need& need) {
  need.host = machine.name;
  need.on_host = static_cast<int>(machine.host);
}

std::string driver_title(const Machine& machine) {
  return (machine.os == matrix::HostOs::windows ? "Windows driver " : "driver ") +
         machine.driver_as;
}

const matrix::Gpu* dropped_by_driver(const Machine& machine, const HostGpu& gpu) {
  // The tables have the last branch of an architecture by Linux' numbers.
  if (!machine.driver || machine.os != matrix::HostOs::linux_ || gpu.may_be.empty()) return nullptr;
  const bool dropped =
      std::all_of(gpu.may_be.begin(), gpu.may_be.end(), [&](const matrix::Gpu& one) {
        return !one.weak && one.last_branch != 0 && machine.driver.major() > one.last_branch;
      });
  return dropped ? &gpu.may_be.front() : nullptr;
}

std::vector<Machine> machines(const std::vector<facts::Host>& hosts) {
  std::vector<Machine> out;
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    const facts::Host& host = hosts[i];
    Machine machine;
    machine.host = i;
    machine.name = host.name;
    machine.cdi = host.cdi == Known::yes;
    machine.os = host.wsl2 ? matrix::HostOs::windows : matrix::HostOs::linux_;
    if (const auto driver = Version::parse(host.driver)) {
      machine.driver = *driver;
      machine.driver_as = driver_text(*driver);
      machine.branch = matrix::driver(*driver, machine.os);
      machine.declared = {
          driver_title(machine) + " comes from " + host.origin, host.driver_span, {}};
    }
    for (const facts::DeclaredGpu& gpu : host.gpus)
      machine.gpus.push_back({gpu.written, matrix::find_gpu(gpu.written).gpus});
    if (!host.jetpack.empty() || !host.l4t.empty()) {
      machine.systems = matrix::jetson_releases(host.jetpack, host.l4t);
      machine.system_as =
          host.jetpack.empty() ? "Jetson Linux " + host.l4t : "JetPack " + host.jetpack;
      machine.system_declared = {machine.system_as + " comes from " + host.origin, {}, {}};
    }
    out.push_back(std::move(machine));
  }
  return out;
}

}  // namespace cudafit::graph
