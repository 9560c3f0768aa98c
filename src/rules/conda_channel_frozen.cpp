#include <fmt/format.h>

#include "advise/conda_edit.h"
#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule conda_channel_frozen;
const Rule conda_channel_frozen{
    .info = {.id = "conda-channel-frozen",
             .summary = "torch comes from a conda channel that gets no new releases",
             .severity = Severity::warning,
             .docs = R"doc(## What it does
Reports torch from the conda channel `pytorch`, which ended with 2.5.1, where it is not pinned or a newer release is asked for. In
commands, `environment.yml` and files of specifications. Silent where torch is pinned to a release of that channel, where another
channel comes first or may have the release, and where channel priority is switched off.

## Why it fails
PyTorch publishes no conda packages any more. Without a pin the image stays on the last release for ever, with its CUDA, its Python
(3.12 at most) and without code for newer GPUs. A newer release ends with `PackagesNotFoundError`, or another channel has it, whose
build may be one for the CPU.

## Bad
```dockerfile
FROM continuumio/miniconda3
RUN conda install -y -c pytorch -c nvidia pytorch pytorch-cuda=12.4
```

## Good
```dockerfile
FROM continuumio/miniconda3
RUN conda install -y -c pytorch -c nvidia pytorch=2.5.1 pytorch-cuda=12.4
```

## How the fix works
Pins the release that the channel has, which is what is installed today. For a newer one install the wheel with pip, or conda-forge's
package with `CONDA_OVERRIDE_CUDA`.

## Sources
PyTorch's announcement of the end of its conda packages and its install commands of previous versions.
)doc"},
    .look = Look::outdated,
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::CondaFrozen& frozen : graph.conda_frozen) {
    const std::string message =
        frozen.newer ? fmt::format("{} is not in the channel {}, which ended with torch {}",
                                   frozen.need.subject, frozen.channel, frozen.last_torch)
                     : fmt::format("torch comes from the channel {}, which ended with {}",
                                   frozen.channel, frozen.last_torch);
    Diagnostic found = finding(conda_channel_frozen, graph, frozen.need, message);
    const facts::CondaInstall& install = graph.facts.conda_installs[frozen.install];
    if (!frozen.pin.empty()) {
      const std::string written = "pytorch=" + frozen.pin;
      std::vector<Edit> edits;
      if (install.specs[frozen.spec].channel.empty() && frozen.idle_selector < 0)
        edits = advise::respecify(install, frozen.spec, written, {});
      const Safety safety = edits.empty() ? Safety::shown : Safety::suggested;
      const std::string_view why = frozen.idle_selector < 0
                                       ? "pin what the channel has: "
                                       : "pin the last torch that goes with the other package: ";
      found.fixes.push_back({std::string(why) + written, safety, std::move(edits)});
    }
    found.fixes.push_back(
        {"install newer releases with pip, or from conda-forge with CONDA_OVERRIDE_CUDA",
         Safety::shown,
         {}});
    out.push_back(std::move(found));
  }
}

}  // namespace

}  // namespace cudafit::rules
