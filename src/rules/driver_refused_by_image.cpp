#include <fmt/format.h>

#include <algorithm>

#include "advise/hosts.h"
#include "advise/tags.h"
#include "graph/lower_cuda.h"
#include "rules/finding.h"
#include "rules/host_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule driver_refused_by_image;
const Rule driver_refused_by_image{
    .info = {.id = "driver-refused-by-image",
             .summary = "The image's NVIDIA_REQUIRE_CUDA may refuse a declared host's driver",
             .severity = Severity::warning,
             .docs = R"doc(## What it does
Evaluates `NVIDIA_REQUIRE_CUDA`, as the shipped stage finally has it, for the drivers and GPUs of the declared hosts. Images of
`nvidia/cuda` bring one: it names the CUDA the driver must support, and older driver branches that will do, by the GPU's brand.
It asks for more than CUDA itself does: a driver that would run the CUDA inside can still be refused. Silent where the driver
is too old for what is loaded (that is driver-too-old), where `NVIDIA_DISABLE_REQUIRE` is set, and where the host is declared
with `cdi = true`.

## Why it fails
The container is not started: `nvidia-container-cli: requirement error: unsatisfied condition: cuda>=12.6, please update your
driver to a newer version, or use an earlier cuda container`. Only the legacy hook of the NVIDIA Container Toolkit asks; where
GPUs are injected by CDI, nobody does, so the same image may start there.

## Bad
```dockerfile
# flags: --driver 550.54.15 --gpu RTX4090
FROM nvidia/cuda:12.6.3-base-ubuntu22.04
CMD ["nvidia-smi"]
```

## Good
```dockerfile
# flags: --driver 550.54.15 --gpu RTX4090
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
CMD ["nvidia-smi"]
```

## How the fix works
Suggested: the nearest published tag of the same flavor, system and cuDNN that lets every declared host through and knows its
GPUs, where the CUDA major stays. A GPU that the driver does not know yet needs a newer driver; then no image is named. Otherwise shown: a newer driver, CDI, or `NVIDIA_DISABLE_REQUIRE=1` for an image whose CUDA the driver does run.

## Sources
The Dockerfiles of `nvidia/cuda`; libnvidia-container for how the conditions are evaluated.
)doc"},
    .about_hosts = true,
    .check = check};

