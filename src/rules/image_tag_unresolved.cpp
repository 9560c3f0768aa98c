#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule image_tag_unresolved;
const Rule image_tag_unresolved{
    .info = {.id = "image-tag-unresolved",
             .summary = "The tag of a CUDA image depends on an ARG without a value",
             .severity = Severity::hint,
             .docs = R"doc(## What it does
Says which ARG to give a value when the tag of an `nvidia/cuda` image cannot be known without it.

## Why it fails
Nothing fails while every build passes `--build-arg`. Without it the build ends with `invalid reference format`, and until
the value is known nothing about the image can be checked.

## Bad
```dockerfile
ARG CUDA_VERSION
FROM nvidia/cuda:${CUDA_VERSION}-base-ubuntu22.04
```

## Good
```dockerfile
ARG CUDA_VERSION=12.4.1
FROM nvidia/cuda:${CUDA_VERSION}-base-ubuntu22.04
```

## How the fix works
There is none to apply: only you know the version. Write a default behind the ARG, or lint with
`--build-arg NAME=VALUE` or a `[[build]]` table in `.cudafit.toml`.

## Sources
BuildKit's evaluation of FROM, moby/buildkit@v0.34.2:frontend/dockerfile/dockerfile2llb/convert.go.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::ImageNeed& need : graph.images) {
    if (!need.unresolved || matrix::releases(need.repository).empty()) continue;
    const facts::Fact& fact = graph.fact_of(need);
    if (fact.unset.empty()) continue;
    Diagnostic finding =
        rules::finding(image_tag_unresolved, graph, fact.stage, fact.span,
                       fmt::format("the tag of {} depends on {}, which has no value",
                                   need.repository, fact.unset.front()));
    finding.label = "not checked";
    add_chain(fact.how, finding);
    finding.notes.push_back(rules::fact(fmt::format(
        "give the ARG a default, or pass --build-arg {}=VALUE, to have the image checked",
        fact.unset.front())));
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
