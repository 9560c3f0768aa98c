#include <fmt/format.h>

#include "rules/container_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule driver_capabilities_all;
const Rule driver_capabilities_all{
    .info = {.id = "driver-capabilities-all",
             .summary = "Containers ask for every part of the driver and use two",
             .severity = Severity::hint,
             .docs = R"doc(## What it does
Hints at `ENV NVIDIA_DRIVER_CAPABILITIES=all` in a service all of whose packages are known and of which none has to do with video,
pictures or a screen.

## Why it fails
It does not fail. `all` puts the libraries for OpenGL, Vulkan, video and 32-bit programs into each container, which takes longer to
start and offers more to attack. CUDA and nvidia-smi need `compute,utility`, which nvidia/cuda images set themselves.

## Bad
```dockerfile
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_DRIVER_CAPABILITIES=all
RUN apt-get update && apt-get install -y --no-install-recommends python3-pip && pip install torch==2.5.1
COPY serve.py .
CMD ["python3", "serve.py"]
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_DRIVER_CAPABILITIES=compute,utility
RUN apt-get update && apt-get install -y --no-install-recommends python3-pip && pip install torch==2.5.1
COPY serve.py .
CMD ["python3", "serve.py"]
```

## How the fix works
Shown: `compute,utility`. Nobody but its author knows what the program loads.

## Sources
NVIDIA's documentation of the container toolkit: driver capabilities.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  each_flaw(driver_capabilities_all, graph, graph::ContainerFlaw::capability_all, out,
            [](const graph::ContainerNeed& need, Diagnostic& finding) {
              finding.message = fmt::format(
                  "{}=all puts everything of the driver into the container; what is here uses "
                  "compute and utility",
                  need.name);
              advise_only("write compute,utility", finding);
            });
}

}  // namespace

}  // namespace cudafit::rules
