#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule lost_pip_packages;
const Rule lost_pip_packages{
    .info = {.id = "lost-pip-packages",
             .summary = "The program that is started stays behind in the stage that installed it",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports shipped stages whose command is a program of a Python package (`uvicorn`, `gunicorn`, `torchrun`,
`python -m package`) that only the stage they copy from has installed. The shipped stage has to be known to have no packages of its
own: no pip, conda or script, no `COPY` of a virtual environment, of site-packages, of `/usr/local` or of a home directory, no `PATH`
or `PYTHONPATH` of its own.

## Why it fails
pip installs into the builder's site-packages; `COPY --from=builder /app /app` takes the application only. The image builds, and the
container stops with `exec: "uvicorn": executable file not found in $PATH` or `No module named uvicorn`.

## Bad
```dockerfile
FROM python:3.12 AS builder
WORKDIR /app
RUN pip install fastapi uvicorn
COPY . .

FROM python:3.12-slim
WORKDIR /app
COPY --from=builder /app /app
CMD ["uvicorn", "main:app"]
```

## Good
```dockerfile
FROM python:3.12 AS builder
WORKDIR /app
RUN python -m venv /opt/venv && /opt/venv/bin/pip install fastapi uvicorn
COPY . .

FROM python:3.12-slim
WORKDIR /app
COPY --from=builder /opt/venv /opt/venv
COPY --from=builder /app /app
CMD ["/opt/venv/bin/uvicorn", "main:app"]
```

## How the fix works
Shown, not applied: install into a virtual environment and copy that too. It has to be copied to the same path, and both stages
need the same Python.

## Sources
Docker's documentation of multi-stage builds; what each image holds.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::LostPackage& lost : graph.lost_packages) {
    Diagnostic found =
        finding(lost_pip_packages, graph, lost.need,
                fmt::format("{} is started here, and {} is installed in stage {} only",
                            lost.program, lost.package, graph.stage_label(lost.builder)));
    found.notes.push_back(
        fact(lost.module ? fmt::format("the container shows \"No module named {}\"", lost.package)
                         : fmt::format("the container stops at its start: there is no {} on PATH",
                                       lost.program)));
    const std::string from = graph.stage_label(lost.builder);
    found.fixes.push_back(
        {lost.environment.empty()
             ? fmt::format("install into a virtual environment in stage {}, and copy it: COPY "
                           "--from={} /opt/venv /opt/venv",
                           from, from)
             : fmt::format("COPY --from={} {} {}", from, lost.environment, lost.environment),
         Safety::shown,
         {}});
    out.push_back(std::move(found));
  }
}

}  // namespace

}  // namespace cudafit::rules
