#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule onnxruntime_cpu_shadow;
const Rule onnxruntime_cpu_shadow{.info = {.id = "onnxruntime-cpu-shadow",
                                           .summary = "onnxruntime overwrites onnxruntime-gpu",
                                           .severity = Severity::error,
                                           .docs = R"doc(## What it does
Reports onnxruntime beside onnxruntime-gpu in one environment: both in one command, or onnxruntime in a later one. A warning where a
package brings onnxruntime as a requirement (faster-whisper). Silent when onnxruntime-gpu is installed again afterwards.

## Why it fails
Both install the folder `onnxruntime`; pip does not see that, and the files that come last are used. Then there is no
CUDAExecutionProvider: `Specified provider 'CUDAExecutionProvider' is not in available provider names`, and the session runs on the CPU.

## Bad
```dockerfile
FROM nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install onnxruntime-gpu==1.20.1 onnxruntime==1.20.1
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install onnxruntime-gpu==1.20.1
```

## How the fix works
Shown, not applied: drop onnxruntime, onnxruntime-gpu runs on the CPU, too. Where another package requires it, install
onnxruntime-gpu behind it with `--force-reinstall --no-deps`.

## Sources
Issues of onnxruntime; the metadata of the packages that require it.
)doc"},
                                  .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::ShadowNeed& need : graph.pairings.shadows) {
    const graph::Package& other = graph.packages[need.other];
    const std::string who =
        need.itself ? other.title()
                    : fmt::format("{} brings {}, which", other.title(), need.fact.other);
    Diagnostic found =
        rules::finding(onnxruntime_cpu_shadow, graph, need.need,
                       fmt::format("{} overwrites {}{}", who, need.need.subject,
                                   need.together ? ": one command installs both" : ""));
    if (need.need.weak) found.severity = Severity::warning;
    add_error_text("a program", std::string(need.fact.error), found);
    found.fixes.push_back(
        {need.itself
             ? fmt::format("drop {}: {} runs on the CPU, too", need.fact.other, need.fact.package)
             : fmt::format("install {} again behind it, with --force-reinstall --no-deps",
                           need.fact.package),
         Safety::shown,
         {}});
    out.push_back(std::move(found));
  }
}

}  // namespace

}  // namespace cudafit::rules
