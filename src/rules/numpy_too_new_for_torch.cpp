#include <fmt/format.h>

#include "advise/torch.h"
#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule numpy_too_new_for_torch;
const Rule numpy_too_new_for_torch{
    .info = {.id = "numpy-too-new-for-torch",
             .summary = "A torch or TensorFlow built before NumPy 2 meets NumPy 2",
             .severity = Severity::warning,
             .docs = R"doc(## What it does
Reports a torch or TensorFlow from before NumPy 2 in a build where nothing pins NumPy, so that pip takes the newest: torch up to 2.2,
and the releases of TensorFlow that do not keep NumPy below 2 themselves. Only where every requirement of the build is known to take
any NumPy or none: one that keeps it below 2 is enough to be silent, and so is one that nobody described.

## Why it fails
`A module that was compiled using NumPy 1.x cannot be run in NumPy 2.x as it may crash`, and every exchange of arrays with
torch ends in `RuntimeError: Numpy is not available`; TensorFlow is not even imported.

## Bad
```dockerfile
FROM python:3.10-slim
RUN pip install torch==2.0.1 torchvision==0.15.2
```

## Good
```dockerfile
FROM python:3.10-slim
RUN pip install torch==2.0.1 torchvision==0.15.2 "numpy<2"
```

## How the fix works
Suggested: `numpy<2` at the end of the command that brings NumPy, where that is in the Dockerfile.

## Sources
PyTorch's issue about NumPy 2; TensorFlow's blog about 2.17; the metadata of the packages on PyPI.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::NumpyNeed& need : graph.pairings.numpy) {
    Diagnostic found =
        rules::finding(numpy_too_new_for_torch, graph, need.need,
                       fmt::format("{} was built before NumPy 2, and nothing keeps NumPy below it",
                                   need.need.subject));
    add_error_text("importing it", std::string(need.text), found);
    found.fixes = advise::older_numpy(graph, need);
    out.push_back(std::move(found));
  }
}

}  // namespace

}  // namespace cudafit::rules
