#include <fmt/format.h>

#include "rules/system_libraries.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule cudnn_missing;
const Rule cudnn_missing{
    .info = {.id = "cudnn-missing",
             .summary = "A package uses the cuDNN of the system, and there is none",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports packages that use the cuDNN of the image and bring none of their own, in images that have CUDA's libraries and certainly no
cuDNN. Silent where NVIDIA's wheels, torch, conda, apt, a library path of one's own or a script may bring it: in the right major, as
far as that is known.

## Why it fails
Only the tags of `nvidia/cuda` with `cudnn` in their name hold cuDNN. The package fails when it is used
(`libcudnn.so.9: cannot open shared object file`, `Unable to load any of {libcudnn_ops.so.9.1.0`), or silently computes on the
CPU.

## Bad
```dockerfile
FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install onnxruntime-gpu==1.20.1
```

## Good
```dockerfile
FROM nvidia/cuda:12.6.3-cudnn-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install onnxruntime-gpu==1.20.1
```

## How the fix works
The tag of the same release, flavor and system with cuDNN, edited where the tag is written. Suggested, because the image grows.

## Sources
The documentation of each package, and what each flavor of the images holds; every finding names them.
)doc"},
    .behind = "cuda-major-mismatch",
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::LibraryNeed& need : graph.libraries) {
    if (need.what != graph::LibraryNeed::What::cudnn || need.need.verdict != graph::Verdict::unmet)
      continue;
    const graph::Base& base = graph.bases[static_cast<std::size_t>(need.need.stage)];
    Diagnostic found = library_finding(cudnn_missing, graph, need,
                                       fmt::format("{} needs {}, and {} has none",
                                                   need.need.subject, need.need.object, base.name));
    const graph::ImageNeed* const image = graph.base_image(need.need.stage);
    if (image != nullptr && image->answer.row) {
      matrix::Flavor flavor = image->answer.row->flavor;
      if (flavor == matrix::Flavor::base) flavor = matrix::Flavor::runtime;
      offer_base(graph, need.need.stage, {.flavor = flavor, .cudnn = true}, found);
    }
    if (graph.declared_base(need.need.stage) != nullptr)
      found.fixes.push_back({"install it here, or in " + base.name, Safety::shown, {}});
    else if (found.fixes.empty())
      found.fixes.push_back({"start from a tag with cuDNN", Safety::shown, {}});
    out.push_back(std::move(found));
  }
}

}  // namespace

}  // namespace cudafit::rules
