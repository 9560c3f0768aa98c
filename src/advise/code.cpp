#include "advise/code.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "matrix/gpu.h"
#include "matrix/nvcc.h"

namespace cudafit::advise {

namespace {

/// "-gencode arch=compute_75,code=sm_75" behind the last one.
Fix gencode(const facts::Architectures& last, const std::string& number) {
  const std::string option = fmt::format("-gencode arch=compute_{0},code=sm_{0}", number);
  return {fmt::format("add {}", option),
          Safety::suggested,
          {{{last.span.file, last.span.end, last.span.end}, " " + option}}};
}

}  // namespace

std::vector<Fix> more_code(const graph::Graph& graph, const graph::GpuNeed& need) {
  const graph::CudaUse& use = graph.cuda_uses[need.use];
  if (use.compile < 0) return {};
  const std::string sm = matrix::sm_name(need.cc);
  const std::string number = sm.substr(3);
  if (matrix::nvcc_knows(use.cuda, sm) != Known::yes) {
    const auto support = matrix::arch_support(sm);
    if (!support) return {};
    return {{fmt::format("compile for {} with nvcc of CUDA {} or newer", sm, support->first.text()),
             Safety::shown,
             {}}};
  }
  const facts::Compile& compile = graph.facts.compiles[static_cast<std::size_t>(use.compile)];
  std::set<Version> ccs;
  for (const graph::GpuNeed& other : graph.gpu_needs) {
    if (other.use == need.use) ccs.insert(other.cc);
  }
  const auto& lists = compile.architectures;
  const bool all_gencode =
      !lists.empty() && std::all_of(lists.begin(), lists.end(),
                                    [](const auto& list) { return list.written_as == "-gencode"; });
  // One edit for each need: with several, each leaves the others.
  if (ccs.size() == 1 && all_gencode) return {gencode(lists.back(), number)};
  if (compile.kind == facts::CompileKind::cmake)
    return {{fmt::format("add {} to CMAKE_CUDA_ARCHITECTURES", number), Safety::shown, {}}};
  return {{fmt::format("compile for {0} too: -gencode arch=compute_{1},code=sm_{1}", sm, number),
           Safety::shown,
           {}}};
}

}  // namespace cudafit::advise
