#include <fmt/format.h>

#include "rules/container_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule visible_devices_fixed;
const Rule visible_devices_fixed{
    .info = {.id = "visible-devices-fixed",
             .summary = "The image has the numbers of one host's GPUs built in",
             .severity = Severity::hint,
             .docs = R"doc(## What it does
Hints at `ENV NVIDIA_VISIBLE_DEVICES` or `ENV CUDA_VISIBLE_DEVICES` with numbers or identifiers of GPUs in a shipped stage that
uses CUDA. What a service of a Compose file sets is left alone: containers are started there.

## Why it fails
It works on the host it was made for. On another one the numbers are other GPUs or none, and identifiers are never the same:
`invalid device ordinal`, `nvidia-container-cli: device error: 2: unknown device`. Which GPUs a container gets is better said where it is
started.

## Bad
```dockerfile
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV CUDA_VISIBLE_DEVICES=0,1
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
CMD ["nvidia-smi"]
```

## How the fix works
Shown: leave the line out, and choose with `docker run --gpus '"device=0,1"'` or in the compose file.

## Sources
NVIDIA's documentation of the container toolkit.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  each_flaw(visible_devices_fixed, graph, graph::ContainerFlaw::devices_fixed, out,
            [](const graph::ContainerNeed& need, Diagnostic& finding) {
              finding.message = fmt::format(
                  "{}={} is built into the image: other hosts have other "
                  "GPUs",
                  need.name, need.value);
              advise_only("leave it out, and choose GPUs where the container is started", finding);
            });
}

}  // namespace

}  // namespace cudafit::rules
