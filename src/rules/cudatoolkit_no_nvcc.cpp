#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule cudatoolkit_no_nvcc;
const Rule cudatoolkit_no_nvcc{
    .info = {.id = "cudatoolkit-no-nvcc",
             .summary = "conda's cudatoolkit is taken for a compiler, and has none",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports stages in which conda installs `cudatoolkit`, a later step needs nvcc, and nothing else can have brought it. This is said
in place of `nvcc-missing`, at the package that was expected to bring the compiler.

## Why it fails
conda's `cudatoolkit` holds the libraries that CUDA programs load (cudart, cuBLAS, cuFFT, ...), no compiler and no headers. The
build ends with `nvcc: not found` or `CUDA_HOME environment variable is not set`.

## Bad
```dockerfile
FROM continuumio/miniconda3
RUN conda install -y -c conda-forge cudatoolkit=11.8
COPY kernel.cu .
RUN nvcc -arch=sm_80 kernel.cu -o kernel
```

## Good
```dockerfile
FROM continuumio/miniconda3
RUN conda install -y -c nvidia/label/cuda-11.8.0 cuda-nvcc
COPY kernel.cu .
RUN nvcc -arch=sm_80 kernel.cu -o kernel
```

## How the fix works
Shown, not applied: `cuda-nvcc` or `cuda-toolkit` of the same version from the nvidia channel or conda-forge, or a `-devel-` image
for the stage that compiles.

## Sources
The recipe of cudatoolkit on conda-forge; every finding names it.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::CompilerNeed& need : graph.compiler_needs) {
    if (need.need.verdict != graph::Verdict::unmet || need.need.weak || need.conda_toolkit < 0)
      continue;
    const graph::Package& toolkit = graph.packages[static_cast<std::size_t>(need.conda_toolkit)];
    Diagnostic found = finding(cudatoolkit_no_nvcc, graph, need.need.stage, toolkit.span,
                               fmt::format("{} of conda has no nvcc, and {} needs it",
                                           toolkit.title(), need.need.subject));
    found.label = "libraries only";
    found.notes.push_back({"needs nvcc", need.need.span, {}});
    found.notes.insert(found.notes.end(), need.need.chain.begin(), need.need.chain.end());
    add_error_text("the build", need.error, found);
    found.fixes.push_back({"install cuda-nvcc of the same version too", Safety::shown, {}});
    out.push_back(std::move(found));
  }
}

}  // namespace

}  // namespace cudafit::rules
