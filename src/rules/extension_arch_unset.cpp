#include <fmt/format.h>

#include "advise/gpu_list.h"
#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule extension_arch_unset;
const Rule extension_arch_unset{
    .info = {.id = "extension-arch-unset",
             .summary = "An extension is compiled for the GPUs it sees, and a build sees none",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports packages that certainly compile CUDA code in the build, take the GPUs to compile for from those they see, and are not
told otherwise by `TORCH_CUDA_ARCH_LIST` or a variable of their own. Packages with a list of their own (flash-attn, apex) and
installations from a wheel are not reported. Where nvcc is missing too, that is reported instead.

## Why it fails
`docker build` gives its steps no GPU. torch's build tools then fail with `IndexError: list index out of range`; others say
themselves that they do not know for what to compile.

## Bad
```dockerfile
FROM nvidia/cuda:11.8.0-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip git
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu118
RUN pip3 install --no-build-isolation git+https://github.com/graphdeco-inria/diff-gaussian-rasterization
```

## Good
```dockerfile
FROM nvidia/cuda:11.8.0-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip git
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu118
ENV TORCH_CUDA_ARCH_LIST="8.0;8.6"
RUN pip3 install --no-build-isolation git+https://github.com/graphdeco-inria/diff-gaussian-rasterization
```

## How the fix works
Where hosts declare their GPUs, the variable is set to their architectures in front of the command; suggested. Otherwise it is
shown.

## Sources
torch.utils.cpp_extension and the setup of each package; every finding names them.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::GpuListNeed& list : graph.gpu_lists) {
    if (list.force || list.behind_compiler || list.need.verdict != graph::Verdict::unmet) continue;
    if (list.need.weak) continue;
    const graph::ExtensionBuild& build = graph.extension_builds[list.extension];
    Diagnostic finding =
        rules::finding(extension_arch_unset, graph, list.need,
                       fmt::format("{} is compiled without {}, and a build sees no GPU",
                                   list.need.subject, list.variable));
    add_error_text("the build", list.error, finding);
    const Version& nvcc = graph.at(graph::Thing::nvcc, build.at).version;
    const std::string gpus = advise::gpu_list(graph, list.variable, nvcc);
    if (!gpus.empty()) {
      std::vector<Edit> edits =
          advise::before_command(graph, build, fmt::format("{}=\"{}\" ", list.variable, gpus));
      const Safety safety = edits.empty() ? Safety::shown : Safety::suggested;
      finding.fixes.push_back({fmt::format("set {}=\"{}\", the declared GPUs", list.variable, gpus),
                               safety, std::move(edits)});
    } else {
      finding.fixes.push_back(
          {fmt::format("set {} to the GPUs the image is for (ENV, or in front of the command)",
                       list.variable),
           Safety::shown,
           {}});
    }
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
