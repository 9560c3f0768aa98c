#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule arg_not_redeclared;
const Rule arg_not_redeclared{
    .info = {.id = "arg-not-redeclared",
             .summary = "A stage uses a global ARG that it does not declare, so it is empty",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports a variable that is declared by an `ARG` before the first `FROM` (or by the builder, such as `TARGETARCH`) and used in a
stage that neither declares it nor gets it from its base image. Stages on images whose environment is not known are left
alone, and so are variables that the script may set itself.

## Why it fails
An `ARG` before the first `FROM` is outside every stage. In the stage the variable is unset and expands to nothing:
`pip install torch==${TORCH_VERSION}` becomes `pip install torch==`. The build warns about it at most in `ENV` and `COPY`.

## Bad
```dockerfile
ARG TORCH_VERSION=2.4.1
FROM python:3.11-slim
RUN pip install torch==${TORCH_VERSION}
```

## Good
```dockerfile
ARG TORCH_VERSION=2.4.1
FROM python:3.11-slim
ARG TORCH_VERSION
RUN pip install torch==${TORCH_VERSION}
```

## How the fix works
Suggested: `ARG NAME` is inserted behind the stage's `FROM`. The stage then sees the value, which changes what it does.

## Sources
Scope of ARG in the Dockerfile reference; moby/buildkit@v0.34.2:frontend/dockerfile/dockerfile2llb/convert.go.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const facts::Slip& slip : graph.facts.slips) {
    if (slip.kind != facts::SlipKind::global_arg_unused_in_stage) continue;
    const bool platform = slip.extra == "platform";
    Diagnostic finding = rules::finding(
        arg_not_redeclared, graph, slip.stage, slip.span,
        platform
            ? fmt::format("{} is empty here: the stage does not declare it with ARG", slip.subject)
            : fmt::format(
                  "{} is empty here: the ARG before the first FROM does not reach into the stage",
                  slip.subject));
    finding.label = "expands to nothing";
    add_chain(slip.how, finding);
    finding.fixes.push_back(
        {fmt::format("declare ARG {} in the stage", slip.subject), Safety::suggested, slip.edits});
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