namespace {

using graph::GateNeed;

/// What would pass: "CUDA 12.6 (driver branch 560), or branch 535 or 550".
std::string wanted(const GateNeed& need) {
  std::string out;
  if (const Version cuda = matrix::gate_cuda(need.gate)) out = "a driver for CUDA " + cuda.text();
  const std::vector<unsigned> branches = matrix::gate_branches(need.gate, need.brand);
  if (!branches.empty())
    out += fmt::format("{}branch {}", out.empty() ? "" : ", or of ", fmt::join(branches, ", "));
  return out;
}

/// The branch of drivers that a declared GPU needs and the declared driver is older than; 0: none.
unsigned branch_for_gpu(const graph::Machine& machine) {
  unsigned out = 0;
  for (const graph::HostGpu& gpu : machine.gpus) {
    for (const matrix::Gpu& one : gpu.may_be) {
      const Version first{.number = {one.first_branch, 0, 0, 0}, .parts = 1};
      if (one.weak || one.first_branch == 0) continue;
      if (matrix::driver_below(machine.driver, first, machine.os) == Known::yes)
        out = std::max(out, one.first_branch);
    }
  }
  return out;
}

/// The toolkits from this one on know the declared GPUs.
bool knows_gpus(const graph::Graph& graph, Version cuda) {
  for (const graph::Machine& machine : graph.machines) {
    for (const graph::HostGpu& gpu : machine.gpus) {
      for (const matrix::Gpu& one : gpu.may_be) {
        if (one.first_cuda && cuda < one.first_cuda) return false;
      }
    }
  }
  return true;
}

void add_tags(const graph::Graph& graph, const GateNeed& need, Diagnostic& finding) {
  const graph::ImageNeed* const image = graph.base_image(need.need.stage);
  if (!need.from_image || image == nullptr || !image->answer.row) return;
  const advise::Tags tags(image->repository);
  const matrix::ImageTag& now = *image->answer.row;
  const auto fits = [&](const matrix::ImageTag& tag) {
    // Programs of one system release do not run on an older one; libraries are linked by name.
    if (tag.os != now.os || tag.flavor != now.flavor || tag.cudnn.empty() != now.cudnn.empty())
      return false;
    if (!now.cudnn.empty()) {
      const unsigned major = advise::cudnn_major(now);
      if (major == 0 || advise::cudnn_major(tag) != major) return false;
    }
    if (!knows_gpus(graph, tag.cuda)) return false;
    const auto gate = matrix::image_gate(tag.release, "amd64", tag.os);
    return gate && !gate->weak && advise::passes_everywhere(graph, *gate) &&
           advise::compat_fits(graph, tag.cuda);
  };
  const facts::Fact& fact = graph.fact_of(*image);
  for (const advise::Candidate& candidate : tags.nearest(*image, 1, fits)) {
    std::vector<Edit> edits = advise::retag(fact, candidate.row.tag);
    const auto root = graph.facts.stages[static_cast<std::size_t>(need.need.stage)].root;
    const std::string doubt =
        graph::lower_cuda_doubt(graph, static_cast<int>(root), candidate.row.cuda);
    const bool shown = edits.empty() || candidate.safety == Safety::shown || !doubt.empty();
    std::string title = fmt::format("use {}:{}", image->repository, candidate.row.tag);
    if (!candidate.difference.empty()) title += fmt::format(" ({})", candidate.difference);
    if (!doubt.empty()) title += ", if " + doubt;
    if (shown) edits.clear();
    finding.fixes.push_back(
        {std::move(title), shown ? Safety::shown : Safety::suggested, std::move(edits)});
  }
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  const auto same = [&](const GateNeed& a, const GateNeed& b) {
    return a.need.stage == b.need.stage && a.gpu == b.gpu &&
           graph.machines[a.machine].driver_as == graph.machines[b.machine].driver_as;
  };
  for (const auto& [first, hosts] : merged(graph.gate_needs, same)) {
    const GateNeed& need = *first;
    const graph::Machine& machine = graph.machines[need.machine];
    Diagnostic finding =
        rules::finding(driver_refused_by_image, graph, need.need.stage, need.need.span,
                       fmt::format("{} may refuse {} with {}, which {} (unsatisfied condition: {})",
                                   need.need.subject, need.gpu, driver_title(machine),
                                   who_declares(hosts), need.gate.first));
    finding.host = joined(hosts);
    finding.label = "asks for " + need.gate.first;
    finding.notes = need.need.chain;
    if (std::string words = wanted(need); !words.empty())
      finding.notes.push_back(fact(fmt::format("it lets {} through with {}", need.gpu, words)));
    finding.notes.push_back(
        fact("the start shows \"nvidia-container-cli: requirement error: unsatisfied condition: " +
             need.gate.first + "\"; only the toolkit's legacy hook asks, CDI does not"));
    // A GPU that the driver does not know runs in no image.
    if (const unsigned branch = branch_for_gpu(machine)) {
      finding.notes.push_back(fact(
          fmt::format("{} needs driver branch {} or newer, whatever the image", need.gpu, branch)));
      finding.fixes.push_back(
          {fmt::format("install a driver of branch {} or newer", branch), Safety::shown, {}});
      out.push_back(std::move(finding));
      continue;
    }
    add_tags(graph, need, finding);
    finding.fixes.push_back(
        {"update the driver, inject GPUs by CDI, or set NVIDIA_DISABLE_REQUIRE=1",
         Safety::shown,
         {}});
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
