#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule ngc_package_overridden;
const Rule ngc_package_overridden{
    .info = {.id = "ngc-package-overridden",
             .summary = "pip replaces what an NGC image was put together with",
             .severity = Severity::warning,
             .docs = R"doc(## What it does
Reports commands that put another torch in the place of the one that an image of NGC (nvcr.io/nvidia/pytorch) brings. Silent where the
same version is asked for, and where the image's constraints file (`PIP_CONSTRAINT`, from 25.03 on) keeps pip from it.

## Why it fails
NVIDIA builds torch and everything that hangs on it (Apex, Transformer Engine, flash-attn, TensorRT) together, from a version no index has.
With a torch from an index these end in `undefined symbol`, and what the image was chosen for is lost.

## Bad
```dockerfile
FROM nvcr.io/nvidia/pytorch:24.05-py3
RUN pip install torch==2.3.1
```

## Good
```dockerfile
FROM nvcr.io/nvidia/pytorch:24.05-py3
RUN pip install torchmetrics==1.4.0 --no-deps
```

## How the fix works
Shown, not applied: drop the requirement, or start from an image without a torch.

## Sources
NVIDIA's release notes of the images, and what is said to be in each.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::ImageOverride& need : graph.pairings.overrides) {
    const graph::Package& after = graph.packages[need.after];
    const std::string before = need.before < 0
                                   ? after.name
                                   : graph.packages[static_cast<std::size_t>(need.before)].title();
    Diagnostic found =
        rules::finding(ngc_package_overridden, graph, need.need,
                       fmt::format("{} replaces the {} that {} was put together with",
                                   after.title(), before, need.image));
    found.notes.push_back(
        fact("what the image compiled for its own torch ends in \"undefined symbol\""));
    found.fixes.push_back(
        {fmt::format("drop {} here, or start from an image without it", after.name),
         Safety::shown,
         {}});
    out.push_back(std::move(found));
  }
}

}  // namespace

}  // namespace cudafit::rules
