#include "graph/first_run.h"

#include <algorithm>

#include "graph/build.h"
#include "graph/gpu_code.h"
#include "matrix/driver.h"
#include "matrix/gpu.h"

namespace cudafit::graph {

namespace {

/// The GPUs a stage has code for, as far as it is looked at.
struct Gpus {
  std::vector<Version> covered;  ///< run its machine code, rising
  bool newer = true;             ///< PTX lets the driver compile for newer ones,
  Version newer_driver;          ///< when it is at least this one
};

/// Narrows them to those that this code runs on.
void narrow(const CudaUse& use, const matrix::DriverFloor& floor, bool first, Gpus& out) {
  std::vector<Version> here;
  for (const Version& cc : first ? matrix::known_ccs() : out.covered) {
    const auto gpu = matrix::gpu_of(cc);
    if (gpu && coverage(use.code, *gpu).how == Coverage::How::machine_code) here.push_back(cc);
  }
  out.covered = std::move(here);
  const bool newer =
      !use.code.ptx_unclear && floor.toolkit_driver &&
      std::any_of(use.code.ptx.begin(), use.code.ptx.end(),
                  [](const std::string& name) { return name.back() != 'a' && name.back() != 'f'; });
  out.newer = out.newer && newer;
  if (out.newer) out.newer_driver = std::max(out.newer_driver, floor.toolkit_driver);
}

/// A GPU between the oldest and the newest is not covered.
bool has_gaps(const std::vector<Version>& covered) {
  const std::vector<Version> all = matrix::known_ccs();
  return std::any_of(all.begin(), all.end(), [&](const Version& cc) {
    return covered.front() < cc && cc < covered.back() &&
           std::find(covered.begin(), covered.end(), cc) == covered.end() && !matrix::is_tegra(cc);
  });
}

/// "sm_75 to sm_90", "sm_75 and sm_90"
std::string names(const std::vector<Version>& covered) {
  std::string out = matrix::sm_name(covered.front());
  if (covered.size() == 1) return out;
  if (!has_gaps(covered)) return out + " to " + matrix::sm_name(covered.back());
  for (std::size_t i = 1; i < covered.size(); ++i)
    out += (i + 1 == covered.size() ? " and " : ", ") + matrix::sm_name(covered[i]);
  return out;
}

/// The newest architecture that is named in the code, not the newest that runs it.
void trim(const std::vector<Version>& written, std::vector<Version>& covered) {
  if (written.empty() || has_gaps(covered)) return;
  while (covered.size() > 1 && written.back() < covered.back()) covered.pop_back();
}

std::string words(const HostRange& range, const Gpus& gpus) {
  std::string out = "driver >= " + driver_text(range.driver);
  for (const unsigned branch : range.older)
    out += (branch == range.older.front() ? " (or " : ", ") + std::to_string(branch);
  if (!range.older.empty()) out += ")";
  if (!gpus.covered.empty()) {
    out += ", GPUs ";
    if (range.newer_too) {
      out += matrix::sm_name(range.oldest) + " and newer";
    } else {
      out += names(gpus.covered);
      if (gpus.newer) out += " (newer ones with driver >= " + driver_text(gpus.newer_driver) + ")";
    }
  }
  return out + " (" + range.decided_by + ")";
}

}  // namespace

void find_host_ranges(Graph& graph) {
  if (!graph.facts.hosts.empty()) return;
  for (std::size_t stage = 0; stage < graph.facts.stages.size(); ++stage) {
    HostRange range;
    Gpus gpus;
    std::vector<Version> written;
    bool any_code = false;
    for (const CudaUse& use : graph.cuda_uses) {
      if (use.stage != static_cast<int>(stage)) continue;
      const auto floor = matrix::driver_floor(use.cuda, matrix::HostOs::linux_);
      if (!floor) continue;
      if (use.code.known) {
        narrow(use, *floor, !any_code, gpus);
        any_code = true;
        for (const std::string& name : use.code.sass) written.push_back(matrix::cc_of(name));
      }
      if (range.driver && floor->needed <= range.driver) continue;
      range.driver = floor->needed;
      range.decided_by = use.title;
      range.span = use.span;
      if (use.package >= 0) {
        const Package& package = graph.packages[static_cast<std::size_t>(use.package)];
        if (package.assumed && !package.as_of.empty())
          range.decided_by += ", the newest on " + std::string(package.as_of);
      }
    }
    if (!range.driver) continue;
    range.stage = static_cast<int>(stage);
    // What the container runtime asks for before any of it is loaded.
    const auto gate = gate_floor(graph, range.stage, range.driver);
    if (gate && range.driver < gate->driver) {
      range.driver = gate->driver;
      range.older = gate->older;
      range.decided_by = gate->title;
      range.span = gate->span;
    }
    if (!gpus.covered.empty()) {
      std::sort(written.begin(), written.end());
      trim(written, gpus.covered);
      range.oldest = gpus.covered.front();
      range.newest = gpus.covered.back();
      range.newer_too = gpus.newer && gpus.newer_driver <= range.driver &&
                        (gpus.covered.size() == 1 || !has_gaps(gpus.covered));
    }
    range.words = words(range, gpus);
    graph.host_ranges.push_back(std::move(range));
  }
}

}  // namespace cudafit::graph
