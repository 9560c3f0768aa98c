#include <fmt/format.h>

#include "advise/torch.h"
#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule torch_index_ended;
const Rule torch_index_ended{
    .info = {.id = "torch-index-ended",
             .summary = "Unpinned torch comes from PyPI, not from the extra index",
             .severity = Severity::warning,
             .docs = R"doc(## What it does
Reports torch without a pin (or with `>=`) beside `--extra-index-url` of a PyTorch index that gets no new releases, so that pip
takes PyPI's newer torch, which is built for another CUDA. Not with `--index-url`, and not with uv, which stays on the first
index that has a package.

## Why it fails
pip gives no index priority: it takes the newest version over all of them. An index ends when PyTorch drops its CUDA, PyPI
goes on. What is installed then needs a newer driver, and the image says another CUDA than torch has:
`The NVIDIA driver on your system is too old`, or `The detected CUDA version mismatches the version that was used to compile PyTorch`.

## Bad
```dockerfile
FROM python:3.10-slim
RUN pip install torch --extra-index-url https://download.pytorch.org/whl/cu118
```

## Good
```dockerfile
FROM python:3.10-slim
RUN pip install torch==2.7.1 --extra-index-url https://download.pytorch.org/whl/cu118
```

## How the fix works
Pins the newest torch that the index has: among equal versions the one with a label wins, so it comes from the index. Or use
`--index-url`, when everything else in the command is there too.

## Sources
pip's documentation of how packages are found; PEP 440 on local versions; PyTorch's index and build tables.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::EndedNeed& need : graph.torch.ended) {
    const graph::WheelChoice& choice = graph.wheels[need.choice];
    const matrix::TorchWheel& wheel = *choice.wheel;
    Diagnostic finding = rules::finding(
        torch_index_ended, graph, need.need.stage, need.need.span,
        fmt::format("torch comes from PyPI for CUDA {}, not from {}: that index ends with torch {}",
                    wheel.cuda.text(), need.index.directory, need.row.last_torch));
    finding.notes = need.need.chain;
    finding.notes.push_back(fact("the last release on " + need.index.directory + " is torch " +
                                     std::string(need.row.last_torch),
                                 need.row.source.text()));
    finding.notes.push_back(fact(
        fmt::format("pip takes the newest version over all indexes: torch {} as known on {}{}",
                    wheel.torch, matrix::data_date(),
                    choice.python_known ? "" : " (the version of Python may ask for an older one)"),
        wheel.source.text()));
    finding.fixes = advise::pinned_torch(graph, need);
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
