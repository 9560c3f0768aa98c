// Found while reading and evaluating, not by a check.

#include "rules/rules.h"

namespace cudafit::rules {

extern const Rule parse_error;
const Rule parse_error{.info = {.id = "parse-error",
                                .summary = "The file cannot be read as the build reads it",
                                .severity = Severity::error,
                                .docs = R"doc(## What it does
Reports what BuildKit refuses to parse or to evaluate: broken instructions, unknown instructions, heredocs without an end,
bad substitutions, `FROM` with the wrong number of words. The rest of the file is still analysed. Also files that a command of
the build reads and its tool cannot: a `pyproject.toml` that is no TOML, a lock file that is none (`uv.lock`, `poetry.lock`,
`pdm.lock`, `Pipfile.lock`, `pylock.toml`), and an environment of conda (`environment.yml`) that is no YAML. And what ends in
no tool: a Compose file that includes itself, a service that extends itself, by way of others or not.

## Why it fails
The build stops at such a line before it runs anything: `dockerfile parse error on line 2: unknown instruction: RUNN`.
At a broken `pyproject.toml` pip ends with `TOMLDecodeError`, uv with `TOML parse error at line 5, column 5`.

## Bad
```dockerfile
FROM ubuntu:22.04
RUNN echo hello
```

## Good
```dockerfile
FROM ubuntu:22.04
RUN echo hello
```

## How the fix works
There is no automatic fix. Where one instruction is one or two letters away, the message names it.

## Sources
BuildKit's Dockerfile frontend, moby/buildkit@v0.34.2:frontend/dockerfile/parser and frontend/dockerfile/instructions.
)doc"},
                       .behind = "inline-comment"};

}  // namespace cudafit::rules
