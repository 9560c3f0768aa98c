#include <fmt/format.h>

#include "advise/torch.h"
#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule torch_index_unknown;
const Rule torch_index_unknown{.info = {.id = "torch-index-unknown",
                                        .summary = "The PyTorch index does not exist",
                                        .severity = Severity::error,
                                        .docs = R"doc(## What it does
Reports an address below `download.pytorch.org/whl/` of a CUDA that PyTorch was never built for: `cu120`, `cu122`, `cu123`,
`cu125`. A warning with `--extra-index-url`: the other indexes serve, with another build. Nightly and test indexes, mirrors and
other hosts, and directories newer than the data are never reported.

## Why it fails
The server answers 403, and pip goes on with nothing from there: `ERROR: Could not find a version that satisfies the requirement
torch (from versions: none)`. With `--extra-index-url` it takes PyPI's torch instead, whose CUDA is another one.
Only some CUDA versions get wheels, and a wheel brings its own CUDA: it need not equal the image's.

## Bad
```dockerfile
FROM python:3.10-slim
RUN pip install torch --index-url https://download.pytorch.org/whl/cu122
```

## Good
```dockerfile
FROM python:3.10-slim
RUN pip install torch --index-url https://download.pytorch.org/whl/cu121
```

## How the fix works
The nearest directory that exists and has the torch that is asked for; labels that name the old one change with it. Suggested:
which CUDA is meant is a choice.

## Sources
The listing of PyTorch's own index; a finding shows its date.
)doc"},
                               .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::IndexNeed& need : graph.torch.indexes) {
    Diagnostic finding = rules::finding(
        torch_index_unknown, graph, need.need.stage, need.need.span,
        fmt::format("{} does not exist: {}", need.index.spelled, need.answer.reason));
    if (need.falls_back || need.need.weak) finding.severity = Severity::warning;
    finding.notes = need.need.chain;
    finding.notes.push_back(fact("by the directories of the index", need.answer.source.text()));
    if (need.falls_back) {
      finding.notes.push_back(fact(
          "the server answers 403 and pip goes on without it: torch comes from elsewhere, with "
          "another CUDA than the address says"));
    } else {
      finding.notes.push_back(
          fact(need.uv ? "uv shows \"was not found in the package registry\""
                       : "pip shows \"ERROR: Could not find a version that satisfies the "
                         "requirement torch (from versions: none)\""));
    }
    finding.fixes = advise::existing_index(graph, need);
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
