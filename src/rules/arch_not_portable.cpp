#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule arch_not_portable;
const Rule arch_not_portable{
    .info = {.id = "arch-not-portable",
             .summary = "Everything is compiled for one GPU architecture that no other GPU runs",
             .severity = Severity::hint,
             .docs = R"doc(## What it does
Hints where all that a stage compiles for are architecture-specific targets: `sm_90a`, `9.0a`, `100a-real`. Silent as soon as
something else is compiled for, too: a base architecture (`sm_90`), its PTX (`9.0+PTX`), or anything that is not known, also in
another stage whose files go into the same image. Silent as well where whoever builds gives the list (`--build-arg`, Compose, Bake), and
where the hosts are declared (`--gpu`, `[[host]]`) and all of them have that GPU.

## Why it fails
Code and PTX for `sm_90a` run on compute capability 9.0 and nowhere else, neither on older GPUs nor on any newer one: there the
first kernel ends with `CUDA error: no kernel image is available for execution on the device`. The letter buys instructions that
only this GPU has, such as `wgmma`; sources that do not use them lose nothing without it.

## Bad
```dockerfile
FROM nvidia/cuda:12.8.1-devel-ubuntu22.04 AS build
COPY kernel.cu .
RUN nvcc -gencode arch=compute_90a,code=sm_90a kernel.cu -o kernel
FROM nvidia/cuda:12.8.1-base-ubuntu22.04
COPY --from=build /kernel /kernel
```

## Good
```dockerfile
FROM nvidia/cuda:12.8.1-devel-ubuntu22.04 AS build
COPY kernel.cu .
RUN nvcc -gencode arch=compute_90a,code=sm_90a -gencode arch=compute_80,code=compute_80 kernel.cu -o kernel
FROM nvidia/cuda:12.8.1-base-ubuntu22.04
COPY --from=build /kernel /kernel
```

## How the fix works
Shown: a base architecture beside it, where the sources have a way without these instructions; or declare the GPU that the image
is for, if that is meant.

## Sources
NVIDIA's documentation of nvcc: architecture-specific targets.
)doc"},
    .check = check};

namespace {

using graph::BoundTarget;

std::string ccs_of(const BoundTarget& need) {
  std::string out;
  for (const Version& cc : need.ccs) {
    if (!out.empty()) out += &cc == &need.ccs.back() ? " and " : ", ";
    out += cc.text();
  }
  return out;
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const BoundTarget& need : graph.bound_targets) {
    const std::string ccs = ccs_of(need);
    Diagnostic found = finding(
        arch_not_portable, graph, need.need,
        need.ccs.size() == 1
            ? fmt::format("{} is code for compute capability {} alone, and nothing else is "
                          "compiled here",
                          need.entry, ccs)
            : fmt::format("{} and what else is compiled here is code for compute capability {} "
                          "alone",
                          need.entry, ccs));
    found.notes.push_back(
        fact("on any other GPU this shows as \"no kernel image is available for execution on the "
             "device\""));
    found.fixes.push_back({fmt::format("compile for {} as well, where the sources do without {}",
                                       need.base, need.need.subject),
                           Safety::shown,
                           {}});
    found.fixes.push_back(
        {fmt::format("or declare the GPU that it is for: --gpu {}", need.ccs.front().text()),
         Safety::shown,
         {}});
    out.push_back(std::move(found));
  }
}

}  // namespace

}  // namespace cudafit::rules
