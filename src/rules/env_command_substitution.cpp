#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule env_command_substitution;
const Rule env_command_substitution{
    .info = {.id = "env-command-substitution",
             .summary = "ENV keeps a command substitution as plain text",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports `$(command)` and backquoted commands in the value of an `ENV`, unless single quotes or an escape say that the text is
meant, the variable is one that a shell evaluates later (`PS1`, `PROMPT_COMMAND`), or the Dockerfile itself uses `eval`.

## Why it fails
The build replaces variables in `ENV` but runs no command. The value is the text: `LD_LIBRARY_PATH=$(python3 -c ...)` holds a
dollar sign and parentheses, and programs report missing files under that name.

## Bad
```dockerfile
FROM python:3.11
ENV SITE="$(python3 -m site --user-site)/bin"
```

## Good
```dockerfile
FROM python:3.11
RUN python3 -m site --user-site > /etc/site
```

## How the fix works
Shown: compute the value in the `RUN` that needs it (`export NAME=$(...)` at its start), pass it in with `ARG`, or write it out.

## Sources
ENV in the Dockerfile reference; moby/buildkit@v0.34.2:frontend/dockerfile/shell/lex.go.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const facts::Slip& slip : graph.facts.slips) {
    if (slip.kind != facts::SlipKind::command_substitution) continue;
    Diagnostic finding =
        rules::finding(env_command_substitution, graph, slip.stage, slip.span,
                       fmt::format("ENV {} keeps {} as text: the build runs no command there",
                                   slip.subject, slip.detail));
    finding.label = "not run";
    finding.fixes.push_back(
        {fmt::format("compute {} in the RUN that needs it", slip.subject), Safety::shown, {}});
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
