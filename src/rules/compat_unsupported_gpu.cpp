#include <fmt/format.h>

#include "rules/container_words.h"
#include "rules/host_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule compat_unsupported_gpu;
const Rule compat_unsupported_gpu{
    .info = {.id = "compat-unsupported-gpu",
             .summary = "The image's cuda-compat is taken on a GPU that it is not for",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports images with NVIDIA's cuda-compat package for a newer driver than the declared host has, where the host's GPU is certainly
none of the data-center class (GeForce, Titan), and something in the image runs CUDA. Needs `--driver` and `--gpu`. Where the driver
is too old for the CUDA that is loaded, or `NVIDIA_REQUIRE_CUDA` refuses the host, that is said instead.

## Why it fails
The container toolkit takes the image's libcuda where it is newer than the host's, whatever GPU there is. On GPUs that forward
compatibility is not for, every call of CUDA then fails with `forward compatibility was attempted on non supported HW` (error 804),
although the host's own driver would do by minor-version compatibility.

## Bad
```dockerfile
# flags: --driver 535.104.05 --gpu "RTX 3090"
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip && pip install torch==2.5.1
CMD ["python3", "serve.py"]
```

## Good
```dockerfile
# flags: --driver 535.104.05 --gpu "RTX 3090"
FROM nvidia/cuda:12.2.2-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip && pip install torch==2.5.1
CMD ["python3", "serve.py"]
```

## How the fix works
Shown: an image whose CUDA is no newer than the host's driver, a driver of the branch that the image's libraries are of, or the
package removed in the image.

## Sources
NVIDIA's pages on forward compatibility; the container toolkit's hook `enable-cuda-compat`.
)doc"},
    .behind = "driver-too-old driver-refused-by-image",
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  const auto same = [](const graph::ContainerNeed& a, const graph::ContainerNeed& b) {
    return a.need.span == b.need.span && a.other == b.other && a.need.object == b.need.object;
  };
  std::vector<graph::ContainerNeed> needs;
  for (const graph::ContainerNeed& need : graph.container_needs) {
    if (need.flaw == graph::ContainerFlaw::compat_refused) needs.push_back(need);
  }
  for (const auto& [first, hosts] : merged(needs, same)) {
    Diagnostic finding = rules::finding(
        compat_unsupported_gpu, graph, first->need,
        fmt::format("{} brings {}, which {} with {} cannot use, and {} that", first->need.subject,
                    first->value, first->other, first->need.object, who_declares(hosts)));
    finding.host = joined(hosts);
    advise_only(fmt::format("use an image whose CUDA is no newer than {}", first->need.object),
                finding);
    advise_only(fmt::format("run it on hosts with driver {} or newer", first->name), finding);
    advise_only(fmt::format("remove the package: apt-get purge -y {}", first->value), finding);
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
