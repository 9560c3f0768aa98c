#include <fmt/format.h>

#include <string_view>

#include "matrix/image_boards.h"
#include "rules/service_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule compose_runtime_legacy;
const Rule compose_runtime_legacy{
    .info = {.id = "compose-runtime-legacy",
             .summary = "runtime: nvidia needs a runtime that the host registers",
             .severity = Severity::hint,
             .docs = R"doc(## What it does
Reports `runtime: nvidia` in a service of a Compose file, also where a device request stands beside it, and `--runtime=nvidia` in
commands that ask for GPUs in no other way. Not for a Jetson, declared or meant by the image: there nothing but that runtime brings
the driver in.

## Why it fails
It works only where the daemon has a runtime of that name: `unknown or invalid runtime name: nvidia` elsewhere, as with rootless
Docker or Podman set up for CDI. A device request needs no such entry, and says which GPUs are wanted.

## Bad
```yaml
services:
  app:
    image: nvidia/cuda:12.4.1-runtime-ubuntu22.04
    command: ./server
    runtime: nvidia
```

## Good
```yaml
services:
  app:
    image: nvidia/cuda:12.4.1-runtime-ubuntu22.04
    command: ./server
    deploy:
      resources:
        reservations:
          devices:
            - driver: nvidia
              count: all
              capabilities: [gpu]
```

## How the fix works
Shown: replace the runtime by a device request with the GPUs that `NVIDIA_VISIBLE_DEVICES` names; leave it out where there is one.

## Sources
Docker's documentation of GPU support in Compose; NVIDIA's documentation of the container toolkit. On a Jetson, `--gpus` is
refused: `invoking the NVIDIA Container Runtime Hook directly ... is not supported` (dusty-nv/jetson-containers#1068).
)doc"},
    .of_services = true,
    .look = Look::outdated,
    .check = check};

namespace {

/// It may run on a Jetson, where a device request is refused.
bool for_jetson(const graph::Graph& graph, const facts::Service& service) {
  if (std::any_of(graph.machines.begin(), graph.machines.end(),
                  [](const graph::Machine& machine) { return !machine.systems.empty(); }))
    return true;
  if (service.stage < 0) return false;
  const graph::Base& base = graph.bases[static_cast<std::size_t>(service.stage)];
  const std::string_view name = base.name;
  return name.find("jetson") != name.npos || name.find("l4t") != name.npos ||
         name.starts_with("dustynv/") || (base.contents && matrix::for_boards(*base.contents));
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const facts::Service& service : graph.facts.services) {
    if (said_elsewhere(service) || service.runtime != "nvidia" || for_jetson(graph, service) ||
        said_here(out, compose_runtime_legacy, service.runtime_span))
      continue;
    const auto asks_by = [&](facts::GpuSyntax syntax) {
      return std::any_of(service.requests.begin(), service.requests.end(),
                         [&](const facts::GpuRequest& request) {
                           return request.nvidia && request.syntax == syntax;
                         });
    };
    // Who types both options has such a runtime.
    if (asks_by(facts::GpuSyntax::command)) continue;
    const bool asked = asks_by(facts::GpuSyntax::reservation) || asks_by(facts::GpuSyntax::gpus) ||
                       asks_by(facts::GpuSyntax::cdi);
    Diagnostic one = finding(compose_runtime_legacy, graph, service, service.runtime_span,
                             fmt::format("{} needs a runtime called nvidia in the daemon's "
                                         "configuration; a device request needs none",
                                         service.called));
    add_error_text("Docker", "unknown or invalid runtime name: nvidia", one);
    one.fixes.push_back(
        {asked ? "leave it out: the service asks for GPUs beside it" : service.advice,
         Safety::shown,
         {}});
    out.push_back(std::move(one));
  }
}

}  // namespace

}  // namespace cudafit::rules
