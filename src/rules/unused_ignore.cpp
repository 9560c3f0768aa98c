// Found when ignore comments are settled, not by a check.

#include "rules/rules.h"

namespace cudafit::rules {

extern const Rule unused_ignore;
const Rule unused_ignore{.info = {.id = "unused-ignore",
                                  .summary = "An ignore comment silences nothing",
                                  .severity = Severity::warning,
                                  .docs = R"doc(## What it does
Reports a `# cudafit: ignore=...`, `ignore-stage=...` or `ignore-file=...` comment, or one rule in it, that no finding needs,
and names that are no rule. In other files that a build reads (requirements, YAML, TOML, scripts), only when every build that reads
the file was linted and none needs the comment.

## Why it fails
The comment claims a problem that is not there: it was fixed, moved, or the rule is misspelt. Left in place it hides the
next real finding.

## Bad
```dockerfile
FROM ubuntu:22.04
# cudafit: ignore=gpu-at-build the builder has a GPU
RUN echo hello
```

## Good
```dockerfile
FROM ubuntu:22.04
# cudafit: ignore=gpu-at-build the builder has a GPU
RUN nvidia-smi
```

## How the fix works
Safe: the rule that silences nothing is taken out of the comment; a comment with no rule left is removed with its line.

## Sources
The meaning of ignore comments is cudafit's own.
)doc"},
                         .look = Look::unnecessary};

}  // namespace cudafit::rules
