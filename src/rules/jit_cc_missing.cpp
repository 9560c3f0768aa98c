#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule jit_cc_missing;
const Rule jit_cc_missing{
    .info = {.id = "jit-cc-missing",
             .summary = "What the container starts runs a C compiler, and there is none",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports shipped stages that start a program which compiles through Triton (`vllm serve`, `python -m vllm...`, `sglang`), be it in
a script that the build copies, and that certainly have no C compiler. A Triton that is only installed, as every CUDA build of torch installs it, is no proof that
it is used and is not reported; nor is a stage that names a compiler in `CC`.

## Why it fails
Triton compiles a small launcher in C for each kernel: `RuntimeError: Failed to find C compiler. Please specify via CC
environment variable.` (`pytorch/pytorch` runtime images have a compiler from 2.11 on, older ones have none.)

## Bad
```dockerfile
FROM nvidia/cuda:12.6.3-base-ubuntu22.04
RUN apt-get update && apt-get install -y --no-install-recommends python3-pip
RUN pip3 install vllm==0.8.5
CMD ["vllm", "serve", "facebook/opt-125m"]
```

## Good
```dockerfile
FROM nvidia/cuda:12.6.3-base-ubuntu22.04
RUN apt-get update && apt-get install -y --no-install-recommends python3-pip gcc libc6-dev
RUN pip3 install vllm==0.8.5
CMD ["vllm", "serve", "facebook/opt-125m"]
```

## How the fix works
`gcc libc6-dev` behind the packages the stage installs by apt already; suggested. Shown where there is no such command.

## Sources
Triton's runtime build, and what each image and package brings; every finding names them.
)doc"},
    .check = check};

namespace {

/// The last certain `apt-get install` of the stage whose last package can be edited.
const facts::SystemPackageName* last_package(const graph::Graph& graph, int stage) {
  const facts::SystemPackageName* out = nullptr;
  for (const facts::SystemInstall& install : graph.facts.system_installs) {
    if (install.at.stage != stage || install.tool != facts::Installer::apt) continue;
    if (install.certainty != facts::Certainty::certain || install.packages.empty()) continue;
    if (install.packages.back().span) out = &install.packages.back();
  }
  return out;
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::RunCompilerNeed& need : graph.run_compilers) {
    if (need.what != graph::RunCompilerNeed::What::c_compiler ||
        need.need.verdict != graph::Verdict::unmet || need.need.weak)
      continue;
    const std::string& image = graph.bases[static_cast<std::size_t>(need.need.stage)].name;
    Diagnostic finding =
        rules::finding(jit_cc_missing, graph, need.need,
                       fmt::format("{} runs a C compiler when it is used, and {} has none",
                                   need.need.subject, image.empty() ? "the shipped stage" : image));
    add_error_text("the container", need.error, finding);
    if (const facts::SystemPackageName* const last = last_package(graph, need.need.stage)) {
      const Span end{last->span.file, last->span.end, last->span.end};
      finding.fixes.push_back(
          {"install gcc and libc6-dev too", Safety::suggested, {{end, " gcc libc6-dev"}}});
    } else {
      finding.fixes.push_back(
          {"add RUN apt-get update && apt-get install -y gcc libc6-dev", Safety::shown, {}});
    }
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
