#include <fmt/format.h>

#include "advise/base_images.h"
#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule image_lacks_platform;
const Rule image_lacks_platform{
    .info = {.id = "image-lacks-platform",
             .summary = "The image does not exist for the platform it is wanted for",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports a base image that is published for other architectures than the one the stage is built for: by `FROM --platform=...`,
also through a variable, or by `--platform` of the command line. Only images whose architectures are known.

## Why it fails
The build stops with `no match for platform in manifest: not found`. An image for one architecture only is pulled all the same,
and the first RUN ends with `exec format error`.

## Bad
```dockerfile
FROM --platform=linux/arm64 nvidia/cuda:11.8.0-base-ubi7
COPY app /app
```

## Good
```dockerfile
FROM --platform=linux/arm64 nvidia/cuda:11.8.0-base-ubuntu22.04
COPY app /app
```

## How the fix works
Suggested: an image of the same release and flavor on a system for which that architecture is published.

## Sources
Dated lists of Docker Hub's tags with the architectures of NVIDIA's Dockerfiles.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::PlatformNeed& need : graph.base_needs.platforms) {
    Diagnostic finding = rules::finding(image_lacks_platform, graph, need.need,
                                        fmt::format("{} is not published for {}, only for {}",
                                                    need.need.subject, need.need.object, need.has));
    finding.notes.push_back(
        fact("the build shows \"no match for platform in manifest\", or its first RUN \"exec "
             "format error\""));
    finding.fixes = advise::images_for_platform(graph, need);
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
