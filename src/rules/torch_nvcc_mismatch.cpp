#include <fmt/format.h>

#include <set>
#include <utility>

#include "advise/tags.h"
#include "advise/torch.h"
#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule torch_nvcc_mismatch;
const Rule torch_nvcc_mismatch{
    .info = {.id = "torch-nvcc-mismatch",
             .summary = "An extension is compiled with the nvcc of another CUDA than torch's",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports extensions of torch that are compiled with an nvcc whose major version is not that of torch's CUDA (apex: any
difference). Where only the minor differs it is a hint, once for each stage. Where nothing pins torch, the newest release the
data knows counts, and the finding says so with its date.

## Why it fails
torch compares the two before it compiles: `RuntimeError: The detected CUDA version (11.8) mismatches the version that was used
to compile PyTorch (12.1). Please make sure to use the same CUDA versions.` The image's toolkit does not matter for torch
itself, whose wheel brings its own CUDA libraries; it matters for everything that is compiled against it.

## Bad
```dockerfile
FROM nvidia/cuda:12.6.3-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu118
RUN pip3 install --no-build-isolation flash-attn==2.8.2
```

## Good
```dockerfile
FROM nvidia/cuda:11.8.0-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu118
RUN pip3 install --no-build-isolation flash-attn==2.8.2
```

## How the fix works
The published `-devel-` tag of torch's CUDA on the same system, edited where the tag is written; suggested. The other way round,
a torch built for the image's CUDA, is shown. Where pip builds in an environment of its own with the newest torch,
`--no-build-isolation` makes it use the installed one; suggested where that one fits.

## Sources
torch.utils.cpp_extension of each release, the setup of each package, and what each image holds; every finding names them.
)doc"},
    .check = check};

namespace {

std::string line_of(Version version) {
  version.parts = std::min<std::uint8_t>(version.parts, 2);
  return version.text();
}

void add_fixes(const graph::Graph& graph, const graph::CudaMatch& match,
               const graph::ExtensionBuild& build, Diagnostic& finding) {
  if (build.isolated && build.install >= 0) {
    // pip builds it against a torch that nobody asked for: the one that is installed may fit.
    finding.fixes.push_back(advise::without_isolation(graph, build, match.nvcc));
    return;
  }
  const auto other = advise::other_base(graph, match.need.stage,
                                        {.flavor = matrix::Flavor::devel, .cuda = match.torch});
  if (other) {
    const bool shown = other->edits.empty() || other->spreads;
    finding.fixes.push_back({fmt::format("use {}", other->image),
                             shown ? Safety::shown : Safety::suggested,
                             shown ? std::vector<Edit>() : other->edits});
  }
  finding.fixes.push_back(
      {fmt::format("install a torch built for CUDA {}", match.nvcc.major()), Safety::shown, {}});
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  // By image and torch: of a minor version once is enough, in however many stages.
  std::set<std::pair<std::size_t, facts::Position>> hinted;
  for (const graph::CudaMatch& match : graph.cuda_matches) {
    const bool unmet = match.need.verdict == graph::Verdict::unmet;
    const graph::ExtensionBuild& build = graph.extension_builds[match.extension];
    const std::pair cause{graph.facts.stages[static_cast<std::size_t>(match.need.stage)].root,
                          build.torch->at};
    const bool hint = !unmet && match.minor && !hinted.contains(cause);
    if ((!unmet && !hint) || match.need.weak) continue;
    Diagnostic finding = rules::finding(
        torch_nvcc_mismatch, graph, match.need,
        fmt::format("{} is compiled with nvcc {}, but {} is built with CUDA {}", build.title,
                    line_of(match.nvcc), build.torch->title(), line_of(match.torch)));
    finding.label = "compiled here";
    if (hint) {
      finding.severity = Severity::hint;
      hinted.insert(cause);
      finding.notes.push_back(
          fact("only the minor version differs: torch warns and goes on, which mostly works"));
    }
    if (unmet) add_error_text("the build", match.error, finding);
    add_fixes(graph, match, build, finding);
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
