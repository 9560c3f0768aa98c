#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule deprecated_gpu_package;
const Rule deprecated_gpu_package{.info = {.id = "deprecated-gpu-package",
                                           .summary = "A package or an image that was given up",
                                           .severity = Severity::warning,
                                           .docs = R"doc(## What it does
Reports Python packages for GPUs that are only placeholders now (tensorflow-gpu from 2.11 on, `nvidia-cublas-cu13` and others that lost
their suffix with CUDA 13), and images that get no releases any more (nvidia/cudagl). Releases from before a package was given up
are not reported.

## Why it fails
tensorflow-gpu ends in `The "tensorflow-gpu" package has been removed!`; the placeholders install nothing. An image that is given up
has the CUDA, the packages and the security updates of its last day.

## Bad
```dockerfile
FROM python:3.11-slim
RUN pip install tensorflow-gpu
```

## Good
```dockerfile
FROM python:3.11-slim
RUN pip install "tensorflow[and-cuda]"
```

## How the fix works
Suggested: the package's new name, where no version is pinned. For images shown: what to start from instead.

## Sources
The pages of the packages, and NVIDIA's support policy for its images.
)doc"},
                                  .look = Look::outdated,
                                  .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::RetiredNeed& need : graph.pairings.retired) {
    if (need.image) {
      Diagnostic found = rules::finding(deprecated_gpu_package, graph, need.need,
                                        fmt::format("{} was given up", need.need.subject));
      found.fixes.push_back({fmt::format("start from {}", need.successor), Safety::shown, {}});
      out.push_back(std::move(found));
      continue;
    }
    Diagnostic found = rules::finding(deprecated_gpu_package, graph, need.need,
                                      fmt::format("{} is a placeholder: the package is called {}",
                                                  need.need.subject, need.successor));
    add_error_text("pip", std::string(need.error), found);
    // An extra has brackets, which a shell may take for a pattern.
    const bool edits =
        need.name_span && !need.pinned && need.successor.find('[') == std::string::npos;
    found.fixes.push_back(
        {fmt::format("install {}", need.successor), edits ? Safety::suggested : Safety::shown,
         edits ? std::vector<Edit>{{need.name_span, need.successor}} : std::vector<Edit>{}});
    out.push_back(std::move(found));
  }
}

}  // namespace

}  // namespace cudafit::rules
