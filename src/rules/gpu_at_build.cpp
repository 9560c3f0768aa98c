#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule gpu_at_build;
const Rule gpu_at_build{.info = {.id = "gpu-at-build",
                                 .summary = "A build step needs a GPU, and a build has none",
                                 .severity = Severity::error,
                                 .docs = R"doc(## What it does
Reports commands of a `RUN` that cannot succeed without a GPU and driver and whose failure ends the build: `nvidia-smi`,
`deviceQuery`, `python -c "import torch; assert torch.cuda.is_available()"`. Steps that tolerate the failure, branch on it or
only print it are fine, and so are `CMD`, `ENTRYPOINT`, `HEALTHCHECK` and `RUN --device`.

## Why it fails
BuildKit, which `docker build` uses, gives its steps no GPU, whatever `--gpus` or the default runtime say: the driver's files
are put into a container when it is started, not while its image is built. The step ends with `nvidia-smi: not found` (exit
code 127), with `AssertionError`, or with `Found no NVIDIA driver on your system`. (Docker's legacy builder could pass the GPU on
with nvidia as the default runtime; projects for Jetson still do, and images on `l4t` bases are left alone.)

## Bad
```dockerfile
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN nvidia-smi
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
CMD ["nvidia-smi"]
```

## How the fix works
Shown, not applied: move the check to where the container runs (`CMD`, an entrypoint script, `docker run --gpus all`), or let
the build go on without it (`nvidia-smi || true`).

## Sources
NVIDIA container toolkit: the driver is mounted by the runtime hook at container start.
)doc"},
                        .check = check};

namespace {

/// People's own image, declared like one for Jetson. (Those that are named so are no slips.)
bool like_jetson(const graph::Graph& graph, int stage) {
  const facts::DeclaredImage* const declared = graph.declared_base(stage);
  return declared != nullptr && declared->like_repository.find("l4t") != std::string::npos;
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const facts::Slip& slip : graph.facts.slips) {
    if (slip.kind != facts::SlipKind::gpu_needed || like_jetson(graph, slip.stage)) continue;
    Diagnostic finding =
        rules::finding(gpu_at_build, graph, slip.stage, slip.span,
                       fmt::format("{} needs a GPU, and a build step has none", slip.subject));
    finding.label = "this step fails";
    finding.notes.push_back(fact(fmt::format("the build shows \"{}\"", slip.detail)));
    finding.fixes.push_back(
        {"check for the GPU where the container runs, not where its image is built",
         Safety::shown,
         {}});
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
