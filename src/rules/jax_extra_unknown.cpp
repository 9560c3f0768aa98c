#include <fmt/format.h>

#include <algorithm>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule jax_extra_unknown;
const Rule jax_extra_unknown{
    .info = {.id = "jax-extra-unknown",
             .summary = "An extra that the package does not have: pip only warns",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports extras of Python packages for GPUs that the version that is installed does not have: `jax[cuda12_pip]` from jax 0.6 on,
`jax[cuda11_pip]`, `tensorflow[and-cuda]` before 2.14. Where nothing pins the package, the newest release known for the stage's
Python counts.

## Why it fails
An extra that does not exist is no error: pip prints `WARNING: jax 0.6.2 does not provide the extra 'cuda12-pip'` and installs the
package without it. jax then runs on the CPU: `An NVIDIA GPU may be present on this machine, but a CUDA-enabled jaxlib is not
installed. Falling back to cpu.` A plain TensorFlow uses the CUDA of the image, so that is a warning.

## Bad
```dockerfile
FROM python:3.12-slim
RUN pip install "jax[cuda12_pip]==0.6.2"
```

## Good
```dockerfile
FROM python:3.12-slim
RUN pip install "jax[cuda12]==0.6.2"
```

## How the fix works
Writes the extra that took its place. Suggested: it brings NVIDIA's wheels, which are not installed as the line stands.

## Sources
The packages' change logs and setup.py, release by release; every finding names them.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::ExtraNeed& need : graph.pairings.extras) {
    // A package that then uses the system's CUDA, and misses it, is reported for that.
    const bool told = std::any_of(graph.libraries.begin(), graph.libraries.end(),
                                  [&](const graph::LibraryNeed& library) {
                                    return library.need.verdict == graph::Verdict::unmet &&
                                           library.need.span == need.need.span;
                                  });
    if (told) continue;
    const bool cpu = need.plain == matrix::LibsFrom::none;
    Diagnostic found = rules::finding(
        jax_extra_unknown, graph, need.need,
        fmt::format("{} has no extra {}: {}", need.need.subject, need.written,
                    need.fact.fix.empty() ? "pip leaves it out"
                                          : fmt::format("{} took its place", need.fact.fix)));
    if (!cpu || need.need.weak) found.severity = Severity::warning;
    found.notes.push_back(fact(
        fmt::format("pip says \"WARNING: {} does not provide the extra\"", need.need.subject)));
    if (cpu)
      found.notes.push_back(fact(
          "at run time it says \"a CUDA-enabled jaxlib is not installed. Falling back to cpu\""));
    if (!need.fact.fix.empty()) {
      const bool edits = static_cast<bool>(need.extra_span);
      found.fixes.push_back({fmt::format("ask for {}[{}]", need.package, need.fact.fix),
                             edits ? Safety::suggested : Safety::shown,
                             edits
                                 ? std::vector<Edit>{{need.extra_span, std::string(need.fact.fix)}}
                                 : std::vector<Edit>{}});
    }
    out.push_back(std::move(found));
  }
}

}  // namespace

}  // namespace cudafit::rules
