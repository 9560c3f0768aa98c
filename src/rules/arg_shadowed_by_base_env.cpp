#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule arg_shadowed_by_base_env;
const Rule arg_shadowed_by_base_env{
    .info = {.id = "arg-shadowed-by-base-env",
             .summary = "An ARG has the name of a variable of the base image, with another value",
             .severity = Severity::hint,
             .docs = R"doc(## What it does
Reports an `ARG` that is used in its stage, named like a variable that the base image sets (`CUDA_VERSION`, `NCCL_VERSION`,
`PYTHON_VERSION`), and has another value. Equal values and unused ARGs are left alone. It is an error where a later stage
builds on that stage and uses the variable: there the image's value counts, whatever the builder.

## Why it fails
Builders disagree. BuildKit (Docker's default) gives the stage's steps the ARG's value; Docker's legacy builder, Podman and
Buildah give them the image's, and ignore `--build-arg` for it. On all of them the running container, and every stage that
builds on this one, sees the image's value. With BuildKit the stage itself works, so there it is only a hint.

## Bad
```dockerfile
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
ARG CUDA_VERSION=12.4
RUN echo "cu${CUDA_VERSION}"
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
ARG WHEEL_CUDA=12.4
RUN echo "cu${WHEEL_CUDA}"
```

## How the fix works
Shown: the ARG and its uses in the stage get another name. Whoever passes it with `--build-arg` has to follow.

## Sources
Measured with Docker 20.10 (both builders), BuildKit v0.34.2, Buildah 1.28 and Podman 4.3. The image's value is cited in the
finding.
)doc"},
    .check = check};

namespace {

/// On every builder: the ARG of the stage below does not reach into this one.
void lost(const graph::Graph& graph, const facts::Slip& slip, std::vector<Diagnostic>& out) {
  Diagnostic finding = rules::finding(
      arg_shadowed_by_base_env, graph, slip.stage, slip.span,
      fmt::format("{0} is {2} here, not {1}: a stage starts with the environment of its base image",
                  slip.subject, slip.detail, slip.extra));
  finding.severity = Severity::error;
  finding.label = fmt::format("the base image's {}", slip.extra);
  add_chain(slip.how, finding);
  add_declared(graph, slip.stage, finding);
  finding.fixes.push_back(
      {"give the ARG a name that the base image does not set", Safety::shown, {}});
  out.push_back(std::move(finding));
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const facts::Slip& slip : graph.facts.slips) {
    if (slip.kind == facts::SlipKind::arg_lost) lost(graph, slip, out);
    if (slip.kind != facts::SlipKind::arg_shadowed) continue;
    Diagnostic finding =
        rules::finding(arg_shadowed_by_base_env, graph, slip.stage, slip.span,
                       fmt::format("ARG {0} is {1}, but the base image sets {0} to {2}",
                                   slip.subject, slip.detail, slip.extra));
    finding.label = "which value counts depends on the builder";
    add_chain(slip.how, finding);
    add_declared(graph, slip.stage, finding);
    finding.notes.push_back(
        fact(fmt::format("BuildKit's steps see {}; Podman's, Buildah's and the legacy builder's "
                         "see {}; so does the running container",
                         slip.detail, slip.extra)));
    if (!slip.edits.empty()) {
      finding.fixes.push_back(
          {fmt::format("give the ARG a name of its own: BUILD_{}", slip.subject), Safety::shown,
           slip.edits});
    }
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
