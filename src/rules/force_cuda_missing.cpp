#include <fmt/format.h>

#include "advise/gpu_list.h"
#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule force_cuda_missing;
const Rule force_cuda_missing{
    .info = {.id = "force-cuda-missing",
             .summary =
                 "An extension silently leaves its CUDA code out, because a build sees no GPU",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports packages that are compiled in the build next to a CUDA build of torch, and leave their CUDA code out without a word
where they see no GPU and their variable (`FORCE_CUDA`) does not ask for it: detectron2, pytorch3d, torch-scatter and its
relatives, mmcv, and a copied `setup.py` that asks the same way. Installations from a wheel, and places for wheels that are named, are not reported, nor are
steps that get a GPU (`RUN --device`) and sources that an editor or a patch may have changed.

## Why it fails
`docker build` gives its steps no GPU, so the package is built for the CPU. The build succeeds; the container fails on a GPU
with `Not compiled with GPU support` or `Not compiled with CUDA support`.

## Bad
```dockerfile
FROM nvidia/cuda:11.8.0-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip git
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu118
RUN pip3 install --no-build-isolation git+https://github.com/facebookresearch/detectron2
```

## Good
```dockerfile
FROM nvidia/cuda:11.8.0-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip git
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu118
ENV FORCE_CUDA=1 TORCH_CUDA_ARCH_LIST="8.0;8.6"
RUN pip3 install --no-build-isolation git+https://github.com/facebookresearch/detectron2
```

## How the fix works
The variable is set in front of the command, together with the list of the declared GPUs where the package wants one; suggested.
Without declared GPUs it is shown.

## Sources
The setup of each package; every finding names it.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::GpuListNeed& list : graph.gpu_lists) {
    if (!list.force || list.behind_compiler || list.need.verdict != graph::Verdict::unmet) continue;
    if (list.need.weak) continue;
    const graph::ExtensionBuild& build = graph.extension_builds[list.extension];
    Diagnostic finding = rules::finding(
        force_cuda_missing, graph, list.need,
        fmt::format("{} is built for the CPU only: {} is not set, and a build sees no GPU",
                    list.need.subject, list.variable));
    add_error_text("the container", list.error, finding);
    constexpr std::string_view torch_list = "TORCH_CUDA_ARCH_LIST";
    const bool is_list = list.variable == torch_list;
    const Version& nvcc = graph.at(graph::Thing::nvcc, build.at).version;
    const bool wants_list = is_list || list.list_too;
    const std::string gpus = wants_list ? advise::gpu_list(graph, torch_list, nvcc) : std::string();
    std::string assignments = is_list ? std::string() : list.variable + "=1 ";
    if (wants_list && !gpus.empty()) assignments += fmt::format("{}=\"{}\" ", torch_list, gpus);
    if (wants_list && gpus.empty()) {
      finding.fixes.push_back({fmt::format("set {}{} to the GPUs the image is for",
                                           is_list ? "" : list.variable + "=1 and ", torch_list),
                               Safety::shown,
                               {}});
    } else {
      std::vector<Edit> edits = advise::before_command(graph, build, assignments);
      const Safety safety = edits.empty() ? Safety::shown : Safety::suggested;
      finding.fixes.push_back({"set " + assignments + "for the command", safety, std::move(edits)});
    }
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
