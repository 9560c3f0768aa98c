#include "graph/architectures.h"

#include <algorithm>
#include <optional>

#include "graph/build.h"
#include "graph/forward.h"
#include "graph/wishes.h"

namespace cudafit::graph {

namespace {

/// "NVIDIA GeForce RTX 5090 (sm_120)"
std::string gpu_title(const HostGpu& gpu) {
  std::string out = gpu.title();
  const std::string sm(gpu.may_be.front().sm);
  if (gpu.may_be.size() == 1 && out.find(sm) == std::string::npos) out += " (" + sm + ")";
  return out;
}

/// How the code runs on the GPU, where all that the GPU may be agree.
Coverage coverage_of(const GpuCode& code, const HostGpu& gpu) {
  if (gpu.may_be.empty()) return {};
  const Coverage first = coverage(code, gpu.may_be.front());
  for (const matrix::Gpu& other : gpu.may_be) {
    if (coverage(code, other).how != first.how) return {};
  }
  return first;
}

/// Where the architectures are named, else what brings them.
Span code_place(const Graph& graph, const CudaUse& use) {
  if (use.compile < 0) return use.span;
  const facts::Compile& compile = graph.facts.compiles[static_cast<std::size_t>(use.compile)];
  return compile.architectures.empty() ? use.span : compile.architectures.front().span;
}

bool driver_too_old(const Graph& graph, std::size_t use, std::size_t machine) {
  return std::any_of(graph.driver_needs.begin(), graph.driver_needs.end(),
                     [&](const DriverNeed& need) {
                       return need.fails() && need.machine == machine &&
                              graph.cuda_uses[need.use].span == graph.cuda_uses[use].span;
                     });
}

/// Only PTX covers the GPU, and the driver is older than what compiles that PTX.
std::optional<Version> ptx_needs(const Graph& graph, const CudaUse& use, const Machine& machine) {
  if (!machine.driver) return std::nullopt;
  const auto floor = matrix::driver_floor(use.cuda, machine.os);
  if (!floor || !floor->toolkit_driver || floor->toolkit_branch == 0) return std::nullopt;
  const unsigned branch = machine.branch                         ? machine.branch->branch
                          : machine.os == matrix::HostOs::linux_ ? machine.driver.major()
                                                                 : 0;
  // Every release of the toolkit's own branch knows its PTX.
  if (branch == 0 || branch >= floor->toolkit_branch) return std::nullopt;
  const ForwardHelp help = forward_help(graph, use.stage, machine);
  if (driver_reaches(machine, help, floor->toolkit_driver) != Known::no) return std::nullopt;
  return floor->toolkit_driver;
}

bool said(const Graph& graph, const GpuNeed& need) {
  return std::any_of(graph.gpu_needs.begin(), graph.gpu_needs.end(), [&](const GpuNeed& other) {
    return other.need.span == need.need.span && other.machine == need.machine &&
           other.cc == need.cc && other.by_ptx == need.by_ptx;
  });
}

void judge(Graph& graph, std::size_t use_index, std::size_t machine_index) {
  const CudaUse& use = graph.cuda_uses[use_index];
  const Machine& machine = graph.machines[machine_index];
  if (!use.certain || !use.code.known || gets_no_gpu(graph, use.stage)) return;
  if (other_platform(graph, use.stage, machine)) return;
  for (const HostGpu& gpu : machine.gpus) {
    const Coverage covered = coverage_of(use.code, gpu);
    GpuNeed out;
    if (covered.how == Coverage::How::compiled_by_driver) {
      const auto driver = ptx_needs(graph, use, machine);
      if (!driver || driver_too_old(graph, use_index, machine_index)) continue;
      out.by_ptx = true;
      out.ptx = covered.by;
      out.driver = *driver;
    } else if (covered.how != Coverage::How::none) {
      continue;
    }
    out.use = use_index;
    out.machine = machine_index;
    out.gpu = gpu_title(gpu);
    out.cc = gpu.may_be.front().cc;
    out.need.kind = out.by_ptx ? "driver for PTX" : "code for the GPU";
    out.need.verdict = Verdict::unmet;
    out.need.stage = use.stage;
    judged_on(machine, out.need);
    out.need.subject = use.title;
    out.need.object = out.gpu;
    out.need.span = code_place(graph, use);
    // A project that CMake builds may add architectures of its own.
    const bool by_project = use.kind == CudaUse::Kind::compiled &&
                            graph.facts.compiles[static_cast<std::size_t>(use.compile)].kind !=
                                facts::CompileKind::nvcc;
    out.need.weak = use.weak || use.code.weak || by_project;
    if (use.asked) out.need.chain.push_back(shows("asked for here", use.asked));
    for (const std::vector<Note>* notes : {&use.because, &use.code.because})
      out.need.chain.insert(out.need.chain.end(), notes->begin(), notes->end());
    if (out.by_ptx) {
      const auto floor = matrix::driver_floor(use.cuda, machine.os);
      out.need.chain.push_back(
          says("PTX of CUDA " + use.cuda.text() + " needs driver >= " + driver_text(out.driver),
               floor->source));
      out.need.chain.push_back(machine.declared);
    }
    if (!said(graph, out)) graph.gpu_needs.push_back(std::move(out));
  }
}

}  // namespace

void judge_gpu_code(Graph& graph) {
  for (std::size_t use = 0; use < graph.cuda_uses.size(); ++use) {
    for (std::size_t machine = 0; machine < graph.machines.size(); ++machine)
      judge(graph, use, machine);
  }
}

}  // namespace cudafit::graph
