#include <fmt/format.h>

#include "rules/container_words.h"
#include "rules/host_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule wsl_gpu_index;
const Rule wsl_gpu_index{
    .info = {.id = "wsl-gpu-index",
             .summary = "Single GPUs are chosen, and WSL2 hands on all or none",
             .severity = Severity::warning,
             .docs = R"doc(## What it does
For hosts with WSL2 (`--host wsl2`): reports `NVIDIA_VISIBLE_DEVICES` with numbers or identifiers in a shipped stage, `docker run
--gpus device=0` or `--gpus 1` in the commands and scripts of a build, and services that name `device_ids` other than the first
alone, or a single CDI device (`nvidia.com/gpu=0`). The variable is left alone where all services that run the stage ask Docker for
GPUs, which sets it itself.

## Why it fails
WSL2 has one device for all GPUs (`/dev/dxg`), and the container toolkit hands it on as a whole. A choice by number or identifier is not
kept, or the container does not start: `nvidia-container-cli: device error: 1: unknown device`.

## Bad
```dockerfile
# flags: --host wsl2
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_VISIBLE_DEVICES=0
```

## Good
```dockerfile
# flags: --host wsl2
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_VISIBLE_DEVICES=all
```

## How the fix works
Shown: hand on all GPUs, and choose inside with `CUDA_VISIBLE_DEVICES`.

## Sources
NVIDIA's guide to CUDA on WSL.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  const auto same = [](const graph::ContainerNeed& a, const graph::ContainerNeed& b) {
    return a.need.span == b.need.span;
  };
  std::vector<graph::ContainerNeed> needs;
  for (const graph::ContainerNeed& need : graph.container_needs) {
    if (need.flaw == graph::ContainerFlaw::single_gpu) needs.push_back(need);
  }
  for (const auto& [first, hosts] : merged(needs, same)) {
    Diagnostic finding = rules::finding(
        wsl_gpu_index, graph, first->need,
        fmt::format("{} chooses GPUs, and WSL2, which {}, hands on all of them or none",
                    first->value, who_declares(hosts)));
    finding.host = joined(hosts);
    finding.notes.push_back(fact("this may show as \"unknown device\""));
    advise_only("hand on all GPUs, and choose inside with CUDA_VISIBLE_DEVICES", finding);
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
