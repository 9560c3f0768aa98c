#include <fmt/format.h>

#include "rules/container_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule visible_devices_invalid;
const Rule visible_devices_invalid{
    .info = {.id = "visible-devices-invalid",
             .summary = "The variable names no GPU, so that programs see none",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports `CUDA_VISIBLE_DEVICES=all`, `auto`, `true`, `cuda:0` and the like in the environment of a shipped stage or before the
command of a container, and words in `NVIDIA_VISIBLE_DEVICES` that are neither `all`, `none` or `void` nor name GPUs.

## Why it fails
CUDA reads numbers and identifiers (`0,1`, `GPU-8c5e`), and stops at the first word that is neither. `all` is a word of
`NVIDIA_VISIBLE_DEVICES` only. Every call then fails with `no CUDA-capable device is detected` (error 100), and
`torch.cuda.is_available()` is False.

## Bad
```dockerfile
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV CUDA_VISIBLE_DEVICES=all
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_VISIBLE_DEVICES=all
```

## How the fix works
Suggested: `NVIDIA_VISIBLE_DEVICES=all`, where the variable is set by `ENV`. Else shown: leave it out, CUDA sees all GPUs.

## Sources
The CUDA programming guide on CUDA_VISIBLE_DEVICES; NVIDIA's documentation of the container toolkit.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  each_flaw(visible_devices_invalid, graph, graph::ContainerFlaw::devices_invalid, out,
            [](const graph::ContainerNeed& need, Diagnostic& finding) {
              finding.message =
                  fmt::format("{}={} names no GPU, and programs see none", need.name, need.value);
              if (!need.name_span || need.name != "CUDA_VISIBLE_DEVICES") {
                advise_only("leave it out: all GPUs of the container are seen", finding);
                return;
              }
              Fix fix{"write NVIDIA_VISIBLE_DEVICES=all", Safety::shown, {}};
              std::vector<Edit> value;
              if (advise::rewrite(need.text, need.begin, need.end, "all", value)) {
                fix.safety = Safety::suggested;
                fix.edits.push_back({need.name_span, "NVIDIA_VISIBLE_DEVICES"});
                fix.edits.insert(fix.edits.end(), value.begin(), value.end());
              }
              finding.fixes.push_back(std::move(fix));
            });
}

}  // namespace

}  // namespace cudafit::rules
