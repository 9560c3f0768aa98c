#include <fmt/format.h>

#include "rules/finding.h"
#include "rules/host_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule jetson_image_mismatch;
const Rule jetson_image_mismatch{
    .info = {.id = "jetson-image-mismatch",
             .summary = "The image is made for other boards than a declared Jetson",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Compares the base image of shipped stages with the Jetson modules of the declared hosts (`--gpu`, `[[host]]`): images of Jetson
Linux (`nvcr.io/nvidia/l4t-...`) of a line that never ran on that module, and `nvidia/cuda`, which is made for Arm servers, for
modules whose system runs no images for servers: Xavier and older. Orin and Thor run those with JetPack 7. Where a host says which
JetPack it runs (`jetpack = "6.2"`, or `l4t = "36.4.3"`), an image of a newer line, or `nvidia/cuda` below JetPack 7, is a warning.

## Why it fails
The libraries of an image belong to the driver of its system, which on a Jetson comes with JetPack:
`CUDA driver version is insufficient for CUDA runtime version`, `no kernel image is available for execution on the device`, or no
GPU at all.

## Bad
```dockerfile
# flags: --gpu "Jetson AGX Xavier"
FROM nvcr.io/nvidia/l4t-jetpack:r36.4.0
COPY app /app
CMD ["/app"]
```

## Good
```dockerfile
# flags: --gpu "Jetson AGX Xavier"
FROM nvcr.io/nvidia/l4t-jetpack:r35.4.1
COPY app /app
CMD ["/app"]
```

## How the fix works
Shown: the newest image of Jetson Linux for the module. Which one you need is the one your module runs (`/etc/nv_tegra_release`).

## Sources
NVIDIA's pages of JetPack and tables of Jetson Linux, CUDA and modules.
)doc"},
    .about_hosts = true,
    .check = check};

namespace {

Diagnostic of_system(const graph::Graph& graph, const graph::JetsonNeed& need) {
  Diagnostic finding = rules::finding(
      jetson_image_mismatch, graph, need.need,
      need.servers ? fmt::format("{} is no image of Jetson Linux, and {} is made for those",
                                 need.need.subject, need.system)
                   : fmt::format("{} is for Jetson Linux {}, newer than the {} of {}",
                                 need.need.subject, need.l4t, need.boards_l4t, need.system));
  finding.severity = Severity::warning;
  if (!need.boards_image.empty())
    finding.fixes.push_back({"use " + need.boards_image, Safety::shown, {}});
  return finding;
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::JetsonNeed& need : graph.base_needs.jetson) {
    if (!need.system.empty()) {
      out.push_back(of_system(graph, need));
      continue;
    }
    Diagnostic finding = rules::finding(
        jetson_image_mismatch, graph, need.need,
        need.servers ? fmt::format("{} is no image of Jetson Linux, and {} runs only those",
                                   need.need.subject, need.gpu)
                     : fmt::format("{} is for Jetson Linux {}, which does not run on {}",
                                   need.need.subject, need.l4t, need.gpu));
    finding.fixes.push_back(
        {fmt::format("use {}, or the one of the system on the module", need.boards_image),
         Safety::shown,
         {}});
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
