#include <fmt/format.h>

#include "advise/tags.h"
#include "rules/system_libraries.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule cudnn_builder_final_mismatch;
const Rule cudnn_builder_final_mismatch{
    .info = {.id = "cudnn-builder-final-mismatch",
             .summary = "What is compiled with cuDNN is shipped without it",
             .severity = Severity::hint,
             .docs = R"doc(## What it does
Hints at shipped stages with CUDA's libraries that copy from a stage which compiles with cuDNN switched on
(`cmake -DWITH_CUDNN=ON`), and have no cuDNN themselves, or one of another major version. Only what lies in a directory of a build
or an installation counts as compiled (`/build/bin/serve`, `/opt/app`), not sources, documents or modules of Python; where a
compiler is given `-lcudnn`, the file that it writes. It is a warning where such a file is what containers start. Silent where
libraries are linked statically, and where torch, NVIDIA's wheels, conda, apt, a copy, a path in the program (`-rpath`) or a library
path of one's own may bring it.

## Why it fails
The builder's image has cuDNN, the smaller image of the last stage does not, and nothing in the build shows it. The program then
stops when it starts (`error while loading shared libraries: libcudnn.so.9: cannot open shared object file`) or when it opens the
library. Where CMake decides what is linked it is a hint, because whether what is copied links cuDNN cannot be seen.

## Bad
```dockerfile
FROM nvidia/cuda:12.6.3-cudnn-devel-ubuntu22.04 AS build
RUN apt-get update && apt-get install -y cmake
COPY . /src
RUN cmake -S /src -B /build -DWITH_CUDA=ON -DWITH_CUDNN=ON && cmake --build /build && cmake --install /build --prefix /opt/app

FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04
COPY --from=build /opt/app /opt/app
CMD ["/opt/app/bin/serve"]
```

## Good
```dockerfile
FROM nvidia/cuda:12.6.3-cudnn-devel-ubuntu22.04 AS build
RUN apt-get update && apt-get install -y cmake
COPY . /src
RUN cmake -S /src -B /build -DWITH_CUDA=ON -DWITH_CUDNN=ON && cmake --build /build && cmake --install /build --prefix /opt/app

FROM nvidia/cuda:12.6.3-cudnn-runtime-ubuntu22.04
COPY --from=build /opt/app /opt/app
CMD ["/opt/app/bin/serve"]
```

## How the fix works
The tag of the same release, flavor and system with cuDNN, edited where the tag is written. Suggested, because the image grows.

## Sources
What each image holds; every finding names it.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::CudnnLeft& left : graph.cudnn_left) {
    const std::string& image = graph.bases[static_cast<std::size_t>(left.need.stage)].name;
    const std::string where = image.empty() ? "the shipped stage" : image;
    const std::string has = left.shipped ? fmt::format("cuDNN {}", left.shipped.major()) : "none";
    Diagnostic found =
        finding(cudnn_builder_final_mismatch, graph, left.need,
                left.program.empty() ? fmt::format("{} is compiled with {}, and {} has {}",
                                                   left.need.subject, left.need.object, where, has)
                                     : fmt::format("{} is linked with {}, and {} has {}",
                                                   left.program, left.need.object, where, has));
    if (!left.program.empty() && !left.need.weak) found.severity = Severity::warning;
    if (left.builder) {
      found.notes.push_back(fact(
          fmt::format("{}t stops with \"libcudnn.so.{}: cannot open shared object file\"",
                      left.program.empty() ? "if it links cuDNN, i" : "i", left.builder.major())));
    }
    const graph::ImageNeed* const base = graph.base_image(left.need.stage);
    if (base != nullptr && base->answer.row && !left.shipped) {
      offer_base(graph, left.need.stage, {.flavor = base->answer.row->flavor, .cudnn = true},
                 found);
    }
    if (found.fixes.empty()) {
      found.fixes.push_back(
          {fmt::format("ship an image with {}", left.need.object), Safety::shown, {}});
    }
    out.push_back(std::move(found));
  }
}

}  // namespace

}  // namespace cudafit::rules
