#include <fmt/format.h>

#include "rules/container_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule ld_library_path_conda;
const Rule ld_library_path_conda{
    .info = {.id = "ld-library-path-conda",
             .summary = "conda's libraries come before the system's for every program",
             .severity = Severity::warning,
             .docs = R"doc(## What it does
Reports a shipped stage whose `LD_LIBRARY_PATH` begins with the `lib` directory of conda or of one of its environments. Not where a
Python package uses CUDA or cuDNN of the system, which conda's may be: TensorFlow's own instructions set the path for that.

## Why it fails
Programs of conda find their libraries without the variable. With it, every program of the system gets conda's libraries, too:
`bash: /opt/conda/lib/libtinfo.so.6: no version information available (required by bash)`, `OpenSSL version mismatch` from ssh and
curl, or `version `GLIBCXX_3.4.30' not found` where the system's library is the newer one.

## Bad
```dockerfile
FROM continuumio/miniconda3:24.1.2-0
ENV LD_LIBRARY_PATH=/opt/conda/lib:$LD_LIBRARY_PATH
CMD ["bash"]
```

## Good
```dockerfile
FROM continuumio/miniconda3:24.1.2-0
CMD ["bash"]
```

## How the fix works
Suggested: takes the directory out of the value. Start programs of an environment with its own interpreter (`/opt/conda/envs/x/bin/python`)
or with `conda run`.

## Sources
ld.so(8) on LD_LIBRARY_PATH; conda's packages carry relative paths to their libraries.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  each_flaw(ld_library_path_conda, graph, graph::ContainerFlaw::conda_first, out,
            [](const graph::ContainerNeed& need, Diagnostic& finding) {
              finding.message = fmt::format(
                  "{} begins with {}: every program of the system loads conda's libraries",
                  need.name, need.value);
              finding.notes.push_back(
                  fact("this shows as \"no version information available\", \"OpenSSL version "
                       "mismatch\" or \"GLIBCXX ... not found\""));
              offer(need, fmt::format("leave out {}", need.value), "", finding);
            });
}

}  // namespace

}  // namespace cudafit::rules
