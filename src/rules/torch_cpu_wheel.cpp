#include <fmt/format.h>

#include "advise/torch.h"
#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule torch_cpu_wheel;
const Rule torch_cpu_wheel{.info = {.id = "torch-cpu-wheel",
                                    .summary = "A CPU build of torch in an image for GPUs",
                                    .severity = Severity::error,
                                    .docs = R"doc(## What it does
Reports a torch without CUDA in an image that is built on `nvidia/cuda` and shipped: PyPI's wheels for arm64 before 2.11, a
version without a label from a page that holds all builds side by side (pip takes ROCm's), and `+cpu` or the `cpu` index where
nothing else in the image would use the GPU. Stages, images and variables named after the CPU are left alone.

## Why it fails
Nothing fails until the program runs: `torch.cuda.is_available()` is false, or `AssertionError: Torch not compiled with CUDA
enabled`. The container has the GPU and computes on the CPU.

## Bad
```dockerfile
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.4.1 --index-url https://download.pytorch.org/whl/cpu
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu124
```

## How the fix works
The same release built for the image's CUDA or the nearest one: the directory of the index, the label, or both.

## Sources
PyTorch's index and build tables; the reports of ROCm builds picked from torch_stable.html.
)doc"},
                           .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::CpuNeed& need : graph.torch.cpu) {
    const graph::WheelChoice& choice = graph.wheels[need.choice];
    const bool rocm = need.build.find("rocm") != std::string::npos;
    Diagnostic finding =
        rules::finding(torch_cpu_wheel, graph, need.need.stage, need.need.span,
                       fmt::format("torch {} is {}, and {} is an image for NVIDIA GPUs", need.build,
                                   rocm ? "built for AMD's ROCm" : "a CPU build", need.image));
    if (need.need.weak) finding.severity = Severity::warning;
    finding.notes = need.need.chain;
    if (choice.flat) {
      finding.notes.push_back(
          fact("where all builds lie side by side pip takes the label that sorts last",
               choice.flat->source.text()));
    } else if (choice.wheel) {
      finding.notes.push_back(fact("this wheel has no CUDA", choice.wheel->source.text()));
    }
    finding.notes.push_back(fact("a program then shows \"Torch not compiled with CUDA enabled\""));
    finding.fixes = advise::cuda_build(graph, need);
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
