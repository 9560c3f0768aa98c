// Declared GPUs whose architecture newer drivers and toolkits leave out.

#include <algorithm>

#include "graph/build.h"
#include "matrix/nvcc.h"

namespace cudafit::graph {

namespace {

/// The first thing of a shipped stage that uses CUDA for certain; null when nothing does.
const CudaUse* first_use(const Graph& graph) {
  const CudaUse* out = nullptr;
  for (const CudaUse& use : graph.cuda_uses) {
    if (!use.certain || use.weak || !use.cuda || !use.span) continue;
    if (out == nullptr || use.stage > out->stage) out = &use;
  }
  return out;
}

/// What is known of it is the same for all that the GPU may be; null otherwise.
const matrix::Gpu* ended(const HostGpu& gpu) {
  if (gpu.may_be.empty()) return nullptr;
  const matrix::Gpu& first = gpu.may_be.front();
  const bool all = std::all_of(gpu.may_be.begin(), gpu.may_be.end(), [&](const matrix::Gpu& each) {
    return !each.tegra && !each.weak && each.last_branch != 0 && each.last_cuda &&
           each.last_branch == first.last_branch && each.last_cuda == first.last_cuda &&
           each.architecture == first.architecture;
  });
  return all ? &first : nullptr;
}

bool said(const Graph& graph, const EndedGpu& need) {
  return std::any_of(graph.ended_gpus.begin(), graph.ended_gpus.end(), [&](const EndedGpu& other) {
    return other.architecture == need.architecture && other.need.host == need.need.host;
  });
}

}  // namespace

void find_ended_gpus(Graph& graph) {
  const CudaUse* const use = first_use(graph);
  if (use == nullptr) return;
  for (const Machine& machine : graph.machines) {
    for (const HostGpu& gpu : machine.gpus) {
      const matrix::Gpu* const known = ended(gpu);
      if (known == nullptr) continue;
      const auto driver = matrix::driver_branch(known->last_branch, machine.os);
      const auto toolkit = matrix::nvcc_targets(known->last_cuda);
      // What was the last so far need not be.
      if (!driver || driver->weak || known->last_branch >= matrix::newest_branch() || !toolkit)
        continue;
      EndedGpu out;
      out.gpu = gpu.title();
      if (out.gpu.find(known->sm) == std::string::npos)
        out.gpu += " (" + std::string(known->sm) + ")";
      out.architecture = known->architecture;
      out.last_cuda = known->last_cuda;
      out.source = toolkit->source;
      out.last_driver = *driver;
      if (dropped_by_driver(machine, gpu) != nullptr) out.dropped_by = driver_title(machine);
      out.need.kind = "GPU that new drivers run";
      out.need.verdict = Verdict::unmet;
      out.need.stage = use->stage;
      judged_on(machine, out.need);
      out.need.subject = out.gpu;
      out.need.object = "driver branch " + std::to_string(known->last_branch);
      out.need.span = use->span;
      out.need.chain.push_back(
          shows("uses CUDA " + use->cuda.text() + " here: " + use->title, use->span));
      if (use->asked) out.need.chain.push_back(shows("asked for here", use->asked));
      if (!said(graph, out)) graph.ended_gpus.push_back(std::move(out));
    }
  }
}

}  // namespace cudafit::graph
