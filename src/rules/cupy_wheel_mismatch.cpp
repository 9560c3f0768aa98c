#include <fmt/format.h>

#include <algorithm>

#include "rules/system_libraries.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule cupy_wheel_mismatch;
const Rule cupy_wheel_mismatch{
    .info = {.id = "cupy-wheel-mismatch",
             .summary =
                 "CuPy's package is made for another CUDA than the image's, or misses its headers",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports `cupy-cuda11x`, `cupy-cuda12x` and the like in an image of another CUDA major, and in an image without the headers of CUDA,
which they compile with when they run (from CUDA 12.2 on). Silent where torch or NVIDIA's wheels bring what is missing, and with
`[ctk]`.

## Why it fails
A CuPy package is built for one CUDA and uses that of the image: `ImportError: libcublas.so.12: cannot open shared object file`.
Without headers nearly everything ends in `cannot open source file "vector_types.h"`.

## Bad
```dockerfile
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install cupy-cuda11x==13.3.0
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install cupy-cuda12x==13.3.0
CMD ["python3", "-c", "import cupy; cupy.ones(1)"]
```

## How the fix works
Suggested: the package for the image's CUDA, of the same version. For missing headers shown: `[ctk]` from version 14 on, the package
`cuda-cudart-dev`, or NVIDIA's wheel of the runtime.

## Sources
CuPy's installation guide, and what each image holds.
)doc"},
    .check = check};

namespace {

/// The package made for the CUDA that is there, where its name can be edited.
Fix right_package(const graph::Graph& graph, const graph::LibraryNeed& need) {
  Fix fix{fmt::format("install {}", need.siblings.front()), Safety::shown, {}};
  const graph::Package& package = graph.packages[need.package];
  if (package.install < 0 || package.requirement < 0) return fix;
  const read::Requirement& wanted =
      graph.facts.pip_installs[static_cast<std::size_t>(package.install)]
          .requirements[static_cast<std::size_t>(package.requirement)]
          .requirement;
  const Span name = wanted.name_span;
  // Below a bound the other package may have no release.
  if (package.version.empty() && std::any_of(wanted.specifiers.all.begin(),
                                             wanted.specifiers.all.end(), [](const Specifier& s) {
                                               return s.op != Specifier::Op::greater_equal &&
                                                      s.op != Specifier::Op::greater;
                                             }))
    return fix;
  // Without headers the right package would be the next finding.
  const graph::Presence& headers =
      graph.at(graph::Thing::cuda_headers, facts::end_of(need.need.stage));
  if (!name || headers.present == Known::no) return fix;
  fix.safety = Safety::suggested;
  fix.edits.push_back({name, need.siblings.front()});
  return fix;
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::LibraryNeed& need : graph.libraries) {
    if (need.need.verdict != graph::Verdict::unmet || need.row.family.empty()) continue;
    const std::string& image = graph.bases[static_cast<std::size_t>(need.need.stage)].name;
    if (need.what == graph::LibraryNeed::What::cuda_version) {
      Diagnostic found =
          library_finding(cupy_wheel_mismatch, graph, need,
                          fmt::format("{} needs the {}, and {} has CUDA {}", need.need.subject,
                                      need.need.object, image, need.has.text()));
      if (need.siblings.size() == 1) found.fixes.push_back(right_package(graph, need));
      found.fixes.push_back(
          {fmt::format("start from an image of CUDA {}", need.cuda_major), Safety::shown, {}});
      out.push_back(std::move(found));
    } else if (need.what == graph::LibraryNeed::What::headers) {
      Diagnostic found = library_finding(
          cupy_wheel_mismatch, graph, need,
          fmt::format("{} compiles with CUDA's headers when it runs, and {} has none",
                      need.need.subject, image));
      found.fixes.push_back({fmt::format("install cuda-cudart-dev-{}-{} or {}[ctk]",
                                         need.has.major(), need.has.minor(), need.row.name),
                             Safety::shown,
                             {}});
      out.push_back(std::move(found));
    }
  }
}

}  // namespace

}  // namespace cudafit::rules
