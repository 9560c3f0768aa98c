#include <fmt/format.h>

#include "advise/hosts.h"
#include "advise/tags.h"
#include "advise/wheels.h"
#include "rules/finding.h"
#include "rules/host_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule driver_too_old;
const Rule driver_too_old{
    .info = {.id = "driver-too-old",
             .summary = "A declared host's driver is too old for the CUDA that is loaded",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Compares the drivers of the declared hosts (`--driver`, `[[host]]`) with the CUDA that containers of a shipped stage load: the
one a wheel brings with it, the image's where something is linked against it or compiled with its nvcc. The image's own CUDA
does not count where nothing loads it: a wheel of torch brings all it needs. A bare branch (`535`) is too old only where every
release of it is. Silent where what runs is told to use the CPU (`ENV DEVICE=cpu`, `--device cpu`), and, of packages that work
there as well (xgboost), where nothing in the image or its service asks for a GPU. A warning, not an error, where the image carries
NVIDIA's forward compatibility libraries and the GPU is not declared: on data-center GPUs they make up for an older driver; and
where a torch of which nobody chose the CUDA is installed and nothing says that a GPU is to be used.

## Why it fails
Each major of CUDA has an oldest driver, below which the runtime refuses to start: `CUDA driver version is insufficient for CUDA
runtime version`, or from torch `The NVIDIA driver on your system is too old`; `torch.cuda.is_available()` is False. A newer
driver runs everything older. Within a major the floor is the same for all minor releases (minor-version compatibility).

## Bad
```dockerfile
# flags: --driver 470.82.01
FROM python:3.11-slim
RUN pip install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu124
```

## Good
```dockerfile
# flags: --driver 470.82.01
FROM python:3.11-slim
RUN pip install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu118
```

## How the fix works
Suggested: the same release of torch for an older CUDA that every declared host runs, by its index and its local version,
wherever they are written; where there is none, the nearest release that has one. Otherwise shown: the driver that is needed.

## Sources
NVIDIA's release notes and its pages on minor-version and forward compatibility; a finding names the one it rests on.
)doc"},
    .about_hosts = true,
    .check = check};

namespace {

using graph::CudaUse;
using graph::DriverNeed;

std::string sentence(const DriverNeed& need, const graph::Machine& machine,
                     const std::vector<std::string>& hosts) {
  std::string out =
      fmt::format("{} needs NVIDIA driver >= {}, but {} {}", need.need.subject,
                  driver_text(need.floor.needed), who_declares(hosts), machine.driver_as);
  if (machine.os == matrix::HostOs::windows) out += " (Windows)";
  if (need.unless_forward_compatible)
    out += "; only a data-center GPU runs it there, by forward compatibility";
  return out;
}

/// Another image whose CUDA the drivers run.
void add_tags(const graph::Graph& graph, const CudaUse& use, Diagnostic& finding) {
  const graph::ImageNeed* const image = graph.base_image(use.stage);
  if (image == nullptr || !image->answer.row || use.kind == CudaUse::Kind::package) return;
  const advise::Tags tags(image->repository);
  const auto fits = [&](const matrix::ImageTag& tag) {
    const auto gate = matrix::image_gate(tag.release, "amd64", tag.os);
    return advise::drivers_run(graph, use.stage, tag.cuda) && gate &&
           advise::passes_everywhere(graph, *gate);
  };
  for (const advise::Candidate& candidate : tags.nearest(*image, 1, fits)) {
    finding.fixes.push_back(
        {fmt::format("use {}:{}", image->repository, candidate.row.tag), Safety::shown, {}});
  }
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  const auto same = [&](const DriverNeed& a, const DriverNeed& b) {
    return a.use == b.use && a.fails() == b.fails() &&
           a.unless_forward_compatible == b.unless_forward_compatible &&
           graph.machines[a.machine].driver_as == graph.machines[b.machine].driver_as &&
           graph.machines[a.machine].os == graph.machines[b.machine].os;
  };
  for (const auto& [first, hosts] : merged(graph.driver_needs, same)) {
    const DriverNeed& need = *first;
    if (!need.fails()) continue;
    const CudaUse& use = graph.cuda_uses[need.use];
    const graph::Machine& machine = graph.machines[need.machine];
    Diagnostic finding = rules::finding(driver_too_old, graph, need.need.stage, need.need.span,
                                        sentence(need, machine, hosts));
    if (need.need.weak || need.unless_forward_compatible) finding.severity = Severity::warning;
    finding.host = joined(hosts);
    finding.label = "CUDA " + use.cuda.text();
    finding.notes = need.need.chain;
    finding.notes.push_back(
        fact("at run time this shows as \"CUDA driver version is insufficient for CUDA runtime "
             "version\""));
    soften_for_cpu(graph, use, finding);
    finding.fixes = advise::other_torch(graph, use, true);
    add_tags(graph, use, finding);
    finding.fixes.push_back(
        {fmt::format("run it on hosts with driver {} or newer", driver_text(need.floor.needed)),
         Safety::shown,
         {}});
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
