#include <fmt/format.h>

#include "rules/service_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule compose_build_mismatch;
const Rule compose_build_mismatch{
    .info = {.id = "compose-build-mismatch",
             .summary = "build: asks for what the Dockerfile does not have",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports `build.target` that names no stage of the Dockerfile and a `platform` that is not among `build.platforms`; as a warning,
`build.args` that no ARG of the Dockerfile declares. Targets of Docker Bake and devcontainer.json are read the same way; of Bake, whose
targets hand their arguments on to each other, only arguments that look like a declared one count. Where the Dockerfile of a target is found from a folder above the file only, nothing
is said: another one may be meant. Arguments that the builder knows itself (proxies, `BUILDKIT_*`, platforms) are left alone.

## Why it fails
The build stops: `target stage "prod" could not be found`, `service.build.platforms MUST include service.platform`. An argument
that nothing declares is dropped, so what it was meant to set keeps its default: `One or more build-args [X] were not consumed`.

## Bad
```yaml
services:
  app:
    platform: linux/arm64
    build:
      context: .
      platforms: [linux/amd64]
```

## Good
```yaml
services:
  app:
    platform: linux/arm64
    build:
      context: .
      platforms: [linux/amd64, linux/arm64]
```

## How the fix works
Shown, but where a name of the Dockerfile is near: then that is written.

## Sources
compose-go's checks; BuildKit's Dockerfile frontend.
)doc"},
    .of_services = true,
    .check = check};

namespace {

std::string list(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

void word(const facts::BuildClash& clash, Diagnostic& one) {
  using facts::ClashKind;
  switch (clash.kind) {
    case ClashKind::no_stage:
      one.message = fmt::format("{} has no stage {} to build", clash.dockerfile, clash.written);
      if (!clash.known.empty() && clash.known.size() <= 8)
        one.notes.push_back({"its stages are " + list(clash.known), clash.place, {}});
      add_error_text("the build",
                     fmt::format("target stage \"{}\" could not be found", clash.written), one);
      break;
    case ClashKind::no_argument:
      one.severity = Severity::warning;
      one.message = fmt::format("{} declares no ARG {}, so the value is dropped", clash.dockerfile,
                                clash.written);
      add_error_text("the build",
                     fmt::format("One or more build-args [{}] were not consumed", clash.written),
                     one);
      break;
    case ClashKind::platforms:
      one.message = fmt::format("platform {} is not among the platforms that are built: {}",
                                clash.written, list(clash.known));
      one.notes.push_back({"they are listed here", clash.place, {}});
      add_error_text("docker compose", "service.build.platforms MUST include service.platform",
                     one);
      break;
  }
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const facts::BuildClash& clash : graph.facts.clashes) {
    if (said_here(out, compose_build_mismatch, clash.span)) continue;
    Diagnostic one;
    one.rule = compose_build_mismatch.info.id;
    one.severity = compose_build_mismatch.info.severity;
    one.span = clash.span;
    word(clash, one);
    if (!clash.edits.empty())
      one.fixes.push_back({"write " + clash.nearest, Safety::suggested, clash.edits});
    out.push_back(std::move(one));
  }
}

}  // namespace

}  // namespace cudafit::rules
