#include <fmt/format.h>

#include "rules/service_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule compose_dollar_unescaped;
const Rule compose_dollar_unescaped{
    .info = {.id = "compose-dollar-unescaped",
             .summary = "Compose takes a $ that is meant for a shell",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports `${...}` that Compose cannot read (`${x%%y}`, `${#x}`, `${x:0:3}`), anywhere in the file, and in commands a `$name` that the
same script sets itself (`for i in ...; do echo $i`). `$(...)`, `$1` and `$?` reach the container as they are.

## Why it fails
Compose puts the values of its own environment into every text of the file before a container sees it. What is no variable for
it stops the whole file: `invalid interpolation format ... You may need to escape any $ with another $`. A variable of the
script is not set there: `The "i" variable is not set. Defaulting to a blank string.`

## Bad
```yaml
services:
  app:
    image: debian:12-slim
    command: sh -c 'for i in 0 1; do ./worker --gpu $i & done; wait'
```

## Good
```yaml
services:
  app:
    image: debian:12-slim
    command: sh -c 'for i in 0 1; do ./worker --gpu $$i & done; wait'
```

## How the fix works
Writes `$$`, which Compose passes on as one `$`.

## Sources
The Compose specification on interpolation; compose-go's templates.
)doc"},
    .of_services = true,
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const facts::ServiceDollar& dollar : graph.facts.dollars) {
    Diagnostic one;
    one.rule = compose_dollar_unescaped.info.id;
    one.severity = compose_dollar_unescaped.info.severity;
    one.span = dollar.span;
    if (dollar.set_by.empty()) {
      one.message = fmt::format("Compose cannot read {} and refuses the file", dollar.written);
      add_error_text("docker compose", "invalid interpolation format", one);
    } else {
      one.message = fmt::format("Compose replaces {} before the script sets {}", dollar.written,
                                dollar.set_by);
      add_error_text("docker compose",
                     fmt::format("The \"{}\" variable is not set. Defaulting to a blank string.",
                                 dollar.set_by),
                     one);
    }
    one.fixes.push_back({"write $$", Safety::safe, dollar.edits});
    out.push_back(std::move(one));
  }
}

}  // namespace

}  // namespace cudafit::rules
