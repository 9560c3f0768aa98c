#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule python_not_found;
const Rule python_not_found{.info = {.id = "python-not-found",
                                     .summary = "Python or pip is called where nothing provides it",
                                     .severity = Severity::error,
                                     .docs = R"doc(## What it does
Reports `python`, `python3`, `pip` and `pip3` in steps that certainly run, and in the command a container starts with, be it in a
script that the build copies, where the base image has no such program and nothing before can have brought it. Packages that may
depend on Python, scripts, virtual environments, links, conda, uv and directories added to PATH are taken into account.

## Why it fails
The images of `nvidia/cuda` on Ubuntu hold no Python, and Ubuntu's `python3` package no program named `python`. The build ends
with `/bin/sh: 1: python: not found`, the container with
`exec: "python": executable file not found in $PATH`, or, where NVIDIA's entrypoint starts it, `exec: python: not found`.

## Bad
```dockerfile
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3
CMD ["python", "app.py"]
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3
CMD ["python3", "app.py"]
```

## How the fix works
Where python3 is there, the word becomes `python3`: safe, since the line cannot have worked. Elsewhere the package to install is
shown.

## Sources
What each image and package holds; every finding names them.
)doc"},
                            .check = check};

namespace {

/// What to do where nothing brings the program.
std::string install(std::string_view program, const graph::Base& base) {
  const bool alpine = base.contents && base.contents->os == "alpine";
  if (program.starts_with("pip"))
    return fmt::format("install {} first", alpine ? "py3-pip" : "python3-pip");
  if (program == "python") return "install python3 first, and call python3";
  return "install python3 first";
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::PythonNeed& need : graph.pythons) {
    if (need.need.verdict != graph::Verdict::unmet || need.need.weak) continue;
    const facts::ProgramUse& use = graph.facts.programs[need.program];
    const std::string& image = graph.bases[static_cast<std::size_t>(need.need.stage)].name;
    const std::string only = need.python3 ? ", only python3" : "";
    Diagnostic found = finding(python_not_found, graph, need.need.stage, need.need.span,
                               fmt::format("{} is not there{}: {} has none and nothing installs it",
                                           use.program, only, image));
    if (use.how.span) found.notes.push_back({use.how.words, use.how.span, {}});
    found.notes.insert(found.notes.end(), need.need.chain.begin(), need.need.chain.end());
    const graph::StepTrait* const step = graph.step(use.at);
    const bool shell = step == nullptr || !step->json || use.at.command > 0;
    found.notes.push_back(
        use.when == facts::RunWhen::build
            ? fact(fmt::format("the build shows \"{}: not found\"", use.program))
        : shell ? fact(fmt::format("the container shows \"{}: not found\"", use.program))
                : fact(fmt::format("the container stops at its start: there is no {} on PATH",
                                   use.program)));
    if (need.python3 && need.need.span.size() == use.program.size()) {
      found.fixes.push_back({"call python3", Safety::safe, {{need.need.span, "python3"}}});
    } else {
      found.fixes.push_back(
          {install(use.program, graph.bases[static_cast<std::size_t>(need.need.stage)]),
           Safety::shown,
           {}});
    }
    out.push_back(std::move(found));
  }
}

}  // namespace

}  // namespace cudafit::rules
