#include "graph/first_run.h"

#include <algorithm>

#include "graph/build.h"
#include "matrix/driver.h"
#include "matrix/gpu.h"

namespace cudafit::graph {

namespace {

/// Narrows the range to GPUs that this code runs on.
void narrow(const GpuCode& code, HostRange& out, bool first) {
  Version oldest;
  Version newest;
  for (const std::string& name : code.sass) {
    const Version cc = matrix::cc_of(name);
    if (!cc) continue;
    if (!oldest || cc < oldest) oldest = cc;
    if (!newest || cc > newest) newest = cc;
  }
  if (!oldest) return;
  const bool newer =
      !code.ptx_unclear && std::any_of(code.ptx.begin(), code.ptx.end(),
                                       [](const std::string& name) { return name.back() != 'a'; });
  if (first) {
    out.oldest = oldest;
    out.newest = newest;
    out.newer_too = newer;
    return;
  }
  out.oldest = std::max(out.oldest, oldest);
  out.newest = std::min(out.newest, newest);
  out.newer_too = out.newer_too && newer;
}

std::string words(const HostRange& range) {
  std::string out = "driver >= " + driver_text(range.driver);
  if (range.oldest && range.oldest <= range.newest) {
    out += ", GPUs " + matrix::sm_name(range.oldest);
    if (range.newer_too) {
      out += " and newer";
    } else if (range.oldest != range.newest) {
      out += " to " + matrix::sm_name(range.newest);
    }
  }
  return out + " (" + range.decided_by + ")";
}

}  // namespace

void find_host_ranges(Graph& graph) {
  if (!graph.facts.hosts.empty()) return;
  for (std::size_t stage = 0; stage < graph.facts.stages.size(); ++stage) {
    HostRange range;
    bool any_code = false;
    for (const CudaUse& use : graph.cuda_uses) {
      if (use.stage != static_cast<int>(stage)) continue;
      const auto floor = matrix::driver_floor(use.cuda, matrix::HostOs::linux_);
      if (!floor) continue;
      if (use.code.known) {
        narrow(use.code, range, !any_code);
        any_code = true;
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
    range.words = words(range);
    graph.host_ranges.push_back(std::move(range));
  }
}

}  // namespace cudafit::graph
