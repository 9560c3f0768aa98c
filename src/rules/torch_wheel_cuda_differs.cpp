#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule torch_wheel_cuda_differs;
const Rule torch_wheel_cuda_differs{
    .info = {.id = "torch-wheel-cuda-differs",
             .summary =
                 "torch brings another CUDA major than the image's, which something else uses",
             .severity = Severity::hint,
             .docs = R"doc(## What it does
Tells where torch brings one CUDA major and something else in the same stage uses the image's, of another: compiled code, or a package
that loads the system's libraries. Silent where only wheels with their own CUDA are there, and where an extension is compiled against
torch (torch-nvcc-mismatch).

## Why it fails
It does not have to: both are in the image, cost gigabytes, and the driver has to be new enough for the newer one. In one process
the two get in each other's way when one library is found for both.

## Bad
```dockerfile
FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.5.1 --index-url https://download.pytorch.org/whl/cu124
RUN pip3 install cupy-cuda11x==13.3.0
```

## Good
```dockerfile
FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.5.1 --index-url https://download.pytorch.org/whl/cu118
RUN pip3 install cupy-cuda11x==13.3.0
```

## How the fix works
Shown, not applied: torch for the image's CUDA, or an image of torch's.

## Sources
PyTorch's index and build tables, and what each image holds.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::CudaDifference& need : graph.pairings.differences) {
    const graph::CudaUse& torch = graph.cuda_uses[need.torch];
    const graph::CudaUse& other = graph.cuda_uses[need.other];
    Diagnostic found =
        rules::finding(torch_wheel_cuda_differs, graph, need.need,
                       fmt::format("{} brings CUDA {}, and {} uses the CUDA {} of the image",
                                   torch.title, torch.cuda.text(), other.title, other.cuda.text()));
    found.fixes.push_back({fmt::format("take torch for CUDA {}, or an image of CUDA {}",
                                       other.cuda.major(), torch.cuda.major()),
                           Safety::shown,
                           {}});
    out.push_back(std::move(found));
  }
}

}  // namespace

}  // namespace cudafit::rules
