#include <fmt/format.h>

#include "rules/service_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule dev_nvidia_mount;
const Rule dev_nvidia_mount{
    .info = {.id = "dev-nvidia-mount",
             .summary = "Device nodes of the GPU are mapped without the driver",
             .severity = Severity::warning,
             .docs = R"doc(## What it does
Reports `/dev/nvidia*` nodes in a service's `devices:` where nothing else asks for a GPU and no library of the driver is mounted.

## Why it fails
The nodes are only half of a GPU: programs talk to them through the driver's libraries (`libcuda.so.1`, `libnvidia-ml.so.1`), which
must be of the host's driver. NVIDIA's toolkit puts both into a container; a mapped node brings none:
`libcuda.so.1: cannot open shared object file`, `Found no NVIDIA driver on your system`.

## Bad
```yaml
services:
  app:
    image: nvidia/cuda:12.4.1-runtime-ubuntu22.04
    command: ./server
    devices:
      - /dev/nvidia0:/dev/nvidia0
      - /dev/nvidiactl:/dev/nvidiactl
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
Adds a request for GPUs; the nodes can go then. Keep them only in images that carry the driver's libraries themselves.

## Sources
NVIDIA's documentation of the container toolkit; Docker's documentation of GPU support in Compose.
)doc"},
    .of_services = true,
    .check = check};

namespace {

bool known_image(const graph::Graph& graph, const facts::Service& service) {
  return graph.bases[static_cast<std::size_t>(service.stage)].contents.has_value();
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const facts::Service& service : graph.facts.services) {
    if (said_elsewhere(service) || service.nodes.empty() || service.asks == Known::yes) continue;
    // What is mounted, or an image that nobody knows, may bring the driver's libraries.
    if (service.mounts || (service.stage >= 0 && !known_image(graph, service))) continue;
    const facts::DeviceNode& first = service.nodes.front();
    if (said_here(out, dev_nvidia_mount, first.span)) continue;
    Diagnostic one = finding(dev_nvidia_mount, graph, service, first.span,
                             fmt::format("{} maps {} by hand, which brings no library of "
                                         "the driver",
                                         service.called, first.path));
    add_error_text("what loads the driver",
                   "libcuda.so.1: cannot open shared object file: No such file or directory", one);
    if (service.ask.empty()) {
      one.fixes.push_back({service.advice, Safety::shown, {}});
    } else {
      one.fixes.push_back({"ask for all GPUs", Safety::suggested, service.ask});
    }
    out.push_back(std::move(one));
  }
}

}  // namespace

}  // namespace cudafit::rules
