#include <fmt/format.h>

#include <optional>

#include "advise/tags.h"
#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule image_tag_latest;
const Rule image_tag_latest{
    .info = {.id = "image-tag-latest",
             .summary = "nvidia/cuda without a tag or as latest, which does not exist",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports `nvidia/cuda` without a tag, or with `latest`, in `FROM` and `COPY --from`.

## Why it fails
NVIDIA took `latest` off Docker Hub at the turn of 2020/2021. The build ends with
`docker.io/nvidia/cuda:latest: not found` or `manifest for nvidia/cuda:latest not found: manifest unknown`.

## Bad
```dockerfile
FROM nvidia/cuda
RUN nvcc --version
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN nvcc --version
```

## How the fix works
Shown, not applied: which CUDA line and which flavor is a decision. A stage that runs `nvcc` needs `devel`; otherwise up to
three tags of the newest fully listed CUDA line are named, from small to large.

## Sources
NVIDIA/nvidia-docker#1454.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  std::optional<advise::Tags> tags;
  for (const graph::ImageNeed& need : graph.images) {
    if (need.repository != "nvidia/cuda" || need.tag != "latest") continue;
    if (need.verdict != graph::Verdict::unmet) continue;
    const facts::Fact& fact = graph.fact_of(need);
    Diagnostic finding = rules::finding(
        image_tag_latest, graph, fact.stage, fact.span,
        fact.value.empty() ? "nvidia/cuda names no tag, and its latest tag was removed"
                           : "nvidia/cuda:latest was removed");
    finding.label = "no such tag";
    add_chain(fact.how, finding);
    finding.notes.push_back(rules::fact(
        "the build shows \"docker.io/nvidia/cuda:latest: not found\" (\"manifest unknown\")",
        need.answer.source.text()));
    const facts::StageFact* stage =
        fact.base ? &graph.facts.stages[static_cast<std::size_t>(fact.stage)] : nullptr;
    if (!tags) tags.emplace(need.repository);
    for (const advise::Candidate& candidate : tags->starters(stage, 3)) {
      finding.fixes.push_back({fmt::format("use nvidia/cuda:{}", candidate.row.tag),
                               candidate.safety, advise::retag(fact, candidate.row.tag)});
    }
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
