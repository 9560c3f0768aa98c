#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule base_toolkit_reinstalled;
const Rule base_toolkit_reinstalled{
    .info = {.id = "base-toolkit-reinstalled",
             .summary = "A second CUDA toolkit is installed over the image's own",
             .severity = Severity::warning,
             .docs = R"doc(## What it does
Reports packages of apt and dnf and NVIDIA's installers that bring a toolkit (or CUDA's libraries) of another version into an
image that has one already. Silent where the image's own may have been removed before, and where both are there on purpose:
anything in the build names the directory of one of them (`/usr/local/cuda-11.8` in a command, an ENV or a COPY), the installer is
told one (`--toolkitpath`), or toolkits of several releases are installed. So are toolkits of conda, which live in an environment of
their own.

## Why it fails
Two toolkits of several gigabytes are shipped, and which one counts is decided elsewhere: `/usr/local/cuda` points to the newer of
the two, a package of the distribution puts its nvcc behind the image's on PATH, and the image's `CUDA_VERSION` and
`NVIDIA_REQUIRE_CUDA` stay what they were. It often shows as `The detected CUDA version (12.4) mismatches the version that was used
to compile PyTorch (11.8)`, from whoever thought to have replaced the toolkit.

## Bad
```dockerfile
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y nvidia-cuda-toolkit
RUN nvcc --version
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN nvcc --version
```

## How the fix works
Shown, not applied: leave the package out, or start from an image of the CUDA that is wanted, or from the `-base-` flavor.

## Sources
What each image and package holds; every finding names them.
)doc"},
    .look = Look::unnecessary,
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::SecondToolkit& second : graph.second_toolkits) {
    Version line = second.brings;
    line.parts = 2;
    Diagnostic found =
        finding(base_toolkit_reinstalled, graph, second.need,
                fmt::format("{} installs {} CUDA {} over {}, which has {}", second.package,
                            second.libraries ? "the libraries of" : "the toolkit of", line.text(),
                            second.image, second.has.text()));
    found.fixes.push_back({"leave it out and use the image's", Safety::shown, {}});
    found.fixes.push_back({fmt::format("start from an nvidia/cuda image of CUDA {}", line.text()),
                           Safety::shown,
                           {}});
    out.push_back(std::move(found));
  }
}

}  // namespace

}  // namespace cudafit::rules
