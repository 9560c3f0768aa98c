#include <fmt/format.h>

#include <algorithm>

#include "rules/service_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule nvidia_visible_devices_missing;
const Rule nvidia_visible_devices_missing{
    .info = {.id = "nvidia-visible-devices-missing",
             .summary = "runtime: nvidia gives no GPU without NVIDIA_VISIBLE_DEVICES",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports a service with `runtime: nvidia` whose image and environment leave `NVIDIA_VISIBLE_DEVICES` unset, where the environment
of the image is known completely. Images built on `nvidia/cuda` set it; so do most of NVIDIA's. Silent where another Compose file
beside this one has the service, too, and names the variable: `-f a -f b`. Where the runtime is a default (`${RUNTIME:-nvidia}`) it is a
warning.

## Why it fails
NVIDIA's runtime reads that variable to learn which GPUs to hand over. Without it the container starts as any other: no
`nvidia-smi`, no `libcuda.so.1`, `torch.cuda.is_available()` is False: `Found no NVIDIA driver on your system`.

## Bad
```yaml
services:
  app:
    image: debian:12-slim
    runtime: nvidia
```

## Good
```yaml
services:
  app:
    image: debian:12-slim
    deploy:
      resources:
        reservations:
          devices:
            - driver: nvidia
              count: all
              capabilities: [gpu]
```

## How the fix works
Set the variable to `all`, or to the numbers or UUIDs of GPUs. A device request (`deploy.resources.reservations.devices`) says the
same without the variable.

## Sources
NVIDIA's documentation of the container toolkit: environment variables of its runtime.
)doc"},
    .of_services = true,
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  constexpr std::string_view name = "NVIDIA_VISIBLE_DEVICES";
  for (const facts::Service& service : graph.facts.services) {
    if (service.runtime != "nvidia" || service.stage < 0 || !service.environment_known) continue;
    const bool others = std::any_of(
        service.requests.begin(), service.requests.end(),
        [](const facts::GpuRequest& each) { return each.syntax != facts::GpuSyntax::runtime; });
    const bool given = std::any_of(service.environment.begin(), service.environment.end(),
                                   [&](const auto& variable) { return variable.first == name; });
    // With CUDA_VERSION alone, as images before CUDA 10 had it, the runtime gives all GPUs.
    const bool legacy =
        std::any_of(service.environment.begin(), service.environment.end(),
                    [](const auto& variable) { return variable.first == "CUDA_VERSION"; }) ||
        graph.facts.variable(facts::end_of(service.stage), "CUDA_VERSION").set != Known::no;
    if (others || given || legacy) continue;
    if (graph.facts.variable(facts::end_of(service.stage), name).set != Known::no ||
        said_here(out, nvidia_visible_devices_missing, service.runtime_span))
      continue;
    Diagnostic one =
        finding(nvidia_visible_devices_missing, graph, service, service.runtime_span,
                fmt::format("service {} uses NVIDIA's runtime, but nothing sets {}: it "
                            "gets no GPU",
                            service.name, name));
    add_error_text("PyTorch", "Found no NVIDIA driver on your system", one);
    one.fixes.push_back(
        {"set NVIDIA_VISIBLE_DEVICES to all in the service's environment", Safety::shown, {}});
    if (!service.set_visible.empty())
      one.fixes.back() = {"set NVIDIA_VISIBLE_DEVICES to all", Safety::suggested,
                          service.set_visible};
    out.push_back(std::move(one));
  }
}

}  // namespace

}  // namespace cudafit::rules
