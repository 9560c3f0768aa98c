#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule torch_backend_auto;
const Rule torch_backend_auto{
    .info = {.id = "torch-backend-auto",
             .summary =
                 "uv's --torch-backend=auto lets the machine that builds choose torch's CUDA",
             .severity = Severity::warning,
             .docs = R"doc(## What it does
Reports `uv pip install --torch-backend=auto` (or `UV_TORCH_BACKEND=auto`) in a build step that brings torch. Not where
`UV_CUDA_DRIVER_VERSION` says the driver, and not in `RUN --device`.

## Why it fails
uv looks for the NVIDIA driver of the machine it runs on: `UV_CUDA_DRIVER_VERSION`, then the files of the kernel module, then
`nvidia-smi`. A builder without a GPU has none of them, so uv takes the CPU build and says nothing. The container then shows
`torch.cuda.is_available()` = `False` or `AssertionError: Torch not compiled with CUDA enabled`. On a builder with a GPU the
image holds whatever its driver allows, which need not run elsewhere.

## Bad
```dockerfile
FROM nvidia/cuda:12.6.3-base-ubuntu22.04
COPY --from=ghcr.io/astral-sh/uv /uv /usr/local/bin/uv
RUN uv venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv
RUN uv pip install torch==2.7.1 --torch-backend=auto
```

## Good
```dockerfile
FROM nvidia/cuda:12.6.3-base-ubuntu22.04
COPY --from=ghcr.io/astral-sh/uv /uv /usr/local/bin/uv
RUN uv venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv
RUN uv pip install torch==2.7.1 --torch-backend=cu126
```

## How the fix works
Names the backend for the CUDA of the image, or the nearest one of its major version. It is suggested: which driver your
machines have decides which is best.

## Sources
uv, how it detects an accelerator; PyTorch's index and build tables.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::BackendNeed& need : graph.torch.backends) {
    const facts::OptionValue& backend = *graph.facts.pip_installs[need.install].torch_backend;
    Diagnostic finding = rules::finding(
        torch_backend_auto, graph, need.need,
        "--torch-backend=auto goes by the driver of the machine that builds: without one, torch is "
        "the CPU build");
    finding.notes.push_back(
        fact("uv looks for UV_CUDA_DRIVER_VERSION, the NVIDIA kernel module's "
             "files and nvidia-smi, in that order"));
    add_error_text("the container", "AssertionError: Torch not compiled with CUDA enabled",
                   finding);
    const Span value = backend.value.span();
    for (std::size_t i = 0; i < need.nearest.size() && i < 2 && value; ++i) {
      finding.fixes.push_back(
          {"name the backend: " + need.nearest[i], Safety::suggested, {{value, need.nearest[i]}}});
    }
    if (finding.fixes.empty()) {
      finding.fixes.push_back(
          {"name the backend (--torch-backend=cu126), or set "
           "UV_CUDA_DRIVER_VERSION to the driver of the machines it runs on",
           Safety::shown,
           {}});
    }
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
