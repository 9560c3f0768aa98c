#include <fmt/format.h>

#include "rules/service_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule compose_gpu_count_and_ids;
const Rule compose_gpu_count_and_ids{
    .info = {.id = "compose-gpu-count-and-ids",
             .summary = "A device request has both count and device_ids",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports a device request, under `deploy.resources.reservations.devices` or in the list of `gpus:`, with `count` and `device_ids`.

## Why it fails
Either says how many GPUs, so Compose takes only one of them and refuses the file:
`"count" and "device_ids" attributes are exclusive`.

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
              device_ids: ["0"]
              capabilities: [gpu]
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
              device_ids: ["0"]
              capabilities: [gpu]
```

## How the fix works
Removes `count`, which says less than the names of the devices. Where any GPU will do, remove `device_ids` instead.

## Sources
The schema and the checks of compose-go, which reads the file for Docker Compose; Docker's documentation of GPU support in Compose.
)doc"},
    .of_services = true,
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  const std::size_t before = out.size();
  each_flaw(compose_gpu_count_and_ids, graph, out,
            [](const facts::Service& service, const facts::FlawedRequest& flaw) -> std::string {
              if (flaw.flaw != facts::RequestFlaw::count_and_ids) return {};
              return fmt::format(
                  "the device request of service {} has both count and device_ids, "
                  "of which Compose takes one",
                  service.name);
            });
  for (std::size_t i = before; i < out.size(); ++i) {
    add_error_text("docker compose", "\"count\" and \"device_ids\" attributes are exclusive",
                   out[i]);
  }
}

}  // namespace

}  // namespace cudafit::rules
