#include "advise/hosts.h"

#include <algorithm>

#include "graph/forward.h"
#include "graph/gates.h"
#include "graph/gpu_code.h"
#include "matrix/torch.h"

namespace cudafit::advise {

namespace {

using graph::Coverage;
using graph::Machine;

bool reached(const graph::Graph& graph, int stage, const Machine& machine, Version floor) {
  return graph::driver_reaches(machine, graph::forward_help(graph, stage, machine), floor) ==
         Known::yes;
}

bool covered(const graph::Graph& graph, int stage, const Machine& machine,
             const graph::GpuCode& code, Version toolkit_driver) {
  for (const graph::HostGpu& gpu : machine.gpus) {
    for (const matrix::Gpu& one : gpu.may_be) {
      const Coverage how = graph::coverage(code, one);
      if (how.how == Coverage::How::none || how.how == Coverage::How::unknown) return false;
      if (how.how != Coverage::How::compiled_by_driver) continue;
      // PTX of an older generation runs, but nobody builds a product on it.
      if (matrix::cc_of(how.by).major() != one.cc.major()) return false;
      if (!machine.driver) continue;
      if (!toolkit_driver || !reached(graph, stage, machine, toolkit_driver)) return false;
    }
  }
  return true;
}

}  // namespace

bool drivers_run(const graph::Graph& graph, int stage, Version cuda) {
  return std::all_of(graph.machines.begin(), graph.machines.end(), [&](const Machine& machine) {
    if (!machine.driver) return true;
    const auto floor = matrix::driver_floor(cuda, machine.os);
    return floor && reached(graph, stage, machine, floor->needed);
  });
}

bool torch_runs(const graph::Graph& graph, int stage, std::string_view torch,
                std::string_view variant, std::string_view platform, Version cuda) {
  if (!drivers_run(graph, stage, cuda)) return false;
  const auto archs = matrix::torch_archs(torch, variant, platform);
  graph::GpuCode code;
  if (archs) {
    code.sass.assign(archs->sass.begin(), archs->sass.end());
    code.ptx.assign(archs->ptx.begin(), archs->ptx.end());
    code.ptx_unclear = archs->ptx_weak;
    code.known = true;
  }
  return std::all_of(graph.machines.begin(), graph.machines.end(), [&](const Machine& machine) {
    if (machine.gpus.empty()) return true;
    const auto floor = matrix::driver_floor(cuda, machine.os);
    return floor && covered(graph, stage, machine, code, floor->toolkit_driver);
  });
}

bool gate_open(const graph::Graph& graph, int stage) {
  return std::none_of(graph.machines.begin(), graph.machines.end(), [&](const Machine& machine) {
    return graph::gate_refuses(graph, stage, machine);
  });
}

bool compat_fits(const graph::Graph& graph, Version cuda) {
  return std::none_of(graph.machines.begin(), graph.machines.end(), [&](const Machine& machine) {
    return graph::compat_refuses(machine, cuda) != nullptr;
  });
}

bool passes_everywhere(const graph::Graph& graph, const matrix::Gate& gate) {
  return std::all_of(graph.machines.begin(), graph.machines.end(),
                     [&](const Machine& machine) { return graph::lets_through(gate, machine); });
}

}  // namespace cudafit::advise
