#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule run_export_no_effect;
const Rule run_export_no_effect{
    .info = {.id = "run-export-no-effect",
             .summary = "RUN export or RUN cd ends with the shell that ran it",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports `export NAME=value` with nothing behind it in the same `RUN` that could use it, and `RUN cd dir` on its own.

## Why it fails
Each `RUN` has a shell of its own. What it exports and where it changes to is gone when the step ends: a later
`RUN python setup.py install` does not see `FORCE_CUDA=1` and builds without CUDA, and no message says so.

## Bad
```dockerfile
FROM python:3.11
RUN export FORCE_CUDA=1
RUN pip install .
```

## Good
```dockerfile
FROM python:3.11
ENV FORCE_CUDA=1
RUN pip install .
```

## How the fix works
Suggested: `RUN export` becomes `ENV`, `RUN cd` becomes `WORKDIR`; later steps then really get it, which changes what they do.
No fix where the value is computed by a command, which `ENV` cannot run, or where the export ends a longer step.

## Sources
RUN in the Dockerfile reference: every shell-form RUN starts a new shell.
)doc"},
    .look = Look::unnecessary,
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const facts::Slip& slip : graph.facts.slips) {
    if (slip.kind != facts::SlipKind::export_without_effect) continue;
    const bool directory = slip.subject == "cd";
    Diagnostic finding = rules::finding(
        run_export_no_effect, graph, slip.stage, slip.span,
        directory
            ? fmt::format("RUN cd {} changes no directory for the next instruction", slip.detail)
            : fmt::format("export {} ends with this RUN, and nothing behind it uses it",
                          slip.detail));
    finding.label = "lost when the step ends";
    const std::string title = directory ? fmt::format("use WORKDIR {}", slip.detail)
                                        : fmt::format("set {} with ENV", slip.detail);
    finding.fixes.push_back(
        {title, slip.edits.empty() ? Safety::shown : Safety::suggested, slip.edits});
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
