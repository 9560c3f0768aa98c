#include <fmt/format.h>

#include "advise/torch.h"
#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule companion_mismatch;
const Rule companion_mismatch{.info = {.id = "companion-mismatch",
                                       .summary = "A companion of torch is made for another torch",
                                       .severity = Severity::error,
                                       .docs = R"doc(## What it does
Reports torch and a package made for one torch (torchvision, torchaudio, torchtext, triton, xformers) that are pinned in one
command and do not go together by the package's own metadata. Pairs that the table does not know are not reported.

## Why it fails
Each of these releases requires one version of torch exactly. pip ends with `ERROR: Cannot install torch==2.4.1 and
torchvision==0.18.1 because these package versions have conflicting dependencies`, `The conflict is caused by`,
`ResolutionImpossible`.

## Bad
```dockerfile
FROM python:3.10-slim
RUN pip install torch==2.4.1 torchvision==0.18.1
```

## Good
```dockerfile
FROM python:3.10-slim
RUN pip install torch==2.4.1 torchvision==0.19.1
```

## How the fix works
The companion's version that was released with this torch, written where the old one is. Suggested: the other way round, changing
torch, may be meant.

## Sources
The metadata of the packages; PyTorch's pages of previous versions, where they are right.
)doc"},
                              .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::PairNeed& need : graph.torch.pairs) {
    std::string wants;
    for (const std::string& torch : need.goes_with) wants += (wants.empty() ? "" : " or ") + torch;
    Diagnostic finding = rules::finding(
        companion_mismatch, graph, need.need.stage, need.need.span,
        wants.empty()
            ? fmt::format("{} {} does not go with torch {}", need.package, need.version, need.torch)
            : fmt::format("{} {} is made for torch {}, not {}", need.package, need.version, wants,
                          need.torch));
    if (need.need.weak) finding.severity = Severity::warning;
    finding.notes = need.need.chain;
    finding.notes.push_back(
        fact(need.torch_requirement < 0
                 ? "with --no-deps pip does not look at torch: it shows when both are imported"
                 : "pip shows \"ResolutionImpossible\", \"The conflict is caused by\""));
    finding.fixes = advise::right_pair(graph, need);
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
