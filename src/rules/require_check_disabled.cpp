#include <fmt/format.h>

#include "rules/container_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule require_check_disabled;
const Rule require_check_disabled{
    .info = {.id = "require-check-disabled",
             .summary = "The image switches off its own check of the host's driver",
             .severity = Severity::hint,
             .docs = R"doc(## What it does
Hints at `ENV NVIDIA_DISABLE_REQUIRE=1` (or `true`) in a shipped stage that has a Python package built for GPUs.

## Why it fails
It does not fail by itself. Images on nvidia/cuda say in `NVIDIA_REQUIRE_CUDA` which drivers they run on, and the container toolkit
refuses others with `unsatisfied condition: cuda>=12.4`. Switched off in the image, hosts with a driver that is really too old start
the container, and the program fails later: `CUDA driver version is insufficient for CUDA runtime version`.

## Bad
```dockerfile
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_DISABLE_REQUIRE=1
RUN apt-get update && apt-get install -y python3-pip && pip install torch==2.5.1
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
CMD ["nvidia-smi"]
```

## How the fix works
Shown: leave the line out, and switch the check off where one host needs it: `docker run -e NVIDIA_DISABLE_REQUIRE=1`.

## Sources
NVIDIA's documentation of the container toolkit: constraints.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  each_flaw(require_check_disabled, graph, graph::ContainerFlaw::require_off, out,
            [](const graph::ContainerNeed& need, Diagnostic& finding) {
              finding.message = fmt::format("{}={} switches off the check of every host's driver",
                                            need.name, need.value);
              advise_only(
                  "leave it out, and set it for the hosts that need it: docker run -e "
                  "NVIDIA_DISABLE_REQUIRE=1",
                  finding);
            });
}

}  // namespace

}  // namespace cudafit::rules
