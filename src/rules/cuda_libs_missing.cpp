#include <fmt/format.h>

#include "rules/system_libraries.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule cuda_libs_missing;
const Rule cuda_libs_missing{
    .info = {.id = "cuda-libs-missing",
             .summary = "A package or program uses CUDA libraries of the system that are not there",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports packages that use the CUDA libraries of the image (cuBLAS, cuFFT, cuSOLVER, ...) and bring none of their own, in images
that certainly have none: tensorflow without `[and-cuda]`, onnxruntime-gpu, ctranslate2, cupy-cudaXX, `jax[cuda12_local]`.
Silent where anything else may bring them: NVIDIA's wheels, torch, conda, apt, a library path of one's own, a script; and, of
packages that work on the CPU as well (ctranslate2), where nothing in the image or its service asks for a GPU, whatever hosts
are declared.

Warns of programs, too, that a compiler links with such a library in one stage (`-lcublas`, or `-lcudart` of another compiler than
nvcc), that are copied out of it by name, and that containers of the shipped stage start. Silent where libraries are linked
statically, named before the sources, or where anything tells the loader of another place (`-rpath`, `LD_LIBRARY_PATH`).

## Why it fails
The `base` flavor of `nvidia/cuda` holds libcudart only, a plain Python image not even that. The package is installed without a
word and then fails when it is imported or used (`libcublas.so.12: cannot open shared object file`,
`Library libcublas.so.12 is not found or cannot be loaded`), or silently computes on the CPU.

## Bad
```dockerfile
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install ctranslate2==4.6.3
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install ctranslate2==4.6.3
```

## How the fix works
The `-runtime-` tag of the same release and system, `-cudnn-runtime-` where the package wants cuDNN too; edited where the tag is
written. Suggested, because the image grows.

## Sources
The documentation of each package, and what each flavor of the images holds; every finding names them.
)doc"},
    .check = check};

namespace {

void check_linked(const graph::Graph& graph, const graph::LinkedNeed& need,
                  std::vector<Diagnostic>& out) {
  const std::string& image = graph.bases[static_cast<std::size_t>(need.need.stage)].name;
  Diagnostic found = finding(cuda_libs_missing, graph, need.need,
                             fmt::format("{} is linked with {}, and {} has none", need.need.subject,
                                         need.need.object, image));
  found.severity = Severity::warning;
  found.notes.push_back(fact(fmt::format(
      "unless nothing of it is used, it stops with \"{}.so: cannot open shared object file\"",
      need.library)));
  const matrix::Flavor flavor = need.runtime ? matrix::Flavor::base : matrix::Flavor::runtime;
  offer_base(graph, need.need.stage, {.flavor = flavor}, found);
  if (found.fixes.empty()) {
    found.fixes.push_back(
        {fmt::format("start from an nvidia/cuda {} image", need.runtime ? "base" : "runtime"),
         Safety::shown,
         {}});
  }
  out.push_back(std::move(found));
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::LibraryNeed& need : graph.libraries) {
    if (need.what != graph::LibraryNeed::What::cuda_libraries ||
        need.need.verdict != graph::Verdict::unmet) {
      continue;
    }
    const std::string& image = graph.bases[static_cast<std::size_t>(need.need.stage)].name;
    Diagnostic found = library_finding(cuda_libs_missing, graph, need,
                                       fmt::format("{} needs the {}, and {} has none",
                                                   need.need.subject, need.need.object, image));
    const bool cudnn = !need.row.cudnn_majors.empty() || need.row.needs_cudnn == Known::yes;
    advise::Reflavor wanted{.flavor =
                                need.libdevice ? matrix::Flavor::devel : matrix::Flavor::runtime};
    if (cudnn) wanted.cudnn = true;
    // An image of another CUDA would only move the problem.
    const Version cuda = graph.bases[static_cast<std::size_t>(need.need.stage)].contents->cuda;
    if (need.cuda_major == 0 || !cuda || cuda.major() == need.cuda_major)
      offer_base(graph, need.need.stage, wanted, found);
    if (graph.declared_base(need.need.stage) != nullptr) {
      found.fixes.push_back({fmt::format("install them here, or in {}", image), Safety::shown, {}});
    } else if (found.fixes.empty()) {
      found.fixes.push_back(
          {fmt::format(
               "start from an nvidia/cuda {} image{}", cudnn ? "cudnn-runtime" : "runtime",
               need.cuda_major == 0 ? std::string() : fmt::format(" of CUDA {}", need.cuda_major)),
           Safety::shown,
           {}});
    }
    out.push_back(std::move(found));
  }
  for (const graph::LinkedNeed& need : graph.linked) check_linked(graph, need, out);
}

}  // namespace

}  // namespace cudafit::rules
