#include <fmt/format.h>

#include "rules/container_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule windows_pci_device;
const Rule windows_pci_device{
    .info = {.id = "windows-pci-device",
             .summary = "A GPU is handed to a container by its PCI address",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports `docker run --device=0000:01:00.0` and the like in the commands and scripts of a build.

## Why it fails
`--device` takes a path, a CDI name or, for Windows containers, a class of devices. An address is none of these: `error gathering device
information while adding custom device "0000:01:00.0": no such file or directory`. Windows containers get all GPUs together, by
the class of display adapters, for DirectX only.

## Bad
```dockerfile
FROM docker:27-cli
CMD docker run --device="0000:01:00.0" mcr.microsoft.com/windows:ltsc2019 app.exe
```

## Good
```dockerfile
FROM docker:27-cli
CMD docker run --isolation process --device class/5B45201D-F2F2-4F3B-85BB-30FF1F953599 mcr.microsoft.com/windows:ltsc2019 app.exe
```

## How the fix works
Shown: `--isolation process --device class/5B45201D-F2F2-4F3B-85BB-30FF1F953599` for Windows containers, `--gpus` for Linux.

## Sources
Microsoft's documentation of GPUs in Windows containers.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  each_flaw(windows_pci_device, graph, graph::ContainerFlaw::pci_device, out,
            [](const graph::ContainerNeed& need, Diagnostic& finding) {
              finding.message = fmt::format(
                  "--device={} is a PCI address, which docker does not take", need.value);
              finding.notes.push_back(fact("docker shows \"error gathering device information\""));
              advise_only(
                  "for Windows containers: --isolation process --device "
                  "class/5B45201D-F2F2-4F3B-85BB-30FF1F953599",
                  finding);
              advise_only("for Linux containers: --gpus all", finding);
            });
}

}  // namespace

}  // namespace cudafit::rules
