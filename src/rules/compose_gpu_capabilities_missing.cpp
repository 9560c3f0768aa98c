#include <fmt/format.h>

#include "rules/service_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule compose_gpu_capabilities_missing;
const Rule compose_gpu_capabilities_missing{
    .info = {.id = "compose-gpu-capabilities-missing",
             .summary = "A device request names no capabilities",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports an entry of `deploy.resources.reservations.devices` without `capabilities`, or with one that is no list of texts. Entries
of `gpus:` need none: the key itself asks for a GPU.

## Why it fails
Compose checks the file against its schema before it starts anything, and the schema requires the key:
`services.app.deploy.resources.reservations.devices.0 capabilities is required`, or, as newer releases word it,
`missing property 'capabilities'`.

## Bad
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
              count: 1
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
              count: 1
              capabilities: [gpu]
```

## How the fix works
Adds `capabilities: [gpu]`. Without that word no GPU is asked for; further ones (`utility`, `video`) go beside it.

## Sources
The schema and the checks of compose-go, which reads the file for Docker Compose; Docker's documentation of GPU support in Compose.
)doc"},
    .of_services = true,
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  const std::size_t before = out.size();
  each_flaw(compose_gpu_capabilities_missing, graph, out,
            [](const facts::Service& service, const facts::FlawedRequest& flaw) -> std::string {
              if (flaw.flaw == facts::RequestFlaw::no_capabilities) {
                return fmt::format(
                    "the device request of service {} has no capabilities, which "
                    "Compose requires",
                    service.name);
              }
              if (flaw.flaw != facts::RequestFlaw::bad_capabilities) return {};
              return fmt::format(
                  "the capabilities of service {} are {}, but Compose takes a list "
                  "of texts",
                  service.name, flaw.written);
            });
  for (std::size_t i = before; i < out.size(); ++i)
    add_error_text("docker compose", "capabilities is required", out[i]);
}

}  // namespace

}  // namespace cudafit::rules
