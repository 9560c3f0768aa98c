// "cuda 12.4": the drivers it needs, what its compiler targets, its images, the wheels built for
// it.

#include <map>

#include "ask/gates.h"
#include "ask/image_parts.h"
#include "ask/subjects.h"
#include "ask/words.h"
#include "matrix/components.h"
#include "matrix/contents.h"
#include "matrix/driver.h"
#include "matrix/host.h"
#include "matrix/image_packages.h"
#include "matrix/nvcc.h"
#include "matrix/torch.h"

namespace cudafit::ask {
namespace {

using matrix::HostOs;

std::vector<matrix::ToolkitRelease> releases_of(const Version& cuda) {
  std::vector<matrix::ToolkitRelease> out;
  for (const matrix::ToolkitRelease& each : matrix::toolkit_releases()) {
    if (starts_with(each.cuda, cuda)) out.push_back(each);
  }
  return out;
}

void add_releases(Answer& answer, const std::vector<matrix::ToolkitRelease>& releases) {
  Section table{"Releases", {"CUDA", "released", "driver inside", "driver for Windows"}, {}};
  for (const matrix::ToolkitRelease& each : releases) {
    table.lines.push_back({{each.cuda.text() + (each.preview ? " (preview)" : ""), text(each.date),
                            driver_text(each.driver_linux), driver_text(each.driver_windows)},
                           {each.source},
                           each.weak});
  }
  add_table(answer, std::move(table));
}

void add_floor(Facts& facts, const Version& cuda, HostOs os) {
  const auto floor = matrix::driver_floor(cuda, os);
  if (!floor) return;
  const std::string where = os == HostOs::linux_ ? "Linux" : "Windows";
  facts.add("oldest driver, " + where,
            driver_text(floor->needed) +
                (floor->minor_version_compatibility
                     ? fmt::format(" (minor-version compatibility of {}.x)", cuda.major())
                     : ""),
            floor->source, floor->weak);
  if (floor->toolkit_driver > floor->needed) {
    facts.add("driver that also compiles its PTX, " + where, driver_text(floor->toolkit_driver),
              floor->source, floor->weak);
  }
}

void add_forward(Facts& facts, const Version& cuda) {
  std::vector<unsigned> hosts;
  matrix::Citation source;
  bool weak = false;
  for (const matrix::DriverInfo& branch : matrix::driver_branches(HostOs::linux_)) {
    const matrix::ForwardCompat compat = matrix::forward_compat(cuda, branch.branch);
    if (compat.status != matrix::ForwardCompat::Status::supported) continue;
    hosts.push_back(branch.branch);
    source = compat.source;
    weak = weak || compat.weak;
  }
  if (hosts.empty()) return;
  facts.add(fmt::format("cuda-compat-{}-{}", cuda.major(), cuda.minor()),
            "on data-center GPUs also with the branches " + branch_list(hosts), source, weak);
}

void add_gates(Answer& answer, const std::vector<matrix::ToolkitRelease>& releases,
               std::string_view arch) {
  Section table{"nvidia/cuda images start with these driver branches (NVIDIA_REQUIRE_CUDA)",
                {"release", "systems", "asks for", "any GPU", "GeForce also",
                 "workstation GPUs also", "data-center GPUs also"},
                {}};
  for (const matrix::ToolkitRelease& each : releases) {
    for (const ReleaseGate& one : gates_of(each.cuda, arch)) {
      const GateWords words = words_of(one.gate);
      table.lines.push_back({{each.cuda.text(), join(one.systems, " "), words.condition,
                              words.newer, words.geforce, words.workstation, words.data_center},
                             {one.gate.source},
                             one.gate.weak});
    }
  }
  add_table(answer, std::move(table));
}

void add_nvcc(Answer& answer, const Version& line) {
  const auto targets = matrix::nvcc_targets(line);
  if (!targets) return;
  Facts facts("nvcc");
  const auto add = [&](std::string name, std::string value) {
    facts.add(std::move(name), std::move(value), targets->source, targets->weak);
  };
  add("targets", join(targets->real));
  add("deprecated", join(targets->deprecated));
  add("without -arch", std::string(targets->default_arch));
  add("-arch=native", yes_no(targets->knows_native));
  if (targets->max_gcc != 0) add("newest gcc", std::to_string(targets->max_gcc));
  facts.into(answer);
}

void add_images(Answer& answer, const std::vector<matrix::ToolkitRelease>& releases) {
  struct Seen {
    std::size_t published = 0, removed = 0;
    std::vector<std::string_view> systems;
    matrix::Citation source;
    bool weak = false;
  };
  std::map<std::array<std::uint32_t, Version::max_parts>, Seen> seen;
  for (const matrix::ImageTag& tag : matrix::tags("nvidia/cuda")) {
    Seen& of = seen[tag.release.number];
    if (tag.existence == matrix::Existence::removed) ++of.removed;
    if (tag.existence != matrix::Existence::published) continue;
    ++of.published;
    of.source = tag.source;
    if (std::find(of.systems.begin(), of.systems.end(), tag.os) == of.systems.end())
      of.systems.push_back(tag.os);
  }
  Section table{"nvidia/cuda images", {"release", "tags", "systems", "support"}, {}};
  for (const matrix::ToolkitRelease& each : releases) {
    const auto found = seen.find(each.cuda.number);
    if (found == seen.end()) continue;
    const Seen& of = found->second;
    std::string tags = of.published ? count(of.published, "tag") : "";
    if (of.removed) tags += (tags.empty() ? "" : ", ") + std::to_string(of.removed) + " removed";
    Line line{{each.cuda.text(), tags, join(of.systems, " "), ""}, {}, false};
    if (of.published) line.sources.push_back(of.source);
    if (const auto support = matrix::cuda_support(each.cuda)) {
      line.cells[3] = support_words(*support);
      line.cite(support->source);
      line.weak = support->weak;
    }
    if (!line.sources.empty()) table.lines.push_back(std::move(line));
  }
  add_table(answer, std::move(table));
}

void add_components(Answer& answer, const std::vector<matrix::ToolkitRelease>& releases) {
  constexpr std::array<std::string_view, 6> parts = {"cuda_cudart", "cuda_nvcc",   "cuda_nvrtc",
                                                     "libcublas",   "libcusparse", "libnvjitlink"};
  Section table{"Versions of its parts", {"CUDA"}, {}};
  for (const std::string_view part : parts) table.columns.emplace_back(part);
  for (const matrix::ToolkitRelease& each : releases) {
    Line line{{each.cuda.text()}, {}, false};
    for (const std::string_view part : parts) {
      const Version version = matrix::component_version(part, each.cuda);
      line.cells.push_back(version.text());
      if (!version || !line.sources.empty()) continue;
      const matrix::ToolkitOfComponent whose = matrix::toolkit_of(part, version);
      line.sources.push_back(whose.source);
      line.weak = whose.weak;
    }
    if (!line.sources.empty()) table.lines.push_back(std::move(line));
  }
  add_table(answer, std::move(table));
}

void add_torch(Answer& answer, const Version& line) {
  struct Seen {
    std::vector<std::string_view> releases;
    std::vector<matrix::Citation> sources;
    bool weak = true;
  };
  std::map<std::string_view, Seen> seen;
  for (const matrix::TorchRelease& release : matrix::torch_releases()) {
    for (const matrix::TorchWheel& wheel : matrix::torch_wheels(release.version)) {
      if (!wheel.cuda.same_line(line)) continue;
      Seen& of = seen[wheel.variant];
      if (!of.releases.empty() && of.releases.back() == release.version) continue;
      of.releases.push_back(release.version);
      if (of.sources.empty() || !wheel.weak) of.sources = {wheel.source};
      of.weak = of.weak && wheel.weak;
    }
  }
  Section table{"PyTorch wheels built for it", {"variant", "torch", "index"}, {}};
  for (auto& [variant, of] : seen) {
    const auto index = matrix::torch_index(variant);
    std::string where;
    if (index) {
      where = "download.pytorch.org/whl/" + std::string(variant);
      if (index->live) where += " (gets new releases)";
      of.sources.push_back(index->source);
    }
    table.lines.push_back({{std::string(variant), join(of.releases), where}, of.sources, of.weak});
  }
  add_table(answer, std::move(table));
}

Reply all_releases() {
  Answer answer;
  answer.kind = "cuda";
  answer.subject = "CUDA toolkits";
  std::vector<matrix::ToolkitRelease> releases = matrix::toolkit_releases();
  answer.summary = fmt::format("{} releases of the CUDA toolkit are known; the newest is {}.",
                               releases.size(), releases.back().cuda.text());
  std::reverse(releases.begin(), releases.end());
  add_releases(answer, releases);
  answer.see = {"cuda " + releases.front().cuda.text()};
  return {answer, {}};
}

std::string summary(const Version& cuda, const Version& line, const Version& release,
                    std::string_view arch) {
  std::string out = "CUDA " + cuda.text();
  if (const auto floor = matrix::driver_floor(line, HostOs::linux_)) {
    out += " needs driver " + driver_text(floor->needed) + " on Linux";
    if (const auto windows = matrix::driver_floor(line, HostOs::windows))
      out += ", " + driver_text(windows->needed) + " on Windows";
    if (cuda.parts >= 2 && floor->toolkit_driver > floor->needed)
      out +=
          fmt::format("; from {} on its PTX is compiled too", driver_text(floor->toolkit_driver));
  }
  out += '.';
  for (const ReleaseGate& each : gates_of(release, arch)) {
    const GateWords words = words_of(each.gate);
    if (words.newer.empty()) continue;
    out += fmt::format(" The images of {} start with driver {} ({}).", release.text(),
                       words.sentence(), words.condition);
    break;
  }
  return out;
}

}  // namespace

Reply about_cuda(const Question& question, std::string_view text_of) {
  if (text_of.empty()) return all_releases();
  const auto cuda = Version::parse(text_of);
  if (!cuda) return {{}, "CUDA is a version, as in 12.4 or 12.4.1, not " + quoted(text_of)};
  const std::vector<matrix::ToolkitRelease> releases = releases_of(*cuda);
  if (releases.empty()) {
    const matrix::ToolkitRelease newest = matrix::toolkit_releases().back();
    if (*cuda > newest.cuda)
      return {{},
              fmt::format("CUDA {} is newer than the data of {}, whose newest is {}", cuda->text(),
                          matrix::data_date(), newest.cuda.text())};
    return {{},
            fmt::format("no CUDA {} is known; \"cudafit matrix cuda\" lists the releases",
                        cuda->text())};
  }
  Version line = cuda->parts >= 2 ? *cuda : releases.back().cuda;
  line = Version{{line.number[0], line.number[1]}, 2};

  Answer answer;
  answer.kind = "cuda";
  answer.subject = "CUDA " + cuda->text();
  answer.summary = summary(*cuda, line, releases.back().cuda, question.arch);
  Facts drivers(cuda->parts >= 2 ? "Drivers" : "Drivers for " + line.text());
  add_floor(drivers, line, HostOs::linux_);
  add_floor(drivers, line, HostOs::windows);
  if (const auto wsl2 = matrix::host_requirement("windows-driver", "wsl2"))
    drivers.add("under WSL2 at least", "driver of Windows " + std::string(wsl2->written),
                wsl2->source, wsl2->weak);
  add_forward(drivers, line);
  drivers.into(answer);
  add_releases(answer, releases);
  add_gates(answer, releases, question.arch);
  add_images(answer, releases);
  add_nvcc(answer, line);
  add_components(answer, releases);
  add_torch(answer, line);
  return {answer, {}};
}

}  // namespace cudafit::ask
