#include <fmt/format.h>

#include "matrix/nvcc.h"
#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule arch_native_at_build;
const Rule arch_native_at_build{
    .info = {.id = "arch-native-at-build",
             .summary = "A build compiles for the GPU of the machine, and a build sees none",
             .severity = Severity::warning,
             .docs = R"doc(## What it does
Reports `native` as the architecture of a compile step: `nvcc -arch=native`, `-DCMAKE_CUDA_ARCHITECTURES=native`, `CUDAARCHS`.
An error where the nvcc of the stage is older than the word.

## Why it fails
`native` asks for the GPUs of the machine that compiles, and a build of an image has none. nvcc warns `Cannot find valid GPU for
'-arch=native', default arch is used` and compiles for its default, so the image lacks code for the GPUs it will meet; CMake may
stop with `no NVIDIA GPU was detected`. An older nvcc ends with `Value 'native' is not defined for option 'gpu-architecture'`.

## Bad
```dockerfile
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build
COPY kernel.cu .
RUN nvcc -arch=native kernel.cu -o kernel
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=build /kernel /kernel
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build
COPY kernel.cu .
RUN nvcc -arch=sm_86 kernel.cu -o kernel
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=build /kernel /kernel
```

## How the fix works
Suggested: the architectures of the declared GPUs (`--gpu`, `[[host]]`). Shown where none is declared: every major architecture
the compiler knows.

## Sources
NVIDIA's documentation of nvcc; CMake's of `CUDA_ARCHITECTURES`.
)doc"},
    .check = check};

namespace {

using graph::NativeTarget;

/// The compute capabilities of all declared GPUs, rising; empty when one of them is not known.
std::vector<Version> declared_ccs(const graph::Graph& graph) {
  std::vector<Version> out;
  for (const graph::Machine& machine : graph.machines) {
    for (const graph::HostGpu& gpu : machine.gpus) {
      if (gpu.may_be.size() != 1) return {};
      out.push_back(gpu.may_be.front().cc);
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::string list_of(const std::vector<Version>& ccs) {
  std::string out;
  for (const Version& cc : ccs) {
    if (!out.empty()) out += ";";
    out += matrix::sm_name(cc).substr(3);
  }
  return out;
}

void add_fix(const graph::Graph& graph, const NativeTarget& need, Diagnostic& finding) {
  const std::vector<Version> ccs = declared_ccs(graph);
  const bool list = need.written_as == "CMAKE_CUDA_ARCHITECTURES" || need.written_as == "CUDAARCHS";
  const bool known = std::all_of(ccs.begin(), ccs.end(), [&](const Version& cc) {
    return !need.nvcc || matrix::nvcc_knows(need.nvcc, matrix::sm_name(cc)) == Known::yes;
  });
  // A semicolon in a shell word needs quotes, which may not be there.
  if (need.entry_span && known && ccs.size() == 1) {
    const std::string value = list ? list_of(ccs) : matrix::sm_name(ccs.front());
    finding.fixes.push_back({fmt::format("compile for the declared GPU: {}", value),
                             Safety::suggested,
                             {{need.entry_span, value}}});
    return;
  }
  std::string title = "name the architectures it will run on";
  if (!ccs.empty() && list) title += fmt::format(": \"{}\"", list_of(ccs));
  if (ccs.empty()) title += ", or all-major";
  finding.fixes.push_back({std::move(title), Safety::shown, {}});
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const NativeTarget& need : graph.native_targets) {
    const bool fails = need.understood == Known::no;
    std::string message =
        fails ? fmt::format("nvcc of CUDA {} does not know native", need.nvcc.text())
              : fmt::format("{} native compiles for the GPU of the build, and a build sees none",
                            need.written_as);
    Diagnostic finding = rules::finding(arch_native_at_build, graph, need.need.stage,
                                        need.need.span, std::move(message));
    if (fails) finding.severity = Severity::error;
    finding.notes = need.need.chain;
    if (fails) {
      finding.notes.push_back(
          fact("the build shows \"Value 'native' is not defined for option 'gpu-architecture'\""));
    } else {
      finding.notes.push_back(
          fact("nvcc warns \"Cannot find valid GPU for '-arch=native', default arch is used\"; "
               "CMake may "
               "stop with \"no NVIDIA GPU was detected\""));
    }
    add_fix(graph, need, finding);
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
