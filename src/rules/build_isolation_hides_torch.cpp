#include <fmt/format.h>

#include "advise/torch.h"
#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule build_isolation_hides_torch;
const Rule build_isolation_hides_torch{
    .info = {.id = "build-isolation-hides-torch",
             .summary = "A package imports torch while it is built, where torch is not to be seen",
             .severity = Severity::warning,
             .docs = R"doc(## What it does
Reports packages that are built from sources and import torch in their setup without declaring it (flash-attn, apex and others),
where uv or pip builds them in an environment of its own, or where torch is only to come by the same command of pip or uv. Not with
a wheel that is named by its address. Whether pip builds such a package apart depends on its version: it is reported where the build
itself installs pip 25.3 or later, or the newest one.

## Why it fails
uv, and pip since 25.3, build packages apart from what is installed, with the declared build requirements only. The setup ends
with `ModuleNotFoundError: No module named 'torch'`. With `--no-build-isolation` it sees what is installed, which has to be there
already: every package of a command is asked what it requires before the first one is installed.

## Bad
```dockerfile
FROM pytorch/pytorch:2.4.1-cuda12.4-cudnn9-devel
RUN pip install uv packaging ninja
RUN TORCH_CUDA_ARCH_LIST=8.0 uv pip install --system flash-attn==2.6.3
```

## Good
```dockerfile
FROM pytorch/pytorch:2.4.1-cuda12.4-cudnn9-devel
RUN pip install uv packaging ninja
RUN TORCH_CUDA_ARCH_LIST=8.0 uv pip install --system flash-attn==2.6.3 --no-build-isolation
```

## How the fix works
Adds `--no-build-isolation` to the command where torch is there before it. What the build needs besides torch (setuptools, wheel,
packaging, ninja) has to be installed before, too. Where torch comes by the same command, install it in one before: shown.

## Sources
The setup of each package; every finding names it.
)doc"},
    .check = check};

namespace {

std::string_view builder(const graph::Graph& graph, const graph::ExtensionBuild& build) {
  const auto install = static_cast<std::size_t>(build.install);
  return graph.facts.pip_installs[install].tool == facts::Installer::uv ? "uv" : "pip";
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::HiddenTorch& hidden : graph.hidden_torches) {
    const graph::ExtensionBuild& build = graph.extension_builds[hidden.extension];
    Diagnostic finding = rules::finding(
        build_isolation_hides_torch, graph, hidden.need,
        hidden.together
            ? fmt::format("{} needs torch while it is built, but torch comes by the same command",
                          build.title)
            : fmt::format("{} needs torch while it is built, but {} builds it where torch is not",
                          build.title, builder(graph, build)));
    add_error_text("the build", "ModuleNotFoundError: No module named 'torch'", finding);
    if (hidden.together) {
      finding.fixes.push_back({"install torch by a command before", Safety::shown, {}});
    } else {
      finding.notes.push_back(
          fact("with --no-build-isolation, setuptools, wheel, packaging and ninja have to be "
               "installed before, too"));
      finding.fixes.push_back(advise::without_isolation(graph, build));
    }
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
