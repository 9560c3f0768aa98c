#include <fmt/format.h>

#include "rules/container_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule ld_library_path_lost;
const Rule ld_library_path_lost{
    .info = {.id = "ld-library-path-lost",
             .summary = "ENV replaces a library path of the base image that is needed",
             .severity = Severity::warning,
             .docs = R"doc(## What it does
Reports an `ENV LD_LIBRARY_PATH` of a shipped stage that gives up a directory of the base image's own, where nothing else leads
the loader to what is in it. Not where the line goes on with `:$LD_LIBRARY_PATH`, where it names the directory itself, and where a
file of `/etc/ld.so.conf.d` does. The directories that nvidia/cuda images set (`/usr/local/nvidia/lib64`, `/usr/local/cuda/lib64`)
are in such a file, so that losing them from the variable loses nothing.

## Why it fails
`ENV` replaces the value, it does not add to it. What was found by the old one is then missing, often only in some part of the
program: with `tensorflow/tensorflow:2.3.1-gpu` the profiler says `Could not load dynamic library 'libcupti.so.10.1'`. With
`ghcr.io/huggingface/text-generation-inference:3.3.4` nothing starts: `error while loading shared libraries: libpython3.11.so.1.0`.

## Bad
```dockerfile
FROM tensorflow/tensorflow:2.3.1-gpu
ENV LD_LIBRARY_PATH=/opt/tools/lib
CMD ["python", "serve.py"]
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
ENV LD_LIBRARY_PATH=/opt/tools/lib:$LD_LIBRARY_PATH
CMD ["/opt/tools/bin/serve"]
```

## How the fix works
Suggested: adds `:$LD_LIBRARY_PATH`, which is the base image's value.

## Sources
ENV in the Dockerfile reference; the Dockerfiles of the images.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  each_flaw(
      ld_library_path_lost, graph, graph::ContainerFlaw::paths_lost, out,
      [](const graph::ContainerNeed& need, Diagnostic& finding) {
        finding.message = fmt::format(
            "{} replaces the base image's, and {} is not searched any more", need.name, need.value);
        finding.label = "the old value is gone";
        add_error_text("what looks for it", need.other, finding);
        offer(need, "keep the base image's: add :$LD_LIBRARY_PATH", ":$LD_LIBRARY_PATH", finding);
      });
}

}  // namespace

}  // namespace cudafit::rules
