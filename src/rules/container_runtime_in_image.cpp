#include <fmt/format.h>

#include "rules/container_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule container_runtime_in_image;
const Rule container_runtime_in_image{
    .info = {.id = "container-runtime-in-image",
             .summary = "The container toolkit of the host is installed into the image",
             .severity = Severity::warning,
             .docs = R"doc(## What it does
Reports `nvidia-container-toolkit`, `nvidia-docker2`, `nvidia-container-runtime` and the packages that come with them in a shipped
stage on an image that is known. Images that run containers themselves (docker, containerd, podman, `nvidia-ctk`) are left alone.

## Why it fails
The toolkit is what starts containers with GPUs, so it has to be where `docker` is: on the host. Inside the image it does nothing, and
`could not select device driver "" with capabilities: [[gpu]]` stays until the host has it.

## Bad
```dockerfile
FROM ubuntu:22.04
RUN apt-get update && apt-get install -y nvidia-container-toolkit
```

## Good
```dockerfile
FROM ubuntu:22.04
RUN apt-get update && apt-get install -y curl
```

## How the fix works
Shown: leave it out, and install it on the host.

## Sources
NVIDIA's documentation of the container toolkit.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  each_flaw(
      container_runtime_in_image, graph, graph::ContainerFlaw::runtime_installed, out,
      [](const graph::ContainerNeed& need, Diagnostic& finding) {
        finding.message = fmt::format(
            "{} is installed into the image: it starts containers, and belongs on the host",
            need.value);
        finding.notes.push_back(fact("a host without it shows \"could not select device driver\""));
        advise_only("leave it out, and install it on the host", finding);
      });
}

}  // namespace

}  // namespace cudafit::rules
