#include <fmt/format.h>

#include "rules/container_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule libcuda_link_at_build;
const Rule libcuda_link_at_build{
    .info = {.id = "libcuda-link-at-build",
             .summary = "A program is linked with libcuda where the build has none",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports a compiler or linker that is given `-lcuda` in a stage that has no CUDA toolkit, with no directory on its command line or in
`LIBRARY_PATH` that may hold libcuda. nvcc adds the directory of the stubs itself, and every devel image sets `LIBRARY_PATH` to it.

## Why it fails
The driver comes into containers when they start, and a build has none. Without the toolkit's stub the linker says
`/usr/bin/ld: cannot find -lcuda`.

## Bad
```dockerfile
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y gcc
COPY probe.c .
RUN gcc probe.c -o probe -lcuda
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
COPY probe.c .
RUN gcc probe.c -o probe -lcuda
```

## How the fix works
Shown: build in a devel image, or install `cuda-driver-dev-X-Y` and name its directory: `-L/usr/local/cuda/lib64/stubs`.

## Sources
NVIDIA's Dockerfiles of nvidia/cuda: only devel images have the stubs.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  each_flaw(libcuda_link_at_build, graph, graph::ContainerFlaw::libcuda_linked, out,
            [](const graph::ContainerNeed& need, Diagnostic& finding) {
              finding.message = fmt::format(
                  "{} links with libcuda, and neither a driver nor its stub is there", need.value);
              finding.notes.push_back(fact("the build shows \"cannot find -lcuda\""));
              advise_only("build it in a devel image, which has the stub", finding);
              advise_only("install cuda-driver-dev-X-Y and add -L/usr/local/cuda/lib64/stubs",
                          finding);
            });
}

}  // namespace

}  // namespace cudafit::rules
