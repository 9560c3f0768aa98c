#include <fmt/format.h>

#include "advise/code.h"
#include "advise/wheels.h"
#include "rules/finding.h"
#include "rules/host_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule ptx_jit_driver_too_old;
const Rule ptx_jit_driver_too_old{
    .info = {.id = "ptx-jit-driver-too-old",
             .summary = "A GPU is covered by PTX only, and the driver is too old to compile it",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports a declared GPU that a wheel of torch (or what nvcc compiles in a shipped stage) has no machine code for, only PTX, on
a host whose driver is older than the toolkit that made the PTX. Silent where machine code covers the GPU, where the driver is
too old altogether (driver-too-old), and where the needed driver is not known.

## Why it fails
Minor-version compatibility lets programs of a newer CUDA run on an older driver of the same major, but not their PTX: it is
compiled by the driver, which does not know it yet. The first kernel ends with `the provided PTX was compiled with an
unsupported toolchain` (error 222).

## Bad
```dockerfile
# flags: --driver 535.104.05 --gpu "RTX 3090"
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y g++ cuda-nvcc-12-4
COPY kernel.cu .
RUN nvcc -gencode arch=compute_75,code=compute_75 kernel.cu -o kernel
CMD ["./kernel"]
```

## Good
```dockerfile
# flags: --driver 535.104.05 --gpu "RTX 3090"
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y g++ cuda-nvcc-12-4
COPY kernel.cu .
RUN nvcc -gencode arch=compute_86,code=sm_86 kernel.cu -o kernel
CMD ["./kernel"]
```

## How the fix works
Suggested: a build with machine code for the GPU, where there is one. Otherwise shown: the driver that compiles its PTX.

## Sources
NVIDIA's page on minor-version compatibility; the build scripts of PyTorch.
)doc"},
    .about_hosts = true,
    .check = check};

namespace {

using graph::GpuNeed;

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  const auto same = [&](const GpuNeed& a, const GpuNeed& b) {
    return a.use == b.use && a.gpu == b.gpu && a.by_ptx == b.by_ptx &&
           graph.machines[a.machine].driver_as == graph.machines[b.machine].driver_as;
  };
  for (const auto& [first, hosts] : merged(graph.gpu_needs, same)) {
    const GpuNeed& need = *first;
    if (!need.by_ptx) continue;  // gpu-arch-not-in-wheel
    const graph::Machine& machine = graph.machines[need.machine];
    Diagnostic finding = rules::finding(
        ptx_jit_driver_too_old, graph, need.need.stage, need.need.span,
        fmt::format("{} has only PTX for {}, and compiling it takes driver >= {}, but {} {}",
                    need.need.subject, need.gpu, driver_text(need.driver), who_declares(hosts),
                    machine.driver_as));
    if (need.need.weak) finding.severity = Severity::warning;
    finding.host = joined(hosts);
    finding.label = "PTX for " + need.ptx;
    finding.notes = need.need.chain;
    finding.notes.push_back(
        fact("at run time this shows as \"the provided PTX was compiled with an "
             "unsupported toolchain\""));
    finding.fixes = advise::other_torch(graph, graph.cuda_uses[need.use], false);
    for (Fix& fix : advise::more_code(graph, need)) finding.fixes.push_back(std::move(fix));
    finding.fixes.push_back(
        {fmt::format("run it on hosts with driver {} or newer", driver_text(need.driver)),
         Safety::shown,
         {}});
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
