#include <fmt/format.h>

#include "rules/container_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule exec_form_skips_shell;
const Rule exec_form_skips_shell{
    .info = {.id = "exec-form-skips-shell",
             .summary =
                 "The command does not go through SHELL, and misses the environment of conda",
             .severity = Severity::warning,
             .docs = R"doc(## What it does
Reports a CMD or ENTRYPOINT that is written as a list and starts Python or a server by its bare name, in a stage whose
`SHELL ["conda", "run", "-n", "env", ...]` (or mamba, micromamba) puts everything else into an environment. Silent where `PATH` is set by
`ENV`, where the command starts conda itself, on micromamba's images, whose entry point starts commands in the environment that `ENV_NAME`
names, and where the entry point of the base image is not known.

## Why it fails
A command written as a list is started without a shell, so `SHELL` does not count for it. It runs with the base environment's Python, or
none: `ModuleNotFoundError: No module named 'torch'`, `exec: "uvicorn": executable file not found in $PATH`.

## Bad
```dockerfile
FROM continuumio/miniconda3:24.1.2-0
COPY environment.yml .
RUN conda env create -n app -f environment.yml
SHELL ["conda", "run", "-n", "app", "/bin/bash", "-c"]
CMD ["python", "serve.py"]
```

## Good
```dockerfile
FROM continuumio/miniconda3:24.1.2-0
COPY environment.yml .
RUN conda env create -n app -f environment.yml
SHELL ["conda", "run", "-n", "app", "/bin/bash", "-c"]
CMD ["conda", "run", "--no-capture-output", "-n", "app", "python", "serve.py"]
```

## How the fix works
Suggested: starts the command with `conda run --no-capture-output -n env`, which passes signals and output on, or with `micromamba run`.

## Sources
SHELL in the Dockerfile reference: it is for the shell forms of RUN, CMD and ENTRYPOINT.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  each_flaw(exec_form_skips_shell, graph, graph::ContainerFlaw::shell_skipped, out,
            [](const graph::ContainerNeed& need, Diagnostic& finding) {
              finding.message = fmt::format(
                  "{} is started without a shell, so not in {}, the environment that SHELL names",
                  need.other, need.value);
              finding.label = "SHELL does not count here";
              finding.notes.push_back(fact("this shows as \"ModuleNotFoundError\""));
              // The others pass output on anyhow.
              const char* const flag = need.name == "conda" ? R"("--no-capture-output", )" : "";
              Fix fix{fmt::format("start it with {} run", need.name), Safety::shown, {}};
              if (need.name_span) {
                fix.safety = Safety::suggested;
                const Span before{need.name_span.file, need.name_span.begin, need.name_span.begin};
                fix.edits.push_back({before, fmt::format(R"({}", "run", {}"-n", "{}", ")",
                                                         need.name, flag, need.value)});
              }
              finding.fixes.push_back(std::move(fix));
            });
}

}  // namespace

}  // namespace cudafit::rules
