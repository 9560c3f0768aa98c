#include <fmt/format.h>

#include "advise/base_images.h"
#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule cuda_wheels_on_musl;
const Rule cuda_wheels_on_musl{
    .info = {.id = "cuda-wheels-on-musl",
             .summary = "A package that has wheels for glibc only is installed in Alpine",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports `pip install` of packages in an image of Alpine of which PyPI has wheels for glibc only and no sources: torch, triton,
tensorflow, onnxruntime, jaxlib, the wheels of CuPy. Silent where the package may come from Alpine itself (`apk add py3-...`),
from another index, from conda, or from something that cannot be followed.

## Why it fails
Alpine's C library is musl, and pip takes no wheel made for glibc (`manylinux`): `ERROR: Could not find a version that satisfies
the requirement torch (from versions: none)`. Wheels that are forced in end with `Error relocating ...: symbol not found`, and
NVIDIA's CUDA libraries need glibc too.

## Bad
```dockerfile
FROM python:3.11-alpine
RUN pip install torch
```

## Good
```dockerfile
FROM python:3.11-slim
RUN pip install torch
```

## How the fix works
Suggested for the official Python image: the slim image of the same Python. Shown where the stages on it call what only Alpine has
(`apk add`, `adduser -D`, `su-exec`) or exchange files with other stages, which takes more than another name.

## Sources
The files on PyPI; reports of the error in the trackers of PyTorch, uv and the official Python image.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::MuslNeed& need : graph.base_needs.musl) {
    Diagnostic finding =
        rules::finding(cuda_wheels_on_musl, graph, need.need,
                       fmt::format("{} has no wheel for Alpine: its wheels need glibc, Alpine has "
                                   "musl",
                                   need.package));
    finding.notes.push_back(fact(
        need.pip_shows.empty()
            ? fmt::format("pip shows \"Could not find a version that satisfies the requirement "
                          "{}\"",
                          need.package)
            : fmt::format("pip shows \"{}\"", need.pip_shows)));
    finding.fixes = advise::image_with_glibc(graph, need);
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
