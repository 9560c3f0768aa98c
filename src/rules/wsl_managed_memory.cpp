#include <fmt/format.h>

#include "rules/container_words.h"
#include "rules/host_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule wsl_managed_memory;
const Rule wsl_managed_memory{
    .info = {.id = "wsl-managed-memory",
             .summary = "Programs are told to use managed memory, of which WSL2 has a part only",
             .severity = Severity::hint,
             .docs = R"doc(## What it does
For hosts with WSL2 (`--host wsl2`): hints at variables of a shipped stage that make programs take managed (unified) memory:
`TF_FORCE_UNIFIED_MEMORY`, `GGML_CUDA_ENABLE_UNIFIED_MEMORY`, and `CUDF_PANDAS_RMM_MODE` with a managed mode. What a program does
by itself is in no file and is not seen.

## Why it fails
WSL2 has the managed memory of Windows: the CPU and the GPU cannot use it at once, and pages do not move as they are needed. Programs
that use it may be much slower there and take more of the system's memory.

## Bad
```dockerfile
# flags: --host wsl2
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV TF_FORCE_UNIFIED_MEMORY=1
```

## Good
```dockerfile
# flags: --host wsl2
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV TF_FORCE_GPU_ALLOW_GROWTH=true
```

## How the fix works
Shown: leave the variable out of the image, and set it where the host is no WSL2.

## Sources
NVIDIA's guide to CUDA on WSL.
)doc"},
    .about_hosts = true,
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  const auto same = [](const graph::ContainerNeed& a, const graph::ContainerNeed& b) {
    return a.need.span == b.need.span;
  };
  std::vector<graph::ContainerNeed> needs;
  for (const graph::ContainerNeed& need : graph.container_needs) {
    if (need.flaw == graph::ContainerFlaw::managed_memory) needs.push_back(need);
  }
  for (const auto& [first, hosts] : merged(needs, same)) {
    Diagnostic finding = rules::finding(
        wsl_managed_memory, graph, first->need,
        fmt::format("{} asks for managed memory, and WSL2, which {}, supports a part of it only",
                    first->value, who_declares(hosts)));
    finding.host = joined(hosts);
    advise_only("set " + first->name + " where the host is no WSL2", finding);
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
