#include <fmt/format.h>

#include "rules/service_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule compose_shm_default;
const Rule compose_shm_default{
    .info = {.id = "compose-shm-default",
             .summary = "Processes that share GPUs have 64 MB of shared memory",
             .severity = Severity::hint,
             .docs = R"doc(## What it does
Reports a service with GPUs that starts several processes for one model (vLLM, SGLang, torchrun, ... with more than one GPU) and
has Docker's default `/dev/shm`. Silent with `shm_size`, `ipc: host`, and a tmpfs or volume at `/dev/shm`,
also where another Compose file beside this one has the service and one of them.

## Why it fails
NCCL and torch's loaders exchange data through `/dev/shm`, which Docker makes 64 MB small:
`Bus error (core dumped)`, `unable to open shared memory object`, `No space left on device`.

## Bad
```yaml
services:
  app:
    image: vllm/vllm-openai:v0.6.6
    command: --model m --tensor-parallel-size 2
    deploy:
      resources:
        reservations:
          devices:
            - driver: nvidia
              count: 2
              capabilities: [gpu]
```

## Good
```yaml
services:
  app:
    image: vllm/vllm-openai:v0.6.6
    command: --model m --tensor-parallel-size 2
    shm_size: 8gb
    deploy:
      resources:
        reservations:
          devices:
            - driver: nvidia
              count: 2
              capabilities: [gpu]
```

## How the fix works
Adds `shm_size: 8gb`. `ipc: host` shares the host's memory instead.

## Sources
Docker's reference of `--shm-size`; the documentation of vLLM and PyTorch on shared memory.
)doc"},
    .of_services = true,
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::SharedMemoryNeed& each : graph.memory_needs) {
    const facts::Service& service = graph.facts.services[each.service];
    Diagnostic one = finding(compose_shm_default, graph, each.need,
                             fmt::format("service {} starts {} with {}, but has 64 MB of /dev/shm",
                                         service.name, each.need.subject, each.need.object));
    add_error_text("the program", "Bus error (core dumped)", one);
    if (!service.more_memory.empty())
      one.fixes.push_back({"give it 8 GB", Safety::suggested, service.more_memory});
    out.push_back(std::move(one));
  }
}

}  // namespace

}  // namespace cudafit::rules
