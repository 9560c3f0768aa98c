#include <fmt/format.h>

#include "advise/tags.h"
#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule cudnn_duplicated_by_wheel;
const Rule cudnn_duplicated_by_wheel{
    .info = {.id = "cudnn-duplicated-by-wheel",
             .summary = "A cuDNN of the system beside the one that a wheel brings",
             .severity = Severity::hint,
             .docs = R"doc(## What it does
Reports a cuDNN of the system that breaks the one torch brings, as an error: torch 2.12 and 2.13 for CUDA 13 beside a cuDNN 9.23
or newer. Elsewhere it hints at shipped `cudnn` images in which every package is known, some use the image's CUDA libraries,
and none its cuDNN, while a wheel brings another version of it. Silent where anything is not known, as
`cuda-duplicated-by-wheel` is, which reports the stages in which nothing uses the image's CUDA at all.

## Why it fails
Wheels load their own cuDNN, so the image's is mostly waste. That of torch 2.12 and 2.13 lacks `libcudnn_engines_tensor_ir.so`:
the loader takes the system's, of another version, and the first convolution ends with
`CUDNN_STATUS_SUBLIBRARY_VERSION_MISMATCH`.

## Bad
```dockerfile
FROM nvidia/cuda:13.0.2-runtime-ubuntu24.04
RUN apt-get update && apt-get install -y python3-venv libcudnn9-cuda-13=9.23.0.39-1
RUN python3 -m venv /opt/venv
RUN /opt/venv/bin/pip install torch==2.13.0 --index-url https://download.pytorch.org/whl/cu130
```

## Good
```dockerfile
FROM nvidia/cuda:13.0.2-runtime-ubuntu24.04
RUN apt-get update && apt-get install -y python3-venv
RUN python3 -m venv /opt/venv
RUN /opt/venv/bin/pip install torch==2.13.0 --index-url https://download.pytorch.org/whl/cu130
```

## How the fix works
The tag of the same release, flavor and system without cuDNN, edited where the tag is written; suggested, because it changes what
is shipped. Where apt installs it, dropping it is shown.

## Sources
PyTorch's issue about the mismatch, what torch's wheels pin, what each image holds and what each package needs.
)doc"},
    .about_size = true,
    .look = Look::unnecessary,
    .check = check};

namespace {

void offer_without_cudnn(const graph::Graph& graph, int stage, Diagnostic& out) {
  const graph::ImageNeed* const image = graph.base_image(stage);
  if (image == nullptr || !image->answer.row || image->answer.row->cudnn.empty()) return;
  const auto other =
      advise::other_base(graph, stage, {.flavor = image->answer.row->flavor, .cudnn = false});
  if (!other) return;
  const bool shown = other->edits.empty() || other->spreads;
  out.fixes.push_back({fmt::format("use {}", other->image),
                       shown ? Safety::shown : Safety::suggested,
                       shown ? std::vector<Edit>() : other->edits});
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::CudnnClash& clash : graph.cudnn_clashes) {
    Diagnostic found = finding(
        cudnn_duplicated_by_wheel, graph, clash.need,
        fmt::format("{} brings cuDNN {} without a part that it then takes from cuDNN {} of the "
                    "system",
                    clash.need.subject, clash.wheel ? clash.wheel.text() : "of its own",
                    clash.system.text()));
    found.severity = clash.need.weak || clash.assumed ? Severity::warning : Severity::error;
    add_error_text("the first convolution", clash.error, found);
    offer_without_cudnn(graph, clash.need.stage, found);
    if (found.fixes.empty())
      found.fixes.push_back({"leave out the cuDNN of the system", Safety::shown, {}});
    out.push_back(std::move(found));
  }
  for (const graph::SpareCuda& spare : graph.spare_cuda) {
    if (spare.part != graph::SpareCuda::Part::cudnn) continue;
    Diagnostic found =
        finding(cudnn_duplicated_by_wheel, graph, spare.need,
                fmt::format("{} ships a cuDNN that nothing uses: {} brings another version of it",
                            spare.need.subject, spare.own));
    offer_without_cudnn(graph, spare.need.stage, found);
    if (!found.fixes.empty()) out.push_back(std::move(found));
  }
}

}  // namespace

}  // namespace cudafit::rules
