#include <fmt/format.h>

#include <algorithm>

#include "advise/tags.h"
#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule nvcc_missing;
const Rule nvcc_missing{.info = {.id = "nvcc-missing",
                                 .summary = "A step compiles CUDA code where no nvcc is",
                                 .severity = Severity::error,
                                 .docs = R"doc(## What it does
Reports steps that cannot succeed without nvcc in stages that certainly have none: calls of `nvcc`, `cmake` with CUDA switched
on or for a copied project whose CMakeLists.txt enables CUDA whatever happens, a copied `setup.py` that builds a `CUDAExtension`
the same way, and packages whose installation compiles CUDA code for this torch, CUDA and Python, or asks for the compiler before it
looks for a wheel, as flash-attn does. Projects that give up unless CMake finds the toolkit (`find_package(CUDAToolkit REQUIRED)`) are
reported where not even its headers are there. Wheels named by their address, variables that switch the compiling off, and toolkits
that come from apt, conda or an installer are taken into account; where anything is not known, nothing is reported.

## Why it fails
The `base` and `runtime` flavors of `nvidia/cuda` and plain Python images have no compiler for CUDA. The build ends with
`nvcc: not found`, `No such file or directory: '/usr/local/cuda/bin/nvcc'`, `CUDA_HOME environment variable is not set` or
`No CMAKE_CUDA_COMPILER could be found`.

## Bad
```dockerfile
FROM nvidia/cuda:11.8.0-base-ubuntu22.04
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
The `-devel-` tag of the same release and system, or of torch's CUDA where the extension would refuse another one; edited where
the tag is written, be it an ARG default or the FROM line. Suggested, because the image grows; shown where other stages start
from the same image: then a stage of its own should compile, and the result be copied.

## Sources
The setup of each package, the lists of wheels their releases publish, and what each image holds; every finding names them.
)doc"},
                        .check = check};

namespace {

using graph::CompilerNeed;
using graph::ExtensionBuild;

const ExtensionBuild* extension_of(const graph::Graph& graph, const CompilerNeed& need) {
  return need.extension < 0 ? nullptr
                            : &graph.extension_builds[static_cast<std::size_t>(need.extension)];
}

std::string sentence(const graph::Graph& graph, const CompilerNeed& need) {
  const std::string& image = graph.bases[static_cast<std::size_t>(need.need.stage)].name;
  const std::string where = image.empty() ? std::string("this stage") : image;
  if (const ExtensionBuild* const build = extension_of(graph, need)) {
    if (need.headers)
      return fmt::format("{} compiles against the CUDA headers, which {} has not", build->title,
                         where);
    return fmt::format("{} needs nvcc to be installed, and {} has none", build->title, where);
  }
  const facts::Compile& compile = graph.facts.compiles[static_cast<std::size_t>(need.compile)];
  if (compile.kind == facts::CompileKind::nvcc)
    return fmt::format("nvcc is called, and {} has none", where);
  if (need.headers)
    return fmt::format("{} wants the CUDA toolkit, and {} has not even its headers",
                       need.need.subject, where);
  return fmt::format("{} compiles CUDA code, and {} has no nvcc", need.need.subject, where);
}

/// A list of GPUs is missing too: with a compiler alone it fails later.
bool fails_later(const graph::Graph& graph, const CompilerNeed& need) {
  return std::any_of(graph.gpu_lists.begin(), graph.gpu_lists.end(),
                     [&](const graph::GpuListNeed& list) {
                       return static_cast<int>(list.extension) == need.extension &&
                              list.behind_compiler && list.need.verdict != graph::Verdict::met;
                     });
}

/// The devel image: of the same release, unless what is compiled wants torch's CUDA.
std::optional<advise::OtherBase> devel_image(const graph::Graph& graph, const CompilerNeed& need) {
  const ExtensionBuild* const build = extension_of(graph, need);
  const int stage = need.need.stage;
  const auto same = advise::other_base(graph, stage, {.flavor = matrix::Flavor::devel});
  if (build == nullptr || !build->torch || !build->torch->cuda) return same;
  // torch's own minor version is the one that nothing complains about.
  if (same && same->tag.cuda.same_line(build->torch->cuda)) return same;
  auto matching = advise::other_base(graph, stage,
                                     {.flavor = matrix::Flavor::devel, .cuda = build->torch->cuda});
  if (matching) return matching;
  const bool fits = same && build->row.cuda_check != matrix::CudaCheck::exact &&
                    same->tag.cuda.major() == build->torch->cuda.major();
  return fits ? same : std::nullopt;
}

void add_fixes(const graph::Graph& graph, const CompilerNeed& need, Diagnostic& finding) {
  const ExtensionBuild* const build = extension_of(graph, need);
  const auto devel = devel_image(graph, need);
  if (devel) {
    const bool enough =
        build == nullptr || !build->row.min_cuda || !(devel->tag.cuda < build->row.min_cuda);
    std::string title = fmt::format("use {}", devel->image);
    Fix fix{.title = title, .safety = Safety::suggested, .edits = devel->edits};
    if (devel->spreads) {
      fix = {fmt::format("compile in a stage of its own on {}, and copy the result", devel->image),
             Safety::shown,
             {}};
    } else if (fails_later(graph, need)) {
      fix = {
          fmt::format("{}, and say for which GPUs to compile: {}", title, build->row.arch_variable),
          Safety::shown,
          {}};
    } else if (fix.edits.empty() || !enough) {
      fix.safety = Safety::shown;
      fix.edits.clear();
    }
    if (enough) finding.fixes.push_back(std::move(fix));
  } else {
    const bool torch = build != nullptr && build->torch && build->torch->cuda;
    finding.fixes.push_back(
        {fmt::format("compile in a stage on an nvidia/cuda -devel- image{}, and copy the result",
                     torch ? " of CUDA " + build->torch->cuda.text() : ""),
         Safety::shown,
         {}});
  }
  if (build != nullptr && build->asks_first && build->compiles == Known::no) {
    finding.fixes.push_back(
        {fmt::format("install its wheel by the wheel's address: {}", build->row.prebuilt_where),
         Safety::shown,
         {}});
  }
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const CompilerNeed& need : graph.compiler_needs) {
    if (need.need.verdict != graph::Verdict::unmet || need.need.weak) continue;
    if (need.conda_toolkit >= 0) continue;  // cudatoolkit-no-nvcc
    Diagnostic finding = rules::finding(nvcc_missing, graph, need.need, sentence(graph, need));
    finding.label = need.headers ? "no CUDA headers here" : "no nvcc here";
    add_error_text("the build", need.error, finding);
    add_fixes(graph, need, finding);
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
