#include <fmt/format.h>

#include "rules/container_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule powershell_env_in_env;
const Rule powershell_env_in_env{
    .info = {.id = "powershell-env-in-env",
             .summary = "ENV does not know PowerShell's way to name variables",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports `$env:NAME` in the value of an `ENV`, unless it is escaped, stands in single quotes, or the build has a variable `env`.

## Why it fails
The build replaces `$env`, a variable that is not set, by nothing. `ENV PATH="$env:PATH;C:\tools"` makes the path `:PATH;C:\tools`, and
programs that were found before are not any more: `'powershell' is not recognized as an internal or external command`.

## Bad
```dockerfile
FROM mcr.microsoft.com/windows:ltsc2019
ENV CUDA_PATH="$env:CUDA_HOME"
```

## Good
```dockerfile
FROM mcr.microsoft.com/windows:ltsc2019
ENV CUDA_HOME="C:/cuda"
ENV CUDA_PATH="${CUDA_HOME}"
```

## How the fix works
Suggested: `${NAME}`, where an instruction above sets that variable. Else shown: what Windows itself sets, such as `PATH`, is not
known to `ENV`; add to it in a `RUN` with `setx /M`.

## Sources
ENV in the Dockerfile reference: environment replacement.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const facts::Slip& slip : graph.facts.slips) {
    if (slip.kind != facts::SlipKind::powershell_variable) continue;
    Diagnostic finding =
        rules::finding(powershell_env_in_env, graph, slip.stage, slip.span,
                       fmt::format("{} in ENV {} is nothing with \":{}\" behind it: the build does "
                                   "not read PowerShell",
                                   slip.detail, slip.subject, slip.extra));
    if (!slip.edits.empty()) {
      finding.fixes.push_back(
          {fmt::format("write ${{{}}}", slip.extra), Safety::suggested, slip.edits});
    } else {
      advise_only("set it in a RUN: setx /M " + slip.subject + " ...", finding);
    }
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
