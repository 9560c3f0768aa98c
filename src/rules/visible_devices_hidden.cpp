#include <fmt/format.h>

#include "rules/container_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule visible_devices_hidden;
const Rule visible_devices_hidden{
    .info = {.id = "visible-devices-hidden",
             .summary = "The image hides all GPUs from what is made for them",
             .severity = Severity::warning,
             .docs = R"doc(## What it does
Reports `NVIDIA_VISIBLE_DEVICES` set to `void`, `none` or nothing in a shipped stage that has a Python package built for GPUs.
Silent where that is the default of a variable of Compose (`${GPUS:-none}`), and where all services that run the stage ask Docker for
GPUs, which sets the variable itself.

## Why it fails
With `none` a container gets the driver but no GPU, with `void` or nothing it gets neither, unless it is started with `--gpus`:
`no CUDA-capable device is detected`, `Found no NVIDIA driver on your system`. Programs go on without a GPU, or not at all.

## Bad
```dockerfile
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_VISIBLE_DEVICES=void
RUN apt-get update && apt-get install -y python3-pip && pip install torch==2.5.1
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip && pip install torch==2.5.1
```

## How the fix works
Shown: leave it out, or write `all`, which nvidia/cuda images set themselves. `docker run --gpus` and Kubernetes choose GPUs
whatever it is.

## Sources
NVIDIA's documentation of the container toolkit.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  each_flaw(visible_devices_hidden, graph, graph::ContainerFlaw::devices_hidden, out,
            [](const graph::ContainerNeed& need, Diagnostic& finding) {
              finding.message = fmt::format("{}={} hides all GPUs from {}", need.name,
                                            need.value.empty() ? "\"\"" : need.value, need.other);
              finding.notes.push_back(
                  fact("unless it is started with --gpus, this shows as \"no CUDA-capable device "
                       "is detected\""));
              advise_only("leave it out, or write all", finding);
            });
}

}  // namespace

}  // namespace cudafit::rules
