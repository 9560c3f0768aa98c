#include <fmt/format.h>

#include "rules/service_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule compose_gpu_missing;
const Rule compose_gpu_missing{.info = {.id = "compose-gpu-missing",
                                        .summary = "A service made for GPUs asks for none",
                                        .severity = Severity::warning,
                                        .docs = R"doc(## What it does
Reports a service that asks for no GPU in any way (`deploy.resources.reservations.devices`, `gpus:`, `runtime: nvidia`, CDI in
`devices:`), although its image is made for them: a CUDA runtime image, a framework's CUDA image, torch from an index of one CUDA,
packages that load the image's CUDA. Silent where another service of the project or another Compose file beside it asks for one,
where a comment speaks of GPUs, where the service may be meant for the CPU, and where the default of a variable decides
(`runtime: ${RUNTIME:-runc}`).

## Why it fails
Docker gives a container no GPU unless it is asked to. What runs then falls back to the CPU, or stops:
`Found no NVIDIA driver on your system`, `CUDA driver version is insufficient`, `libcuda.so.1: cannot open shared object file`.

## Bad
```yaml
services:
  app:
    image: pytorch/pytorch:2.4.1-cuda12.4-cudnn9-runtime
    command: python serve.py
```

## Good
```yaml
services:
  app:
    image: pytorch/pytorch:2.4.1-cuda12.4-cudnn9-runtime
    command: python serve.py
    deploy:
      resources:
        reservations:
          devices:
            - driver: nvidia
              count: all
              capabilities: [gpu]
```

## How the fix works
Adds a request for all GPUs in the form that every Compose since 1.28 reads. A host whose daemon has `nvidia` as its default
runtime gives GPUs without a request; there, ignore the rule.

## Sources
Docker's documentation of GPU support in Compose; the tables of what images and packages bring.
)doc"},
                               .of_services = true,
                               .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::GpulessService& wish : graph.gpu_wishes) {
    const facts::Service& service = graph.facts.services[wish.service];
    Diagnostic one = finding(
        compose_gpu_missing, graph, wish.need,
        fmt::format("service {} runs {} but asks for no GPU", service.name, wish.need.subject));
    add_error_text("PyTorch", "Found no NVIDIA driver on your system", one);
    one.notes.push_back(
        fact("a daemon whose default runtime is nvidia gives GPUs without a request"));
    if (service.ask.empty()) {
      one.fixes.push_back({"ask for GPUs in the service's deploy.resources.reservations.devices",
                           Safety::shown,
                           {}});
    } else {
      one.fixes.push_back({"ask for all GPUs", Safety::suggested, service.ask});
    }
    out.push_back(std::move(one));
  }
}

}  // namespace

}  // namespace cudafit::rules
