#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule torchvision_index_mismatch;
const Rule torchvision_index_mismatch{
    .info = {.id = "torchvision-index-mismatch",
             .summary = "torch and torchvision or torchaudio come from indexes for different CUDAs",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports torchvision and torchaudio that are built for another CUDA than the torch they meet: torch from one index of PyTorch, the
companion from another, or from PyPI. Versions that do not go together at all are companion-mismatch. Silent where one command takes
both from one index.

## Why it fails
They compare when they are imported: `Detected that PyTorch and torchvision were compiled with different CUDA major versions. PyTorch
has CUDA Version=11.8 and torchvision has CUDA Version=12.1.` torchaudio and torchvision before 0.16 want the same minor, too.

## Bad
```dockerfile
FROM python:3.11-slim
RUN pip install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu118
RUN pip install torchvision==0.19.1
```

## Good
```dockerfile
FROM python:3.11-slim
RUN pip install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu118
RUN pip install torchvision==0.19.1 --index-url https://download.pytorch.org/whl/cu118
```

## How the fix works
Shown, not applied: ask for both in one command, from one index.

## Sources
The check in each package; PyTorch's index and build tables.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::SplitBuild& need : graph.pairings.split) {
    const graph::Package& torch = graph.packages[need.torch];
    Diagnostic found = rules::finding(
        torchvision_index_mismatch, graph, need.need,
        fmt::format("{} is built for CUDA {}, and {} for CUDA {}", need.companion,
                    need.companion_cuda.text(), torch.title(), need.torch_cuda.text()));
    if (need.need.weak) found.severity = Severity::warning;
    found.notes.push_back(fact("importing it ends in \"" + std::string(need.check.text) + "\"",
                               need.check.source.text()));
    found.fixes.push_back(
        {need.index.empty()
             ? std::string("install both in one command, from one index")
             : fmt::format("take it from https://download.pytorch.org/whl/{}", need.index),
         Safety::shown,
         {}});
    out.push_back(std::move(found));
  }
}

}  // namespace

}  // namespace cudafit::rules
