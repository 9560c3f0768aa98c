#include <fmt/format.h>

#include "advise/tags.h"
#include "rules/image_sizes.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule cuda_duplicated_by_wheel;
const Rule cuda_duplicated_by_wheel{
    .info = {.id = "cuda-duplicated-by-wheel",
             .summary = "The image's CUDA libraries are a second copy that nothing uses",
             .severity = Severity::hint,
             .docs = R"doc(## What it does
Hints at shipped stages on a `-runtime` or `-cudnn-runtime` image in which only wheels that bring their own CUDA use it. Every
package that is installed has to be known and use none of the image's libraries; nothing may be compiled, copied from another
stage, copied from the context or downloaded as what may be a program or a library, installed by apt that has to do with CUDA, and
no library path set. Stages that start scripts, stages for people (no command, a shell, a notebook, names with dev or test), stages
with ONBUILD or of which anything is not known are left alone.

## Why it fails
It does not fail: it ships CUDA twice. Wheels of torch bring cuBLAS, cuDNN, NCCL and the rest, and load their own; of the host
they need only the driver. The image's libraries are pulled by every host and never opened.

## Bad
```dockerfile
FROM nvidia/cuda:12.6.3-cudnn-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu126
RUN pip3 install transformers fastapi uvicorn
COPY app.py .
CMD ["python3", "app.py"]
```

## Good
```dockerfile
FROM nvidia/cuda:12.6.3-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu126
RUN pip3 install transformers fastapi uvicorn
COPY app.py .
CMD ["python3", "app.py"]
```

## How the fix works
The `-base-` tag of the same release and system, edited where the tag is written. Suggested, because it changes what is shipped.
An image without CUDA, such as `python:3.12-slim`, would do as well.

## Sources
What each image holds and what each package needs; every finding lists what was looked at.
)doc"},
    .about_size = true,
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::SpareCuda& spare : graph.spare_cuda) {
    if (spare.part != graph::SpareCuda::Part::libraries) continue;
    const auto other =
        advise::other_base(graph, spare.need.stage, {.flavor = spare.enough, .cudnn = false});
    if (!other) continue;
    Diagnostic found =
        finding(cuda_duplicated_by_wheel, graph, spare.need,
                fmt::format("{} ships CUDA's libraries a second time: {} brings its own, and "
                            "nothing else in this stage uses them",
                            spare.need.subject, spare.own));
    add_cost(graph, spare, *other, found);
    offer_image(*other, true, found);
    out.push_back(std::move(found));
  }
}

}  // namespace

}  // namespace cudafit::rules
