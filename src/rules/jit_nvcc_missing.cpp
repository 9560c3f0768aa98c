#include <fmt/format.h>

#include "advise/tags.h"
#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule jit_nvcc_missing;
const Rule jit_nvcc_missing{
    .info = {.id = "jit-nvcc-missing",
             .summary = "A package compiles CUDA when it runs, without nvcc",
             .severity = Severity::warning,
             .docs = R"doc(## What it does
Reports shipped stages that certainly have no nvcc and hold a package that compiles CUDA code when it is used: sglang and
flashinfer, deepspeed's operators, gsplat, pycuda. Packages that bring their operators ready-made, alone or through a companion
(`flashinfer-jit-cache`) or a variable at installation (`DS_BUILD_OPS=1`), are not reported.

## Why it fails
The image is built without complaint and fails when the package is first used: `CUDA_HOME environment variable is not set`,
`No such file or directory: '/usr/local/cuda/bin/nvcc'`.

## Bad
```dockerfile
FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install sglang==0.5.20
CMD ["python3", "-m", "sglang.launch_server"]
```

## Good
```dockerfile
FROM nvidia/cuda:12.6.3-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install sglang==0.5.20
CMD ["python3", "-m", "sglang.launch_server"]
```

## How the fix works
The `-devel-` tag of the same release, suggested; or, shown, the compiler alone from NVIDIA's apt repository.

## Sources
The documentation and setup of each package; every finding names them.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::RunCompilerNeed& need : graph.run_compilers) {
    if (need.what != graph::RunCompilerNeed::What::nvcc ||
        need.need.verdict != graph::Verdict::unmet || need.need.weak)
      continue;
    const std::string& image = graph.bases[static_cast<std::size_t>(need.need.stage)].name;
    Diagnostic finding =
        rules::finding(jit_nvcc_missing, graph, need.need,
                       fmt::format("{} compiles CUDA code when it is used, and {} has no nvcc",
                                   need.need.subject, image.empty() ? "the shipped stage" : image));
    add_error_text("the container", need.error, finding);
    const auto other =
        advise::other_base(graph, need.need.stage, {.flavor = matrix::Flavor::devel});
    if (other) {
      const bool shown = other->edits.empty() || other->spreads;
      finding.fixes.push_back({fmt::format("use {}", other->image),
                               shown ? Safety::shown : Safety::suggested,
                               shown ? std::vector<Edit>() : other->edits});
      Version line = other->tag.cuda;
      line.parts = 2;
      finding.fixes.push_back({fmt::format("or add the compiler alone: apt-get install "
                                           "cuda-nvcc-{0}-{1} cuda-cudart-dev-{0}-{1}",
                                           line.major(), line.minor()),
                               Safety::shown,
                               {}});
    } else if (graph.declared_base(need.need.stage) != nullptr) {
      finding.fixes.push_back(
          {fmt::format("install the compiler of torch's CUDA here, or in {}", image),
           Safety::shown,
           {}});
    } else {
      finding.fixes.push_back(
          {"start from an nvidia/cuda -devel- image of torch's CUDA", Safety::shown, {}});
    }
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
