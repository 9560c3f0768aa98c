#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule extension_wheel_mismatch;
const Rule extension_wheel_mismatch{
    .info = {.id = "extension-wheel-mismatch",
             .summary = "A prebuilt wheel is for another torch, CUDA, C++ ABI or Python",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reads what the names of prebuilt wheels say (flash-attn, causal-conv1d, mamba-ssm, torch-scatter and others) and compares it with the
torch and the Python they meet; and likewise the addresses of pages of wheels behind `--find-links` (data.pyg.org, mmcv, detectron2,
dgl, kaolin), as a warning unless nothing else is looked at. Silent where the torch that is there in the end is not certain.

## Why it fails
An extension is compiled against one minor release of torch: with another it ends in `undefined symbol: _ZN3c10...` when it is
imported, and so does the other C++ ABI. For another CUDA major it is `libcudart.so.11.0: cannot open shared object file`. A wheel for
another Python is refused: `is not a supported wheel on this platform`.

## Bad
```dockerfile
FROM python:3.10-slim
RUN pip install torch==2.7.1
RUN pip install https://github.com/Dao-AILab/flash-attention/releases/download/v2.7.4.post1/flash_attn-2.7.4.post1+cu12torch2.6cxx11abiFALSE-cp310-cp310-linux_x86_64.whl
```

## Good
```dockerfile
FROM python:3.10-slim
RUN pip install torch==2.6.0
RUN pip install https://github.com/Dao-AILab/flash-attention/releases/download/v2.7.4.post1/flash_attn-2.7.4.post1+cu12torch2.6cxx11abiFALSE-cp310-cp310-linux_x86_64.whl
```

## How the fix works
Shown, not applied: another file of the same release, or the torch the wheel was built for.

## Sources
How each project names its wheels; the C++ ABI of torch's own.
)doc"},
    .check = check};

namespace {

std::string_view error_text(graph::ForeignWheel::Differs differs) {
  switch (differs) {
    case graph::ForeignWheel::Differs::python:
      return "is not a supported wheel on this platform";
    case graph::ForeignWheel::Differs::cuda:
      return "libcudart.so: cannot open shared object file";
    default:
      return "undefined symbol: _ZN3c10";
  }
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::ForeignWheel& need : graph.pairings.foreign) {
    const std::string who = need.page ? fmt::format("the wheels of {} on this page are", need.wheel)
                                      : fmt::format("{} is", need.wheel);
    Diagnostic found =
        rules::finding(extension_wheel_mismatch, graph, need.need,
                       fmt::format("{} for {}, and there is {}", who, need.built_for, need.meets));
    if (need.need.weak || (need.page && !need.only)) found.severity = Severity::warning;
    add_error_text(need.differs == graph::ForeignWheel::Differs::python ? "pip" : "importing it",
                   std::string(error_text(need.differs)), found);
    found.fixes.push_back({need.page ? "take the page for what is there"
                                     : "take the wheel for what is there, or what the wheel is for",
                           Safety::shown,
                           {}});
    out.push_back(std::move(found));
  }
}

}  // namespace

}  // namespace cudafit::rules
