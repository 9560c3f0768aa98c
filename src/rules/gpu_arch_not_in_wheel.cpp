#include <fmt/format.h>

#include "advise/code.h"
#include "advise/wheels.h"
#include "rules/finding.h"
#include "rules/host_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule gpu_arch_not_in_wheel;
const Rule gpu_arch_not_in_wheel{
    .info = {.id = "gpu-arch-not-in-wheel",
             .summary = "What is installed or compiled holds no code for a declared GPU",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Compares the GPUs of the declared hosts (`--gpu`, `[[host]]`) with the architectures a wheel of torch was compiled for, and with
those that nvcc is told to compile for in a shipped stage. Machine code runs on GPUs of its own major with the same or a later
minor (`sm_80` on 8.0, 8.6 and 8.9); PTX is compiled by the driver for its architecture and all later ones. Jetson modules are
left alone. A warning, not an error, where a torch of which nobody chose the CUDA is installed and nothing says that a GPU is to
be used: on the CPU it works.

## Why it fails
The first kernel ends with `CUDA error: no kernel image is available for execution on the device`; torch warns before that
`... with CUDA capability sm_120 is not compatible with the current PyTorch installation`.

## Bad
```dockerfile
# flags: --gpu RTX5090
FROM python:3.11-slim
RUN pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
```

## Good
```dockerfile
# flags: --gpu RTX4090
FROM python:3.11-slim
RUN pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
```

## How the fix works
Suggested: the build of the same release that has code for every declared GPU, or the nearest release that has one.

## Sources
The build scripts of PyTorch; NVIDIA's programming guide for which code runs where.
)doc"},
    .about_hosts = true,
    .check = check};

namespace {

using graph::CudaUse;
using graph::GpuNeed;

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  const auto same = [](const GpuNeed& a, const GpuNeed& b) {
    return a.use == b.use && a.gpu == b.gpu && a.by_ptx == b.by_ptx;
  };
  for (const auto& [first, hosts] : merged(graph.gpu_needs, same)) {
    const GpuNeed& need = *first;
    if (need.by_ptx) continue;  // ptx-jit-driver-too-old
    const CudaUse& use = graph.cuda_uses[need.use];
    Diagnostic finding =
        rules::finding(gpu_arch_not_in_wheel, graph, need.need.stage, need.need.span,
                       fmt::format("{} has no code for {}, which {}", need.need.subject, need.gpu,
                                   who_declares(hosts)));
    if (need.need.weak) finding.severity = Severity::warning;
    finding.host = joined(hosts);
    finding.label = "made for " + code_words(use.code);
    finding.notes = need.need.chain;
    finding.notes.push_back(fact(
        "at run time this shows as \"no kernel image is available for execution on the device\""));
    soften_for_cpu(graph, use, finding);
    finding.fixes = advise::other_torch(graph, use, false);
    for (Fix& fix : advise::more_code(graph, need)) finding.fixes.push_back(std::move(fix));
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
