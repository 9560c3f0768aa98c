#include <fmt/format.h>

#include "advise/gpu_list.h"
#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule conda_cpu_solve;
const Rule conda_cpu_solve{
    .info = {.id = "conda-cpu-solve",
             .summary = "conda picks a CPU build, because a build of an image has no driver",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports conda installs of packages from conda-forge whose GPU build is chosen only where the solver sees a driver (`__cuda`), in
images that are meant for a GPU. Silent where `CONDA_OVERRIDE_CUDA` is set, a build string or another package names CUDA, or the
channels are not known; where the command asks for the CPU build by name, the step gets a GPU (`RUN --device`), or a directory
of the context is copied to where conda reads its configuration.

## Why it fails
A build of an image has no driver, so conda's virtual package `__cuda` is absent and the solver takes the CPU build without a word:
`torch.cuda.is_available()` is `False` in the container.

## Bad
```dockerfile
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=condaforge/miniforge3:24.3.0-0 /opt/conda /opt/conda
RUN /opt/conda/bin/conda install -y -c conda-forge pytorch
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=condaforge/miniforge3:24.3.0-0 /opt/conda /opt/conda
ENV CONDA_OVERRIDE_CUDA=12.4
RUN /opt/conda/bin/conda install -y -c conda-forge pytorch
```

## How the fix works
`CONDA_OVERRIDE_CUDA` with the CUDA of the image in front of the command. Suggested, because other packages change with it.

## Sources
conda's documentation of virtual packages and the recipes of conda-forge; every finding names them.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::CondaSolve& solve : graph.conda_solves) {
    if (solve.need.verdict != graph::Verdict::unmet) continue;
    const facts::CondaInstall& install = graph.facts.conda_installs[solve.install];
    Diagnostic found =
        finding(conda_cpu_solve, graph, solve.need.stage, solve.need.span,
                fmt::format("{} becomes the CPU build: conda sees no GPU driver in a build",
                            solve.need.subject));
    if (solve.need.weak) found.severity = Severity::warning;
    found.notes = solve.need.chain;
    found.notes.push_back(fact("at run time \"torch.cuda.is_available()\" is False"));
    Fix fix{"set CONDA_OVERRIDE_CUDA to the CUDA it will run on", Safety::shown, {}};
    if (solve.cuda.parts > 1 && install.span) {
      const std::string cuda = fmt::format("{}.{}", solve.cuda.major(), solve.cuda.minor());
      fix = {fmt::format("set CONDA_OVERRIDE_CUDA={}", cuda), Safety::suggested,
             advise::before_command(graph, install.at, install.span,
                                    fmt::format("CONDA_OVERRIDE_CUDA={} ", cuda))};
    }
    found.fixes.push_back(std::move(fix));
    out.push_back(std::move(found));
  }
}

}  // namespace

}  // namespace cudafit::rules
