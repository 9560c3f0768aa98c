#include <fmt/format.h>

#include "advise/base_images.h"
#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule image_eol;
const Rule image_eol{.info = {.id = "image-eol",
                              .summary = "The base image is out of support",
                              .severity = Severity::hint,
                              .docs = R"doc(## What it does
Hints at base images of shipped stages that get no updates any more: releases of `nvidia/cuda` that NVIDIA does not support, and
CUDA images on distributions whose support for everybody has ended. One hint for each image. Development and test stages,
digests and images that cannot be pulled (`image-tag-not-found`) are left alone.

## Why it fails
It does not fail today: packages can still be installed. But there are no security updates, and NVIDIA deletes images some time
after their support has ended: then the build shows `not found: manifest unknown`.

## Bad
```dockerfile
FROM nvidia/cuda:12.4.0-runtime-ubuntu22.04
COPY app /app
CMD ["/app"]
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
COPY app /app
CMD ["/app"]
```

## How the fix works
Suggested: the newest patch release of the same line of CUDA on the same system, or the same line on a newer system of the same
family. Nothing is proposed where there is no such image.

## Sources
NVIDIA's lists of supported tags; the ends of support that the distributions publish. The day of the data decides, not today's.
)doc"},
                     .about_support = true,
                     .look = Look::outdated,
                     .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::SupportNeed& need : graph.base_needs.support) {
    Diagnostic finding = rules::finding(
        image_eol, graph, need.need,
        need.release ? fmt::format("{}: NVIDIA's support for {} ended {} {}", need.need.subject,
                                   need.what, need.or_earlier ? "by" : "on", need.ended)
                     : fmt::format("{} builds on {}, which is out of support since {}",
                                   need.need.subject, need.what, need.ended));
    finding.fixes = advise::supported_images(graph, need);
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
