#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule nightly_index_dead;
const Rule nightly_index_dead{
    .info = {.id = "nightly-index-dead",
             .summary = "A nightly index of PyTorch for a CUDA that is not built any more",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports torch and its companions from a directory of PyTorch's nightly index whose CUDA was dropped so long ago that no build for
it is listed any more. Nightlies of a CUDA that is still built are a hint, where an image that starts a service takes whichever
is the newest; not with a version that is named, in stages for development, or for a CUDA that was built until lately.

## Why it fails
The index of nightlies lists the newest builds only, counted over all versions of CUDA. When a CUDA is dropped, its last builds
leave the index some weeks later, and the directory has no torch:
`ERROR: Could not find a version that satisfies the requirement torch (from versions: none)`. With other indexes beside it, pip
goes on and installs a release for another CUDA (a warning). Of the nightlies that are still built, every build of the image gets
another one, and none of them can be installed again once it has left the index.

## Bad
```dockerfile
FROM python:3.11-slim
RUN pip install --pre torch --index-url https://download.pytorch.org/whl/nightly/cu121
```

## Good
```dockerfile
FROM python:3.11-slim
RUN pip install --pre torch --index-url https://download.pytorch.org/whl/nightly/cu126
```

## How the fix works
Writes the nearest nightly directory that is still built. A release is mostly the better choice now: what was a nightly then has
come out since. Shown for nightlies that are still built.

## Sources
PyTorch's test-infra, which writes the index; the builds of each release.
)doc"},
    .check = check};

namespace {

Diagnostic of_live(const graph::Graph& graph, const graph::NightlyNeed& need) {
  Diagnostic finding = rules::finding(
      nightly_index_dead, graph, need.need,
      fmt::format("{} is nightly builds: the torch of this image is the one of the day it is built",
                  need.need.subject));
  finding.severity = Severity::hint;
  finding.notes.push_back(
      fact(fmt::format("the index lists the newest {} nightlies only: a build cannot be repeated "
                       "once its torch has left it",
                       need.ended.kept),
           need.ended.source.text()));
  finding.fixes.push_back({"install a release of torch, where one will do", Safety::shown, {}});
  return finding;
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::NightlyNeed& need : graph.torch.nightlies) {
    if (need.need.verdict == graph::Verdict::unknown) {
      out.push_back(of_live(graph, need));
      continue;
    }
    Diagnostic finding =
        rules::finding(nightly_index_dead, graph, need.need,
                       fmt::format("{} has no torch any more: the last release for {} is {}",
                                   need.need.subject, need.need.object, need.ended.last_torch));
    if (need.falls_back) finding.severity = Severity::warning;
    finding.notes.push_back(fact(
        fmt::format("torch {} came out without {} on {}; the index lists the newest {} "
                    "nightlies only",
                    need.ended.first_torch, need.need.object, need.ended.date, need.ended.kept),
        need.ended.source.text()));
    if (need.falls_back) {
      finding.notes.push_back(
          fact(need.other_index
                   ? "torch comes from another index, built for another CUDA"
                   : "unless pip has further indexes here, which is not known, nothing is found; "
                     "from another index torch would come built for another CUDA"));
    } else {
      add_error_text(need.uv ? "uv" : "pip",
                     need.uv ? "No solution found when resolving dependencies"
                             : "ERROR: Could not find a version that satisfies the requirement "
                               "torch (from versions: none)",
                     finding);
    }
    for (std::size_t i = 0; i < need.nearest.size() && i < 2 && need.index.span; ++i) {
      finding.fixes.push_back(
          {"use " + need.nearest[i], Safety::suggested, {{need.index.span, need.nearest[i]}}});
    }
    if (finding.fixes.empty())
      finding.fixes.push_back({"install a release of torch instead", Safety::shown, {}});
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
