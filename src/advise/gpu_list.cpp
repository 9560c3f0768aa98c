#include "advise/gpu_list.h"

#include <set>

#include "matrix/gpu.h"

namespace cudafit::advise {

std::string gpu_list(const graph::Graph& graph, std::string_view variable, const Version& nvcc) {
  std::set<Version> ccs;
  for (const facts::Host& host : graph.facts.hosts) {
    for (const facts::DeclaredGpu& declared : host.gpus) {
      const matrix::GpuAnswer answer = matrix::find_gpu(declared.written);
      if (answer.gpus.size() != 1) return {};
      const matrix::Gpu& gpu = answer.gpus.front();
      if (!nvcc || !gpu.first_cuda || nvcc < gpu.first_cuda) return {};
      // A toolkit of a later patch release is of the last one's line.
      if (gpu.last_cuda && gpu.last_cuda < nvcc && !gpu.last_cuda.same_line(nvcc)) return {};
      ccs.insert(gpu.cc);
    }
  }
  std::string out;
  for (const Version& cc : ccs) {
    if (!out.empty()) out += ';';
    out += std::to_string(cc.major());
    if (variable == "TORCH_CUDA_ARCH_LIST") out += '.';
    out += std::to_string(cc.minor());
  }
  return out;
}

std::vector<Edit> before_command(const graph::Graph& graph, facts::Position at, Span command,
                                 const std::string& assignments) {
  if (!command) return {};
  const graph::StepTrait* const step = graph.step(at);
  if (step == nullptr || !step->json || !step->span.contains(command))
    return {{{command.file, command.begin, command.begin}, assignments}};
  std::string line = "ENV " + assignments;
  while (line.ends_with(' ')) line.pop_back();
  return {{{step->span.file, step->span.begin, step->span.begin}, line + "\n"}};
}

std::vector<Edit> before_command(const graph::Graph& graph, const graph::ExtensionBuild& build,
                                 const std::string& assignments) {
  Span command = build.span;
  if (build.install >= 0)
    command = graph.facts.pip_installs[static_cast<std::size_t>(build.install)].span;
  return before_command(graph, build.at, command, assignments);
}

}  // namespace cudafit::advise
