#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule apt_package_unavailable;
const Rule apt_package_unavailable{
    .info = {.id = "apt-package-unavailable",
             .summary = "The package is in a part of the archive that the image does not list",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports CUDA packages of Debian (`nvidia-cuda-toolkit`, `nvidia-cuda-dev`) in official images on Debian whose sources nothing
extends: they are in `non-free`, and the images list `main` only. Images of Ubuntu list everything. Silent behind anything that
may change the sources of apt.

## Why it fails
`E: Package 'nvidia-cuda-toolkit' has no installation candidate`, or `E: Unable to locate package nvidia-cuda-toolkit`.

## Bad
```dockerfile
FROM python:3.12-slim-bookworm
RUN apt-get update && apt-get install -y nvidia-cuda-toolkit
```

## Good
```dockerfile
FROM python:3.12-slim-bookworm
RUN sed -i "s/^Components:.*/Components: main contrib non-free/" /etc/apt/sources.list.d/debian.sources
RUN apt-get update && apt-get install -y nvidia-cuda-toolkit
```

## How the fix works
Suggested: a RUN in front that lists `contrib` and `non-free` too; shown where a `USER` without the rights of root installs. An image of `nvidia/cuda` has a newer toolkit.

## Sources
The package index of Debian, and the sources in its images.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::AbsentPackage& need : graph.apt.absent) {
    Diagnostic finding =
        rules::finding(apt_package_unavailable, graph, need.need,
                       fmt::format("{} is in {}, which the image's sources do not list",
                                   need.need.subject, need.section));
    finding.notes.push_back(fact(fmt::format(
        "the build shows \"Package '{0}' has no installation candidate\", or \"Unable to "
        "locate package {0}\"",
        need.need.subject)));
    Fix fix{fmt::format("list {} first: {}", need.section, need.enable), Safety::shown, {}};
    if (need.line && need.rights) {
      const Span front{need.line.file, need.line.begin, need.line.begin};
      fix = {fmt::format("list {} first", need.section),
             Safety::suggested,
             {{front, fmt::format("RUN {}{}\n", *need.rights, need.enable)}}};
    }
    finding.fixes.push_back(std::move(fix));
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
