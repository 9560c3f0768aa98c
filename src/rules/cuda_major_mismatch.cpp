#include <fmt/format.h>

#include "rules/system_libraries.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule cuda_major_mismatch;
const Rule cuda_major_mismatch{
    .info = {.id = "cuda-major-mismatch",
             .summary = "A package uses the CUDA of the image and was built for another one",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports packages that use the CUDA libraries of the image and were built for another major version (for releases of CUDA before 11:
another minor). Packages that bring their own CUDA, as torch does, have no part in this; CuPy has a rule of its own. Silent where the right libraries may come
from elsewhere.

## Why it fails
The names of CUDA's libraries hold the major version: the package looks for `libcublas.so.11` and the image has
`libcublas.so.12`. It ends in `cannot open shared object file`, or silently computes on the CPU.

## Bad
```dockerfile
FROM nvidia/cuda:11.8.0-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install ctranslate2==4.4.0
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install ctranslate2==4.4.0
```

## How the fix works
Shown, not applied: an image of the CUDA the package was built for, or the package's build for the image's CUDA. Which one is
right, the rest of the image decides.

## Sources
The documentation of each package, and what each image holds; every finding names them.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::LibraryNeed& need : graph.libraries) {
    if (need.what != graph::LibraryNeed::What::cuda_version ||
        need.need.verdict != graph::Verdict::unmet) {
      continue;
    }
    // What is one library under several names has a rule of its own.
    if (!need.row.family.empty()) continue;
    const std::string& image = graph.bases[static_cast<std::size_t>(need.need.stage)].name;
    Diagnostic found =
        library_finding(cuda_major_mismatch, graph, need,
                        fmt::format("{} needs the {}, and {} has CUDA {}", need.need.subject,
                                    need.need.object, image, need.has.text()));
    std::string title = "start from an image of CUDA ";
    title +=
        need.row.cuda_minor_locked ? need.row.cuda_min.text() : std::to_string(need.cuda_major);
    found.fixes.push_back({std::move(title), Safety::shown, {}});
    found.fixes.push_back(
        {fmt::format("install the build for CUDA {}", need.has.major()), Safety::shown, {}});
    out.push_back(std::move(found));
  }
}

}  // namespace

}  // namespace cudafit::rules
