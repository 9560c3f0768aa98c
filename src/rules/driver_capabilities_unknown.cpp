#include <fmt/format.h>

#include "rules/container_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule driver_capabilities_unknown;
const Rule driver_capabilities_unknown{
    .info = {.id = "driver-capabilities-unknown",
             .summary = "NVIDIA_DRIVER_CAPABILITIES holds a word that does not exist",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports words in an `ENV NVIDIA_DRIVER_CAPABILITIES` of a shipped stage that the container toolkit does not know.

## Why it fails
The toolkit's hook gives up, and the container does not start: `unsupported capabilities found in 'compute,utilty' (allowed
'compute')`. Where GPUs come by CDI the variable may be ignored.

## Bad
```dockerfile
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_DRIVER_CAPABILITIES=compute,utilty
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_DRIVER_CAPABILITIES=compute,utility
```

## How the fix works
Suggested: the nearest word that exists. Where none is near, the words are listed.

## Sources
NVIDIA's container toolkit: the runtime hook and its list of capabilities.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  each_flaw(driver_capabilities_unknown, graph, graph::ContainerFlaw::capability_unknown, out,
            [](const graph::ContainerNeed& need, Diagnostic& finding) {
              finding.message =
                  fmt::format("{} is no capability of the driver{}", need.value,
                              need.other.empty() ? "" : "; did you mean " + need.other + "?");
              finding.notes.push_back(
                  fact("the container does not start: \"unsupported capabilities found in\""));
              if (need.other.empty()) {
                advise_only("use the words that exist", finding);
              } else {
                offer(need, fmt::format("write {}", need.other), need.other, finding);
              }
            });
}

}  // namespace

}  // namespace cudafit::rules
