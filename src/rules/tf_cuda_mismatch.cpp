#include <fmt/format.h>

#include <algorithm>

#include "graph/brought_cudnn.h"
#include "graph/installed.h"
#include "matrix/frameworks.h"
#include "rules/system_libraries.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule tf_cuda_mismatch;
const Rule tf_cuda_mismatch{
    .info = {.id = "tf-cuda-mismatch",
             .summary = "TensorFlow opens libraries that the image has under other names",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports TensorFlow without `[and-cuda]` on an image whose CUDA or cuDNN it was not built for. TensorFlow opens each library by
its file name, and these numbers are no CUDA versions: 2.5 to 2.14 want any CUDA 11 that has `libcusolver.so.11`, which 11.0 has
not; 2.4 wants the `libcusolver.so.10` that only 11.0 has; before that the minor version counts. What is wrong with CUDA and with
cuDNN is one finding. Silent where NVIDIA's wheels, torch, conda, apt, a script or a library path to other directories than the
toolkit's may bring the right ones. Where what they bring is certainly as wrong as what the image has, it is a warning: it may be
all that the GPU is for.

## Why it fails
It does not stop: it says `Could not load dynamic library 'libcusolver.so.11'`, `Cannot dlopen some GPU libraries. ... Skipping
registering GPU devices...` among other lines, and computes on the CPU. An older minor of cuDNN ends in `Loaded runtime CuDNN
library: 9.2.1 but source was compiled with: 9.3.0`. Versions before 1.15 fail to import:
`ImportError: libcublas.so.9.0: cannot open shared object file`.

## Bad
```dockerfile
FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install tensorflow==2.15.0
```

## Good
```dockerfile
FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install tensorflow==2.14.1
```

## How the fix works
Suggested, from 2.14 on: `tensorflow[and-cuda]`, which brings its own libraries. Shown, because it is a choice: an image with the
CUDA and cuDNN that the release was tested with, or a release that fits the image.

## Sources
TensorFlow's table of tested builds and its issues about each library, and what each image holds; every finding names them.
)doc"},
    .check = check};

namespace {

/// Another package requires a cuDNN: pip finds none that suits both.
bool cudnn_is_pinned(const graph::Graph& graph, int stage) {
  const auto all = graph::installed(graph, facts::end_of(stage));
  return std::any_of(all.begin(), all.end(), [&](const graph::Package* each) {
    return graph::brought_cudnn(graph, *each).present == Known::yes;
  });
}

/// Puts `[and-cuda]` behind the name, where the release has that extra.
void offer_extra(const graph::Graph& graph, const graph::LibraryNeed& need, Diagnostic& out) {
  const graph::Package& package = graph.packages[need.package];
  if (package.install < 0 || package.requirement < 0) return;
  if (cudnn_is_pinned(graph, need.need.stage)) return;
  const read::Requirement& wanted =
      graph.facts.pip_installs[static_cast<std::size_t>(package.install)]
          .requirements[static_cast<std::size_t>(package.requirement)]
          .requirement;
  const auto version = Version::parse(package.version);
  if (!version || !wanted.extras.empty()) return;
  for (const matrix::FrameworkRelease& release : matrix::framework_releases(package.name)) {
    const auto from = Version::parse(release.version);
    if (release.extra != "and-cuda" || !from || !from->same_line(*version)) continue;
    const Span name = wanted.name_span;
    const bool edits = static_cast<bool>(name);
    std::vector<Edit> written;
    if (edits) written.push_back({{name.file, name.end, name.end}, "[and-cuda]"});
    // Its first releases look for their own wheels in vain.
    const bool works = release.needs && release.needs->note.empty();
    out.fixes.push_back({"install " + package.name + "[and-cuda]",
                         edits && works ? Safety::suggested : Safety::shown,
                         edits && works ? written : std::vector<Edit>()});
    return;
  }
}

void offer_tested(const graph::Graph& graph, const graph::LibraryNeed& need, Diagnostic& out) {
  const graph::Package& package = graph.packages[need.package];
  const auto version = Version::parse(package.version);
  if (!version) return;
  for (const matrix::FrameworkRelease& release : matrix::framework_releases(package.name)) {
    const auto from = Version::parse(release.version);
    if (!release.extra.empty() || release.cuda.empty() || release.cudnn.empty() || !from ||
        !from->same_line(*version))
      continue;
    out.fixes.push_back(
        {fmt::format("start from an image of CUDA {} with cuDNN {}, which it was tested with",
                     release.cuda.front().text(), release.cudnn.front().text()),
         Safety::shown,
         {}});
    return;
  }
}

std::string joined(const std::vector<std::string_view>& names) {
  std::string out;
  for (const std::string_view name : names) {
    if (!out.empty()) out += ", ";
    out += name;
  }
  return out;
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::LibraryNeed& need : graph.libraries) {
    if (need.what != graph::LibraryNeed::What::opened || need.need.verdict != graph::Verdict::unmet)
      continue;
    // What apt brought is not the image's.
    const facts::Position end = facts::end_of(need.need.stage);
    const bool brought =
        (need.has && graph.at(graph::Thing::cuda_libraries, end).since.stage >= 0) ||
        (need.has_cudnn && graph.at(graph::Thing::cudnn, end).since.stage >= 0);
    const std::string& image = graph.bases[static_cast<std::size_t>(need.need.stage)].name;
    const std::string where = brought || image.empty() ? "this stage" : image;
    std::string has;
    if (need.has) has = "CUDA " + need.has.text();
    if (need.has_cudnn) {
      if (!has.empty()) has += " and ";
      const bool whole = need.has_cudnn.parts > 1;
      has += "cuDNN " + (whole ? need.has_cudnn.text() : std::to_string(need.has_cudnn.major()));
    }
    Diagnostic found = library_finding(
        tf_cuda_mismatch, graph, need,
        fmt::format("{} needs {}, and {} has {}", need.need.subject, need.need.object, where, has));
    if (!need.missing.empty())
      found.notes.push_back(fact("it opens by name and does not find: " + joined(need.missing)));
    offer_extra(graph, need, found);
    offer_tested(graph, need, found);
    out.push_back(std::move(found));
  }
}

}  // namespace

}  // namespace cudafit::rules
