#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule windows_container_cuda;
const Rule windows_container_cuda{
    .info = {.id = "windows-container-cuda",
             .summary = "CUDA builds of torch are installed in a Windows container",
             .severity = Severity::warning,
             .docs = R"doc(## What it does
Warns where pip installs a CUDA build of torch in a Windows image (`mcr.microsoft.com/windows`, Server Core, Nano Server) that is
shipped and starts a program. Commands of cmd and PowerShell are read; what stands in blocks or behind conditions, and words with
variables, are left alone. So are stages that have to do with compilers, where torch may be there to be built against, and
`pip download`. Installers that bring a driver are the business of `driver-in-image`.

## Why it fails
Windows containers share the GPU of their host for DirectX only; Microsoft does not support CUDA in them, and Server Core and
Nano Server get no GPU at all. `torch.cuda.is_available()` is False unless somebody mounts the files of the driver by hand.

## Bad
```dockerfile
# escape=`
FROM mcr.microsoft.com/windows/servercore:ltsc2022
RUN python -m pip install torch --index-url https://download.pytorch.org/whl/cu124
CMD ["python", "app.py"]
```

## Good
```dockerfile
FROM python:3.11-slim
RUN python -m pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
CMD ["python", "app.py"]
```

## How the fix works
Shown: Linux containers on WSL2 have CUDA. DirectX needs `mcr.microsoft.com/windows`, process isolation and
`--device class/5B45201D-F2F2-4F3B-85BB-30FF1F953599`.

## Sources
Microsoft's page on GPU acceleration in Windows containers.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::WindowsNeed& need : graph.base_needs.windows) {
    Diagnostic finding =
        rules::finding(windows_container_cuda, graph, need.need,
                       fmt::format("{} in a Windows container ({}), which gets no CUDA",
                                   need.need.subject, need.need.object));
    if (need.no_directx)
      finding.notes.push_back(fact(
          "Server Core and Nano Server lack the libraries of DirectX: they get no GPU at all"));
    finding.notes.push_back(fact("at run time torch.cuda.is_available() is False"));
    finding.fixes.push_back(
        {"build a Linux image: with WSL2 its containers have CUDA on Windows", Safety::shown, {}});
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
