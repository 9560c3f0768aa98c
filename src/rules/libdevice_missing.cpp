#include <fmt/format.h>

#include "advise/tags.h"
#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule libdevice_missing;
const Rule libdevice_missing{
    .info = {.id = "libdevice-missing",
             .summary = "A package compiles for the GPU without the toolkit's libdevice",
             .severity = Severity::warning,
             .docs = R"doc(## What it does
Reports packages in shipped stages that compile for the GPU with libdevice and libNVVM of the toolkit, where the image has CUDA's
libraries and certainly no nvcc, with which these come: `jax[cuda12_local]` and `jax[cuda13_local]`, numba-cuda without
`[cu12]` or `[cu13]`, and TensorFlow 2.11 to 2.15 where the container starts a `train*.py`. Silent where NVIDIA's wheels, conda,
apt, a script or a variable such as `XLA_FLAGS` or `CUDA_HOME` may lead to them, where anything names `libdevice` or `nvvm`, and
where files are copied into the toolkit's directory.

## Why it fails
The `runtime` flavors of `nvidia/cuda` hold libraries, not the compiler's parts. Programs start, find the GPU, and fail when the
first function is compiled for it: `libdevice not found at ./libdevice.10.bc`,
`Can't find libdevice directory ${CUDA_DIR}/nvvm/libdevice`, `libNVVM cannot be found`.

## Bad
```dockerfile
FROM nvidia/cuda:12.6.3-cudnn-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install "jax[cuda12_local]==0.5.3"
```

## Good
```dockerfile
FROM nvidia/cuda:12.6.3-cudnn-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip cuda-nvcc-12-6
RUN pip3 install "jax[cuda12_local]==0.5.3"
```

## How the fix works
Shown: the package of nvcc alone, which holds libdevice and libNVVM, for the image's CUDA. Suggested as the second way: the
`-devel-` tag of the same release and system, edited where the tag is written; it is several gigabytes larger.

## Sources
The change log of JAX, the documentation of numba-cuda, TensorFlow's issues, and what each image holds; every finding names them.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::RunCompilerNeed& need : graph.run_compilers) {
    if (need.what != graph::RunCompilerNeed::What::libdevice ||
        need.need.verdict != graph::Verdict::unmet)
      continue;
    const graph::Base& base = graph.bases[static_cast<std::size_t>(need.need.stage)];
    Diagnostic found = finding(
        libdevice_missing, graph, need.need,
        fmt::format("{} compiles for the GPU when it is used, and {} has no libdevice",
                    need.need.subject, base.name.empty() ? "the shipped stage" : base.name));
    add_error_text("the container", need.error, found);
    const Version cuda = base.contents ? base.contents->cuda : Version{};
    if (cuda.parts > 1) {
      found.fixes.push_back({fmt::format("apt-get install --no-install-recommends cuda-nvcc-{}-{}",
                                         cuda.major(), cuda.minor()),
                             Safety::shown,
                             {}});
    }
    if (const auto other =
            advise::other_base(graph, need.need.stage, {.flavor = matrix::Flavor::devel})) {
      const bool shown = other->edits.empty() || other->spreads;
      found.fixes.push_back({fmt::format("use {}", other->image),
                             shown ? Safety::shown : Safety::suggested,
                             shown ? std::vector<Edit>() : other->edits});
    }
    out.push_back(std::move(found));
  }
}

}  // namespace

}  // namespace cudafit::rules
