#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule pip_unquoted_specifier;
const Rule pip_unquoted_specifier{
    .info = {.id = "pip-unquoted-specifier",
             .summary =
                 "The shell takes the version specifier of an install command for a redirection",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports `pkg>=1.2` and `pkg<2` without quotes on the command line of pip, uv, pipx, poetry, conda, mamba and micromamba in a
shell-form `RUN`.

## Why it fails
To the shell `>` and `<` redirect. `pip install numpy>=1.2` installs `numpy` without any constraint and writes pip's output
into a file named `=1.2`; `pip install "numpy"<2` looks for a file named `2` and the build ends with
`cannot open 2: No such file` (dash) or `2: No such file or directory` (bash).

## Bad
```dockerfile
FROM python:3.11-slim
RUN pip install numpy>=1.24 torch
```

## Good
```dockerfile
FROM python:3.11-slim
RUN pip install "numpy>=1.24" torch
```

## How the fix works
Safe: the requirement is put into double quotes. Inside `sh -c '...'` the outer quotes decide which ones may be added, so
there the fix is left to you.

## Sources
Redirection in the POSIX shell language, IEEE Std 1003.1-2017, Shell Command Language 2.7.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const facts::Slip& slip : graph.facts.slips) {
    if (slip.kind != facts::SlipKind::unquoted_specifier) continue;
    const bool reads = slip.detail == "<";
    Diagnostic finding = rules::finding(
        pip_unquoted_specifier, graph, slip.stage, slip.span,
        reads ? fmt::format("the shell reads {} as a redirection from a file named {}",
                            slip.subject, slip.extra)
              : fmt::format("the shell reads {} as a redirection into a file named {}",
                            slip.subject, slip.extra));
    finding.label = reads ? "this step fails" : "the version is not constrained";
    finding.notes.push_back(
        fact(reads ? fmt::format("the build shows \"cannot open {}: No such file\"", slip.extra)
                   : std::string("the install succeeds and takes whatever version it likes")));
    finding.fixes.push_back({fmt::format("put {} into quotes", slip.subject),
                             slip.edits.empty() ? Safety::shown : Safety::safe, slip.edits});
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
