// The driver: its kernel module, its libraries and the GPUs it knows.

#include <algorithm>
#include <charconv>

#include "host/nvml.h"
#include "host/seen.h"
#include "host/words.h"

namespace cudafit::host {
namespace {

/// What looks like the version of a driver, as written.
std::string driver_in(std::string_view text) {
  const std::string_view found = version_in(text);
  return Version::parse(found) ? std::string(found) : std::string();
}

std::uint64_t number(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

Known switched(std::string_view text) {
  if (text == "1" || text == "Enabled") return Known::yes;
  return text == "0" || text == "Disabled" ? Known::no : Known::unknown;
}

void look_at_module(Seen& seen) {
  for (const char* const path : {"/sys/module/nvidia/version", "/proc/driver/nvidia/version"}) {
    const std::string text = text_of(seen.machine, path);
    seen.loaded = seen.loaded || is_there(seen.machine, path);
    seen.module = {driver_in(first_line(text)), path};
    if (seen.module) return;
  }
}

/// As host/nvml.h writes it. False when the library did not answer.
bool take_nvml(Seen& seen) {
  const std::string from = "NVML";
  if (seen.answers.nvml.timed_out) seen.driver_error = {"it does not answer", from};
  for (const std::string_view line : lines(answer(seen.answers.nvml))) {
    const std::vector<std::string_view> parts = split(line, '\t');
    if (parts.front() == "error" && parts.size() == 3 && !seen.driver_error)
      seen.driver_error = {shortened(parts[2]), from};
    if (parts.size() == 2 && parts.front() == "driver") {
      seen.driver = {driver_in(parts[1]), from};
      seen.gpus_told = true;
    }
    if (parts.size() == 2 && parts.front() == "cuda") {
      const auto cuda = static_cast<std::uint32_t>(number(parts[1]));  // 12040
      seen.cuda = {.number = {cuda / 1000, cuda % 1000 / 10}, .parts = 2};
    }
    if (parts.size() != 8 || parts.front() != "gpu") continue;
    seen.gpus.push_back({.name = shortened(parts[2]),
                         .cc = Version::parse(parts[3]).value_or(Version{}),
                         .memory_mb = number(parts[4]),
                         .mig = switched(parts[5]),
                         .instances = parts[6] == "-" ? -1 : static_cast<int>(number(parts[6])),
                         .persistence = switched(parts[7])});
  }
  if (seen.gpus_told) seen.gpus_from = from;
  return seen.gpus_told || seen.driver_error;
}

int instances_in(std::string_view list) {
  int count = 0;
  for (const std::string_view line : lines(list)) count += line.starts_with("MIG ") ? 1 : 0;
  return count;
}

void take_smi(Seen& seen) {
  const Answers& answers = seen.answers;
  const std::string from = "nvidia-smi";
  if (!answers.smi.started) return;
  if (answers.smi.timed_out) {
    seen.driver_error = {"it does not answer", from};
    return;
  }
  const std::string_view said =
      first_line(answers.smi.out.empty() ? answers.smi.error : answers.smi.out);
  if (answers.smi.status != 0) {
    seen.gpus_told = said.starts_with("No devices were found");
    if (seen.gpus_told) seen.gpus_from = from;
    if (!seen.gpus_told) seen.driver_error = {shortened(said), from};
    return;
  }
  const std::size_t columns = answers.smi_has_cc ? 6 : 3;
  for (const std::string_view line : lines(answer(answers.smi))) {
    const std::vector<std::string_view> parts = split(line, ',');
    if (parts.size() != columns) continue;
    Gpu gpu;
    gpu.name = shortened(parts[0]);
    gpu.memory_mb = number(parts[2]);
    if (answers.smi_has_cc) {
      gpu.cc = Version::parse(parts[3]).value_or(Version{});
      gpu.mig = switched(parts[4]);
      gpu.persistence = switched(parts[5]);
    }
    const std::string driver = driver_in(parts[1]);
    if (driver.empty()) continue;
    if (!seen.driver) seen.driver = {driver, from};
    seen.gpus.push_back(std::move(gpu));
  }
  seen.gpus_told = !seen.gpus.empty();
  if (seen.gpus_told) seen.gpus_from = from;
  const bool one = seen.gpus.size() == 1 && seen.gpus.front().mig == Known::yes;
  if (one && answers.smi_list.status == 0)
    seen.gpus.front().instances = instances_in(answer(answers.smi_list));
}

void look_at_bus(Seen& seen) {
  const std::string devices = "/sys/bus/pci/devices";
  const auto entries = seen.machine.files.list(devices);
  if (!entries) return;
  for (const DirectoryEntry& entry : *entries) {
    const std::string path = join_path(devices, entry.name);
    if (trimmed(text_of(seen.machine, path + "/vendor")) != "0x10de") continue;
    const std::string kind(trimmed(text_of(seen.machine, path + "/class")));
    if (kind.starts_with("0x0300") || kind.starts_with("0x0302"))
      seen.pci_gpus.push_back(entry.name);
  }
}

std::vector<std::string> library_directories(const Machine& machine) {
  const std::string triplet = machine.architecture + "-linux-gnu";
  std::vector<std::string> out{
      "/usr/lib/" + triplet, "/lib/" + triplet, "/usr/lib64", "/lib64", "/usr/lib", "/lib"};
  const std::string folder = "/etc/ld.so.conf.d";
  const auto entries = machine.files.list(folder);
  if (!entries) return out;
  for (const DirectoryEntry& entry : *entries) {
    if (!entry.name.ends_with(".conf")) continue;
    const std::string text = text_of(machine, join_path(folder, entry.name));
    for (const std::string_view line : lines(text)) {
      if (line.starts_with('/')) out.emplace_back(line);
    }
  }
  return out;
}

void look_at_libraries(Seen& seen) {
  const std::string_view name = "libcuda.so.";
  for (const std::string& directory : library_directories(seen.machine)) {
    // There the one for forward compatibility lies, which is newer than the module on purpose.
    if (file_name(directory) == "compat") continue;
    const auto entries = seen.machine.files.list(directory);
    if (!entries) continue;
    for (const DirectoryEntry& entry : *entries) {
      if (!entry.name.starts_with(name)) continue;
      const std::string real = seen.machine.files.real(join_path(directory, entry.name));
      const bool known = std::any_of(seen.libcuda.begin(), seen.libcuda.end(),
                                     [&](const Libcuda& each) { return each.path == real; });
      if (real.empty() || known) continue;
      const std::string_view file = file_name(real);
      const std::string_view version = file.starts_with(name) ? file.substr(name.size()) : "";
      // libcuda.so.1.1, as WSL and Jetsons have it, tells nothing.
      const auto parsed = Version::parse(version);
      const bool tells = parsed && parsed->parts > 1 && parsed->major() > 1;
      seen.libcuda.push_back({real, tells ? std::string(version) : ""});
    }
  }
}

}  // namespace

void look_at_driver(Seen& seen) {
  look_at_module(seen);
  if (!take_nvml(seen)) take_smi(seen);
  // Under WSL2 there is no module, and what one there says would be of another driver.
  if (seen.module && !seen.wsl()) seen.driver = seen.module;
  look_at_bus(seen);
  if (seen.scope == Scope::everything) look_at_libraries(seen);
}

}  // namespace cudafit::host
