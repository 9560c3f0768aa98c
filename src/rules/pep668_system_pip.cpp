#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule pep668_system_pip;
const Rule pep668_system_pip{
    .info = {.id = "pep668-system-pip",
             .summary = "pip refuses to install into the distribution's own Python",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports `pip install` (and `uv pip install --system`) with the Python that the distribution's package manager installed, on
releases that keep it for their own packages: Ubuntu 23.04 and later, Debian 12 and later. Virtual environments, conda, the
images of `python`, pyenv, other Pythons, `--break-system-packages` and its variables, `pip.conf` and a removed
`EXTERNALLY-MANAGED` are taken into account.

## Why it fails
The distribution puts a file named `EXTERNALLY-MANAGED` beside its standard library (PEP 668), and pip gives up:
`error: externally-managed-environment`. A Dockerfile that worked on Ubuntu 22.04 fails when its base moves to 24.04.

## Bad
```dockerfile
FROM nvidia/cuda:12.6.3-base-ubuntu24.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.7.1
```

## Good
```dockerfile
FROM nvidia/cuda:12.6.3-base-ubuntu24.04
RUN apt-get update && apt-get install -y python3-venv
RUN python3 -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
RUN pip install torch==2.7.1
```

## How the fix works
An image is nobody's desktop, so the edit lets pip in: `ENV PIP_BREAK_SYSTEM_PACKAGES=1` before the step. It is suggested, not
safe: pip may replace a Python package of the distribution. A virtual environment, as above, keeps them apart.

## Sources
PEP 668; what the images of each release hold.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::ManagedPython& need : graph.managed_pythons) {
    const facts::PipInstall& install = graph.facts.pip_installs[need.install];
    const bool uv = install.tool == facts::Installer::uv;
    Diagnostic finding = rules::finding(
        pep668_system_pip, graph, need.need,
        fmt::format("{} cannot install into the Python of {}: it is managed by the distribution",
                    need.need.subject, need.system));
    add_error_text("the build",
                   uv ? "error: The interpreter at /usr is externally managed"
                      : "error: externally-managed-environment",
                   finding);
    const std::string line = fmt::format("ENV {}_BREAK_SYSTEM_PACKAGES=1", uv ? "UV" : "PIP");
    const graph::StepTrait* const step = graph.step(install.at);
    Fix let{fmt::format("let {} install there: {}", uv ? "uv" : "pip", line), Safety::shown, {}};
    if (step != nullptr && step->span) {
      let.safety = Safety::suggested;
      let.edits.push_back({{step->span.file, step->span.begin, step->span.begin}, line + "\n"});
    }
    finding.fixes.push_back(std::move(let));
    finding.fixes.push_back(
        {"make a virtual environment (package python3-venv, python3 -m venv "
         "/opt/venv) and put its bin directory first on PATH",
         Safety::shown,
         {}});
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
