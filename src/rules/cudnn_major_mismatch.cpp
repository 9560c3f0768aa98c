#include <fmt/format.h>

#include "rules/system_libraries.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule cudnn_major_mismatch;
const Rule cudnn_major_mismatch{
    .info = {.id = "cudnn-major-mismatch",
             .summary = "A package was built for another cuDNN than the image has",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports packages that use the cuDNN of the image and were built for another major version, or for a newer minor than the image can
hold (TensorFlow and JAX refuse an older one). Silent where another cuDNN may be found first; that of torch or of NVIDIA's wheels
counts only where it would do, or is not known.

## Why it fails
cuDNN 8 and 9 have different library names: `Could not load library libcudnn_ops_infer.so.8`,
`libcudnn.so.9: cannot open shared object file`. An older minor ends in `Loaded runtime CuDNN library: 9.2.1 but source was
compiled with: 9.3.0`. Some packages silently go on with the CPU.

## Bad
```dockerfile
FROM nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install faster-whisper==1.0.3 ctranslate2==4.4.0
```

## Good
```dockerfile
FROM nvidia/cuda:12.2.2-cudnn8-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install faster-whisper==1.0.3 ctranslate2==4.4.0
```

## How the fix works
Shown, not applied: an image with the right cuDNN, or the release of the package that was built for the one that is there.

## Sources
The documentation and build files of each package, and what each image holds; every finding names them.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::LibraryNeed& need : graph.libraries) {
    if (need.what != graph::LibraryNeed::What::cudnn_version ||
        need.need.verdict != graph::Verdict::unmet) {
      continue;
    }
    const std::string& image = graph.bases[static_cast<std::size_t>(need.need.stage)].name;
    const std::string has = need.has.parts > 1 ? need.has.text() : std::to_string(need.has.major());
    Diagnostic found =
        library_finding(cudnn_major_mismatch, graph, need,
                        fmt::format("{} needs {}, and {} has cuDNN {}", need.need.subject,
                                    need.need.object, image, has));
    found.fixes.push_back(
        {fmt::format("start from an image with {}", need.need.object), Safety::shown, {}});
    out.push_back(std::move(found));
  }
}

}  // namespace

}  // namespace cudafit::rules
