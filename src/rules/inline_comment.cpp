#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule inline_comment;
const Rule inline_comment{
    .info = {.id = "inline-comment",
             .summary = "A comment behind the arguments of an instruction is not a comment",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports ` # words` behind the arguments of `FROM`, `COPY`, `ADD`, `ENV`, `LABEL`, `EXPOSE`, `WORKDIR`, `USER` and `VOLUME`,
behind the JSON array of `RUN`, `CMD` and `ENTRYPOINT`, and in the middle of a continued shell line, where it swallows the
lines that are joined behind it.

## Why it fails
A Dockerfile has comments only on lines of their own. Elsewhere the words are arguments: `FROM` ends with
`FROM requires either one or three arguments`, `ENV A=1 # x` with `can't find = in "#"`, `COPY a b # x` with
`"/#": not found`; `WORKDIR /app # x` makes a directory of that name, and `CMD ["python"] # x` silently becomes
`/bin/sh -c '["python"] # x'`.

## Bad
```dockerfile
FROM nvidia/cuda:12.4.1-base-ubuntu22.04 # the driver is 550
```

## Good
```dockerfile
# the driver is 550
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
```

## How the fix works
The comment moves to a line of its own above the instruction. Safe where the line as written ends the build; suggested where
the words silently became part of a value.

## Sources
Measured with Docker 20.10 and BuildKit v0.34.2; moby/buildkit@v0.34.2:frontend/dockerfile/parser.
)doc"},
    .check = check};

namespace {

std::string consequence(const facts::Slip& slip) {
  if (slip.extra == "kept")
    return fmt::format("{} takes \"{}\" as part of its value", slip.subject, slip.detail);
  if (slip.extra == "shell")
    return fmt::format(
        "{} with words behind its JSON array is no exec form: a shell runs the brackets",
        slip.subject);
  if (slip.extra == "lost")
    return fmt::format("the comment in this {} swallows the lines joined behind it", slip.subject);
  return fmt::format("{} takes \"{}\" as arguments, and the build stops", slip.subject,
                     slip.detail);
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const facts::Slip& slip : graph.facts.slips) {
    if (slip.kind != facts::SlipKind::inline_comment) continue;
    Diagnostic finding =
        rules::finding(inline_comment, graph, slip.stage, slip.span, consequence(slip));
    finding.label = "not a comment here";
    if (slip.extra == "lost") finding.label = "the comment goes on over the next line";
    add_chain(slip.how, finding);
    const bool fails = slip.extra == "fails";
    const Safety safety = slip.edits.empty() ? Safety::shown
                          : fails            ? Safety::safe
                                             : Safety::suggested;
    finding.fixes.push_back({"move the comment to a line of its own", safety, slip.edits});
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
