#include <fmt/format.h>

#include "rules/container_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule compat_libs_forced;
const Rule compat_libs_forced{
    .info = {.id = "compat-libs-forced",
             .summary = "The image forces its cuda-compat libraries on every host",
             .severity = Severity::warning,
             .docs = R"doc(## What it does
Reports `/usr/local/cuda/compat` in the final `LD_LIBRARY_PATH` of a shipped stage, where the image has NVIDIA's cuda-compat
package. Build stages, values that a later `ENV` replaces, paths on which the driver's directory comes before, and images of NGC or
for Jetson are left alone, and so are projects all of whose declared hosts are such as forward compatibility is for. A file of
`/etc/ld.so.conf.d` is left alone: whether the driver's directory comes before it depends on how the container gets its GPUs.

## Why it fails
The directory holds a libcuda for data-center GPUs with a driver older than the image's CUDA. On the path it is loaded everywhere.
Where the host's driver is newer: `system has unsupported display driver / cuda driver combination` (error 803). On GeForce and
other GPUs that are not made for data centers: `forward compatibility was attempted on non supported HW` (error 804). The
container toolkit puts the directory on the path by itself where it helps.

## Bad
```dockerfile
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
ENV LD_LIBRARY_PATH=/usr/local/cuda/compat:$LD_LIBRARY_PATH
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
CMD ["nvidia-smi"]
```

## How the fix works
Suggested: takes the directory out of the value.

## Sources
NVIDIA's pages on forward compatibility and the changelog of its container toolkit (1.17.5).
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  each_flaw(compat_libs_forced, graph, graph::ContainerFlaw::compat_forced, out,
            [](const graph::ContainerNeed& need, Diagnostic& finding) {
              finding.message = fmt::format(
                  "{} holds {}, whose libcuda is then loaded on every host", need.name, need.value);
              offer(need, fmt::format("leave out {}", need.value), "", finding);
            });
}

}  // namespace

}  // namespace cudafit::rules
