#include <fmt/format.h>

#include "rules/service_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule compose_gpu_device_id_invalid;
const Rule compose_gpu_device_id_invalid{.info = {.id = "compose-gpu-device-id-invalid",
                                                  .summary = "device_ids is no list of texts",
                                                  .severity = Severity::error,
                                                  .docs = R"doc(## What it does
Reports `device_ids` with a number that is not in quotes, and `device_ids` that is one value rather than a list. Values that come
from variables are texts already.

## Why it fails
YAML reads `0` as a number, and Compose's schema wants texts, because UUIDs are allowed, too:
`services.app.deploy.resources.reservations.devices.0.device_ids.0 must be a string`.

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
              device_ids: [0, 1]
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
              device_ids: ["0", "1"]
              capabilities: [gpu]
```

## How the fix works
Puts the numbers in quotes, and one value into a list.

## Sources
The schema and the checks of compose-go, which reads the file for Docker Compose; Docker's documentation of GPU support in Compose.
)doc"},
                                         .of_services = true,
                                         .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  const std::size_t before = out.size();
  each_flaw(compose_gpu_device_id_invalid, graph, out,
            [](const facts::Service& service, const facts::FlawedRequest& flaw) -> std::string {
              if (flaw.flaw == facts::RequestFlaw::id_no_text) {
                return fmt::format(
                    "device id {} of service {} is a number, but Compose takes "
                    "texts only",
                    flaw.written, service.name);
              }
              if (flaw.flaw != facts::RequestFlaw::ids_no_list) return {};
              return fmt::format("device_ids of service {} is one value, but Compose takes a list",
                                 service.name);
            });
  for (std::size_t i = before; i < out.size(); ++i)
    add_error_text("docker compose", "device_ids.0 must be a string", out[i]);
}

}  // namespace

}  // namespace cudafit::rules
