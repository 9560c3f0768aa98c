#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule apt_held_packages;
const Rule apt_held_packages{
    .info = {.id = "apt-held-packages",
             .summary = "apt refuses to change packages that the image holds",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports `apt-get install` of another version, and `apt-get remove`, of a package that the image of `nvidia/cuda` holds: cuBLAS and
NCCL of runtime and devel images, cuDNN of cuDNN images. A name without a version is reported behind `apt-get update` where
NVIDIA's repository has a newer one. Silent with `--allow-change-held-packages`, behind `apt-mark unhold`, and where a script or
changed sources leave it open.

## Why it fails
NVIDIA's Dockerfiles end with `apt-mark hold`, so that an upgrade does not move these libraries. apt then asks, which a build
cannot answer: `E: Held packages were changed and -y was used without --allow-change-held-packages.`

## Bad
```dockerfile
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y libnccl2=2.26.2-1+cuda12.8 libnccl-dev=2.26.2-1+cuda12.8
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y --allow-change-held-packages libnccl2=2.26.2-1+cuda12.8 libnccl-dev=2.26.2-1+cuda12.8
```

## How the fix works
Suggested: `--allow-change-held-packages`, and `--allow-downgrades` where the version is an older one. Where only the library has
to be there, leave it out: the image has it.

## Sources
The Dockerfiles of `nvidia/cuda`: what they install, in which version, and hold.
)doc"},
    .check = check};

namespace {

std::string names(const std::vector<std::string>& packages) {
  std::string out;
  for (const std::string& each : packages) out += (out.empty() ? "" : ", ") + each;
  return out;
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::HeldChange& need : graph.apt.held) {
    Diagnostic finding =
        rules::finding(apt_held_packages, graph, need.need,
                       fmt::format("apt does not {} {}: {} holds {}",
                                   need.removes ? "remove" : "change", names(need.packages),
                                   need.need.subject, need.packages.size() > 1 ? "them" : "it"));
    finding.notes.push_back(
        fact("the build shows \"Held packages were changed and -y was used without "
             "--allow-change-held-packages\""));
    std::string options = " --allow-change-held-packages";
    if (need.lowers) options += " --allow-downgrades";
    Fix fix{fmt::format("allow it:{}", options), Safety::shown, {}};
    if (need.action) {
      const Span behind{need.action.file, need.action.end, need.action.end};
      fix.edits.push_back({behind, options});
      fix.safety = Safety::suggested;
    }
    finding.fixes.push_back(std::move(fix));
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
