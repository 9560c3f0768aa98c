#include <fmt/format.h>

#include "advise/rewrite.h"
#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule cudnn_apt_unpinned;
const Rule cudnn_apt_unpinned{
    .info = {.id = "cudnn-apt-unpinned",
             .summary = "apt takes cuDNN for another CUDA than the image has",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports `apt-get install libcudnn8` (or `libcudnn7`, and their headers) without a version in an image of `nvidia/cuda` where the
newest build in NVIDIA's repository is for another major of CUDA than the image's. Names that carry the CUDA (`libcudnn9-cuda-12`)
and versions with it (`+cuda11.8`) are fine. Silent where sources or preferences of apt are changed.

## Why it fails
One name stands for the builds for every CUDA, and apt takes the highest version, which is the one for the newest CUDA. It loads
that CUDA's cuBLAS: `Could not load library libcublasLt.so.12. Error: libcublasLt.so.12: cannot open shared object file`.

## Bad
```dockerfile
FROM nvidia/cuda:11.8.0-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y libcudnn8
```

## Good
```dockerfile
FROM nvidia/cuda:11.8.0-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y libcudnn8=8.9.6.50-1+cuda11.8
```

## How the fix works
Suggested: the newest version for the image's CUDA that images of NVIDIA install on this system.

## Sources
The Dockerfiles of `nvidia/cuda`, which install these packages from the same repository.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::CudnnChoice& need : graph.apt.cudnn) {
    Diagnostic finding =
        rules::finding(cudnn_apt_unpinned, graph, need.need,
                       fmt::format("apt takes {} {} or newer, and the image has CUDA {}",
                                   need.package, need.newest, need.image_cuda));
    finding.notes.push_back(
        fact("at run time this shows as \"Could not load library libcublasLt.so\" of the other "
             "CUDA"));
    if (!need.pin.empty()) {
      const std::string pinned = need.package + "=" + need.pin;
      Fix fix{fmt::format("install {}", pinned), Safety::shown, {}};
      if (advise::rewrite(need.text, 0, need.text.size(), pinned, fix.edits))
        fix.safety = Safety::suggested;
      finding.fixes.push_back(std::move(fix));
    }
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
