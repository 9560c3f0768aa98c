#include <fmt/format.h>

#include "rules/container_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule nvidia_docker_command;
const Rule nvidia_docker_command{
    .info = {.id = "nvidia-docker-command",
             .summary = "nvidia-docker is not made any more; docker has --gpus",
             .severity = Severity::hint,
             .docs = R"doc(## What it does
Hints at calls of `nvidia-docker` and `nvidia-docker2` in the commands and scripts of a build, and in scripts, Makefiles and workflows.
Silent where the same script looks for the program (`command -v nvidia-docker`, `which`, `[ -x ... ]`) or defines it (a function, an
alias), and in scripts for other shells (`shell: pwsh`, `#!/usr/bin/python3`).

## Why it fails
The command was a wrapper around docker. Its packages are not made any more, and hosts that have the container toolkit only say
`nvidia-docker: command not found`.

## Bad
```dockerfile
FROM docker:27-cli
CMD nvidia-docker run nvidia/cuda:12.4.1-base-ubuntu22.04 nvidia-smi
```

## Good
```dockerfile
FROM docker:27-cli
CMD docker run --gpus all nvidia/cuda:12.4.1-base-ubuntu22.04 nvidia-smi
```

## How the fix works
Shown: `docker run --gpus all`.

## Sources
The changelog of NVIDIA's container toolkit.
)doc"},
    .look = Look::outdated,
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  each_flaw(
      nvidia_docker_command, graph, graph::ContainerFlaw::nvidia_docker, out,
      [](const graph::ContainerNeed& need, Diagnostic& finding) {
        finding.message =
            fmt::format("{} is not made any more: docker run --gpus does the same", need.value);
        finding.notes.push_back(fact("newer hosts show \"nvidia-docker: command not found\""));
        advise_only("call docker run --gpus all", finding);
      });
}

}  // namespace

}  // namespace cudafit::rules
