#include <fmt/format.h>

#include "rules/container_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule ld_library_path_duplicate;
const Rule ld_library_path_duplicate{
    .info = {.id = "ld-library-path-duplicate",
             .summary = "One ENV sets LD_LIBRARY_PATH twice, and only the last counts",
             .severity = Severity::warning,
             .docs = R"doc(## What it does
Reports one `ENV` instruction with `LD_LIBRARY_PATH` in it twice, where the first value names a directory that the last does not.

## Why it fails
All values of one `ENV` see the variables as they were before the line, also where a value says `$LD_LIBRARY_PATH`. The last one
stays, and the directories of the first are never searched: `error while loading shared libraries: libfoo.so.1: cannot open shared
object file: No such file or directory`.

## Bad
```dockerfile
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
ENV LD_LIBRARY_PATH=/opt/a/lib:$LD_LIBRARY_PATH \
    LD_LIBRARY_PATH=/opt/b/lib:$LD_LIBRARY_PATH
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
ENV LD_LIBRARY_PATH=/opt/a/lib:/opt/b/lib:$LD_LIBRARY_PATH
```

## How the fix works
Suggested: puts the lost directories before the value that counts. The first value is left as it is, without effect.

## Sources
ENV in the Dockerfile reference: environment substitution uses the same value for each variable throughout an instruction.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  each_flaw(
      ld_library_path_duplicate, graph, graph::ContainerFlaw::paths_twice, out,
      [](const graph::ContainerNeed& need, Diagnostic& finding) {
        finding.message =
            fmt::format("this ENV sets {} again, and {} is lost: only the last value counts",
                        need.name, need.value);
        finding.label = "without effect";
        finding.notes.push_back(fact("what looks for it shows \"cannot open shared object file\""));
        offer(need, fmt::format("put {} into the last value", need.value), need.value + ":",
              finding);
      });
}

}  // namespace

}  // namespace cudafit::rules
