#include <fmt/format.h>

#include "rules/service_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule cuda_torch_in_cpu_service;
const Rule cuda_torch_in_cpu_service{
    .info = {.id = "cuda-torch-in-cpu-service",
             .summary = "A service that runs on the CPU installs CUDA torch",
             .severity = Severity::hint,
             .docs = R"doc(## What it does
Reports torch with CUDA in a stage that is called after the CPU (`cpu`, `app-cpu`), or whose services all ask for no GPU and say that
they run on the CPU: by their name, target, Dockerfile or only profile, by `--device cpu`, `--no-cuda` and the like, or by variables
(`DEVICE=cpu`, `USE_CUDA=0`, `CUDA_VISIBLE_DEVICES=-1`). Silent for numbers of CPUs (`--num-cpu`, `cpus:`), where another part names a
GPU, and for defaults that the caller may replace (`${DEVICE:-cpu}`).

## Why it fails
Nothing fails. The CUDA build brings gigabytes of libraries that nothing there can use.

## Bad
```dockerfile
FROM python:3.11-slim AS cpu
RUN pip install torch==2.4.1
CMD ["python", "serve.py"]
```

## Good
```dockerfile
FROM python:3.11-slim AS cpu
RUN pip install torch==2.4.1 --index-url https://download.pytorch.org/whl/cpu
CMD ["python", "serve.py"]
```

## How the fix works
Shown: take torch from PyTorch's index for the CPU, in a command of its own where other packages come from PyPI.

## Sources
The index tables of PyTorch.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::IdleCuda& each : graph.idle_cudas) {
    const graph::WheelChoice& choice = graph.wheels[each.choice];
    Diagnostic one = finding(cuda_torch_in_cpu_service, graph, each.need,
                             fmt::format("{} brings CUDA {}, but nothing here uses a GPU",
                                         each.need.subject, choice.wheel->cuda.text()));
    one.notes.push_back(fact("torch as it is built", choice.wheel->source.text()));
    one.fixes.push_back(
        {"install torch with --index-url https://download.pytorch.org/whl/cpu", Safety::shown, {}});
    out.push_back(std::move(one));
  }
}

}  // namespace

}  // namespace cudafit::rules
