#include <fmt/format.h>

#include "rules/container_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule visible_devices_renumbered;
const Rule visible_devices_renumbered{
    .info = {.id = "visible-devices-renumbered",
             .summary =
                 "CUDA_VISIBLE_DEVICES has a number of the host, and containers count from 0",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports a shipped stage whose `CUDA_VISIBLE_DEVICES` has a number that is not there among the GPUs which `NVIDIA_VISIBLE_DEVICES` of
the same stage lets in. In an image this is a warning, since whoever starts it may let in other GPUs (`--gpus all`). Silent where all
services that run the stage ask Docker for GPUs (`gpus:`, a device request, CDI), which says itself which ones they see. Reports also
such a service of a Compose file whose first number is not below the `count` or the number of `device_ids` it asks for: there it is
an error. Silent where all declared hosts are WSL2, which hands on all.

## Why it fails
The container toolkit hands on some of the host's GPUs, and inside they are counted from 0 again. `NVIDIA_VISIBLE_DEVICES=2` and
`CUDA_VISIBLE_DEVICES=2` together leave none: `no CUDA-capable device is detected`.

## Bad
```dockerfile
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_VISIBLE_DEVICES=2 CUDA_VISIBLE_DEVICES=2
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_VISIBLE_DEVICES=all
```

## How the fix works
Shown: the numbers that the GPUs have inside (`0`, `0,1`), or leave the choice to whoever starts the container.

## Sources
NVIDIA's documentation of the container toolkit; the CUDA programming guide on CUDA_VISIBLE_DEVICES.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  each_flaw(
      visible_devices_renumbered, graph, graph::ContainerFlaw::devices_renumbered, out,
      [](const graph::ContainerNeed& need, Diagnostic& finding) {
        const std::string advice =
            "count the GPUs of the container from 0, or leave the variable out";
        if (need.graver) {
          finding.message =
              fmt::format("CUDA_VISIBLE_DEVICES asks for GPU {}, and {} gets {}, counted from 0",
                          need.value, need.need.subject, need.other);
          finding.notes.push_back(fact("this shows as \"no CUDA-capable device is detected\""));
          return advise_only(advice, finding);
        }
        finding.severity = Severity::warning;
        finding.message = fmt::format(
            "CUDA_VISIBLE_DEVICES asks for GPU {}, and NVIDIA_VISIBLE_DEVICES={} leaves none "
            "of that number",
            need.value, need.other);
        finding.notes.push_back(
            fact("inside a container GPUs are counted from 0; this shows as \"no "
                 "CUDA-capable device is detected\", unless it is started with --gpus"));
        advise_only(advice, finding);
      });
}

}  // namespace

}  // namespace cudafit::rules
