#include <fmt/format.h>

#include "rules/container_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule stub_libcuda_at_runtime;
const Rule stub_libcuda_at_runtime{
    .info = {.id = "stub-libcuda-at-runtime",
             .summary = "Programs find the toolkit's stub of libcuda instead of the driver",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports a directory with the toolkit's stub of libcuda in the final `LD_LIBRARY_PATH` of a stage that runs programs. An error where
the stub is called `libcuda.so.1` there (`ln -s` or `ldconfig` made that), else a warning: programs that open `libcuda.so` by that name
still get it. `LIBRARY_PATH` is for compilers and fine, and so are build and test stages, values that a later `ENV` replaces, links
that are removed again, and files of `/etc/ld.so.conf.d`, before which the container toolkit puts the driver's directory.

## Why it fails
The stub has the names of the driver's functions and does nothing. A program that loads it shows `CUDA driver is a stub library`
(error 34, `CUDA_ERROR_STUB_LIBRARY`) although the host's driver is there.

## Bad
```dockerfile
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN ln -s /usr/local/cuda/lib64/stubs/libcuda.so /usr/local/cuda/lib64/stubs/libcuda.so.1
ENV LD_LIBRARY_PATH=/usr/local/cuda/lib64/stubs:$LD_LIBRARY_PATH
COPY server /usr/local/bin/
CMD ["server"]
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
ENV LIBRARY_PATH=/usr/local/cuda/lib64/stubs:$LIBRARY_PATH
COPY server /usr/local/bin/
CMD ["server"]
```

## How the fix works
Suggested: takes the directory out of the value. Links need it in `LIBRARY_PATH`, which every devel image sets. Where the stub is
linked into another directory, that is shown.

## Sources
The CUDA driver API on CUDA_ERROR_STUB_LIBRARY; ld.so(8), ldconfig(8).
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  each_flaw(stub_libcuda_at_runtime, graph, graph::ContainerFlaw::stub_loaded, out,
            [](const graph::ContainerNeed& need, Diagnostic& finding) {
              if (!need.graver) finding.severity = Severity::warning;
              finding.message =
                  fmt::format("{} leads to {}, whose {} is a stub and no driver", need.name,
                              need.value, need.graver ? "libcuda.so.1" : "libcuda.so");
              if (!need.text.empty()) {
                offer(need, fmt::format("leave out {}", need.value), "", finding);
              } else {
                advise_only("give the stub to the linker only: LIBRARY_PATH or -L", finding);
              }
            });
}

}  // namespace

}  // namespace cudafit::rules
