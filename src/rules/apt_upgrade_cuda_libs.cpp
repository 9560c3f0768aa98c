#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule apt_upgrade_cuda_libs;
const Rule apt_upgrade_cuda_libs{
    .info = {.id = "apt-upgrade-cuda-libs",
             .summary = "apt-get upgrade replaces a pinned library by one for another CUDA",
             .severity = Severity::warning,
             .docs = R"doc(## What it does
Warns of `apt-get upgrade` (and `dist-upgrade`) behind the installation of a library for one CUDA (`libnccl2=2.18.3-1+cuda11.8`)
that nothing holds, where NVIDIA's repository has a newer build for another major of CUDA. What the images of `nvidia/cuda`
bring is held, and packages that carry the CUDA in their name keep it.

## Why it fails
The name is the same for every CUDA, so an upgrade takes the newest: the pin is gone, and the library looks for another CUDA
than the image has (`libcublas.so.12: cannot open shared object file`), or wants a newer driver.

## Bad
```dockerfile
FROM nvidia/cuda:11.8.0-base-ubuntu22.04
RUN apt-get update && apt-get install -y libnccl2=2.15.5-1+cuda11.8
RUN apt-get update && apt-get upgrade -y
```

## Good
```dockerfile
FROM nvidia/cuda:11.8.0-base-ubuntu22.04
RUN apt-get update && apt-get install -y libnccl2=2.15.5-1+cuda11.8 && apt-mark hold libnccl2
RUN apt-get update && apt-get upgrade -y
```

## How the fix works
Suggested: `apt-mark hold` of all these libraries in front of the upgrade, with `sudo` where the upgrade has it. Shown where a
`USER` without the rights of root runs it.

## Sources
The Dockerfiles of `nvidia/cuda`, which install these packages from the same repository and hold them.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::UpgradeMove& need : graph.apt.upgrades) {
    const graph::UpgradeMove::Library& first = need.libraries.front();
    std::string names;
    for (const graph::UpgradeMove::Library& each : need.libraries)
      names += (names.empty() ? "" : " ") + each.package;
    const std::size_t more = need.libraries.size() - 1;
    Diagnostic finding = rules::finding(
        apt_upgrade_cuda_libs, graph, need.need,
        fmt::format("the upgrade replaces {} {} by {} or newer{}", first.package, first.pinned,
                    first.newest, more == 0 ? "" : fmt::format(", and {} more", more)));
    Fix fix{fmt::format("hold {} first", names), Safety::shown, {}};
    if (need.rights) {
      const Span front{need.need.span.file, need.need.span.begin, need.need.span.begin};
      fix.safety = Safety::suggested;
      fix.edits.push_back({front, fmt::format("{}apt-mark hold {} && ", *need.rights, names)});
    }
    finding.fixes.push_back(std::move(fix));
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
