#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule torch_overridden;
const Rule torch_overridden{
    .info = {.id = "torch-overridden",
             .summary = "A later command replaces the torch that was installed",
             .severity = Severity::warning,
             .docs = R"doc(## What it does
Reports a command that puts another torch in the place of the one that the image or an earlier command installed: another
version, or another build. An error where that provably breaks what stays: a torchvision made for the first one. A requirement that the
installed torch satisfies changes nothing and is not reported.

## Why it fails
The first torch stays in its layer and costs gigabytes, and what was chosen for it (its CUDA, torchvision, compiled extensions)
no longer fits: `RuntimeError: operator torchvision::nms does not exist`, `undefined symbol`, or a torch that needs a newer driver.

## Bad
```dockerfile
FROM python:3.10-slim
RUN pip install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu118
RUN pip install torch==2.3.1
```

## Good
```dockerfile
FROM python:3.10-slim
RUN pip install torch==2.3.1 --index-url https://download.pytorch.org/whl/cu118
```

## How the fix works
Shown, not applied: which of the two is meant, a person must say. Drop the first one, or keep it with a constraint
(`pip install -c constraints.txt`), or ask for the version that is there.

## Sources
pip's documentation of how requirements are satisfied; the metadata of torchvision and others that require one torch exactly.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::TorchOverride& need : graph.torch.overrides) {
    const graph::Package& before = graph.packages[need.before];
    const graph::Package& after = graph.packages[need.after];
    Diagnostic finding = rules::finding(
        torch_overridden, graph, need.need.stage, need.need.span,
        fmt::format("{} replaces {} that {}", after.title(), before.title(),
                    before.place == Place::image ? "the image brings" : "was installed before"));
    finding.severity = need.broken.empty() || need.need.weak ? Severity::warning : Severity::error;
    if (!need.broken.empty()) {
      finding.message += fmt::format(" and breaks {}", need.broken);
      finding.notes.push_back(
          fact("a program then shows \"RuntimeError: operator torchvision::nms does not exist\" or "
               "\"undefined symbol\""));
    }
    finding.notes.insert(finding.notes.begin(), need.need.chain.begin(), need.need.chain.end());
    finding.fixes.push_back({fmt::format("ask for torch {} here, or install {} in the first place",
                                         before.version, after.title()),
                             Safety::shown,
                             {}});
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
