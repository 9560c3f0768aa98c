#include <fmt/format.h>

#include "matrix/host.h"

#include "rules/service_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule compose_syntax_too_new;
const Rule compose_syntax_too_new{.info = {.id = "compose-syntax-too-new",
                                           .summary = "gpus: needs a new Docker Compose",
                                           .severity = Severity::hint,
                                           .docs = R"doc(## What it does
Reports `gpus:`, with the version of Docker Compose that first reads it.

## Why it fails
An older Compose refuses the file: `Additional property gpus is not allowed`.

## Bad
```yaml
services:
  app:
    image: nvidia/cuda:12.4.1-runtime-ubuntu22.04
    command: ./server
    gpus: all
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
Shown: `deploy.resources.reservations.devices` says the same to every Compose that knows GPUs.

## Sources
The release notes of Docker Compose.
)doc"},
                                  .of_services = true,
                                  .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  const auto row = matrix::host_requirement("compose", "gpus-key");
  if (!row) return;
  for (const facts::Service& service : graph.facts.services) {
    if (said_elsewhere(service)) continue;
    for (const facts::GpuRequest& request : service.requests) {
      if (request.syntax != facts::GpuSyntax::gpus ||
          said_here(out, compose_syntax_too_new, request.span))
        continue;
      Diagnostic one = finding(
          compose_syntax_too_new, graph, service, request.span,
          fmt::format("gpus: of service {} needs Docker Compose {}", service.name, row->written));
      one.notes.push_back(
          fact("from " + std::string(row->written) + " on " + std::string(row->text),
               row->source.text()));
      add_error_text("an older Compose", "Additional property gpus is not allowed", one);
      out.push_back(std::move(one));
      break;
    }
  }
}

}  // namespace

}  // namespace cudafit::rules
