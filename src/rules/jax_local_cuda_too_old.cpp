#include <fmt/format.h>

#include "rules/system_libraries.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule jax_local_cuda_too_old;
const Rule jax_local_cuda_too_old{
    .info = {.id = "jax-local-cuda-too-old",
             .summary = "JAX refuses the image's CUDA: it is older than the one JAX was built for",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports `jax[cuda12_local]` and the like in an image whose CUDA is of the right major and older than this JAX accepts. Extras that bring
NVIDIA's wheels (`jax[cuda12]`) have no part in this.

## Why it fails
JAX compares versions when it starts: `Found CUDA version 12020, but JAX was built against version 12030, which is newer. The copy of
CUDA that is installed must be at least as new as the version against which JAX was built.` It then runs on the CPU.

## Bad
```dockerfile
FROM nvidia/cuda:12.2.2-cudnn8-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install "jax[cuda12_local]==0.4.25"
```

## Good
```dockerfile
FROM nvidia/cuda:12.3.2-cudnn9-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install "jax[cuda12]==0.4.25"
```

## How the fix works
Shown, not applied: an image with a newer CUDA of the same major, or the extra that brings its own.

## Sources
JAX's change log and what each release is built with.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::LibraryNeed& need : graph.libraries) {
    if (need.what != graph::LibraryNeed::What::cuda_minimum ||
        need.need.verdict != graph::Verdict::unmet)
      continue;
    const std::string& image = graph.bases[static_cast<std::size_t>(need.need.stage)].name;
    Diagnostic found =
        library_finding(jax_local_cuda_too_old, graph, need,
                        fmt::format("{} needs {}, and {} has CUDA {}", need.need.subject,
                                    need.need.object, image, need.has.text()));
    found.notes.push_back(
        fact("it says \"The copy of CUDA that is installed must be at least as new as the version "
             "against "
             "which JAX was built\""));
    found.fixes.push_back({fmt::format("start from an image of CUDA {}, {} or newer",
                                       need.row.cuda_min.major(), need.row.cuda_min.text()),
                           Safety::shown,
                           {}});
    out.push_back(std::move(found));
  }
}

}  // namespace

}  // namespace cudafit::rules
