#include <fmt/format.h>

#include "advise/tags.h"
#include "rules/image_sizes.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule devel_in_final;
const Rule devel_in_final{
    .info = {.id = "devel-in-final",
             .summary = "The shipped image carries a CUDA toolkit that nothing uses",
             .severity = Severity::hint,
             .docs = R"doc(## What it does
Hints at shipped stages on a `-devel` image in which nothing compiles, or only a package while it is installed: only wheels are installed, no compiler, `cmake`, `make`,
`setup.py`, repository, script or editable package is run or installed, none of the packages is known to compile when it runs,
and the container starts a program of one of them (`python -m package`), itself or in a script that the build copies and that does
nothing else. Stages that start applications of their own, or scripts that are not known
(they may compile when they run), stages with ONBUILD, stages for people (no command, a shell, a notebook, names with dev or
test) and stages of which anything is not known are left alone.

## Why it fails
It does not fail: it ships gigabytes of compilers, headers and static libraries that are never read, to be pulled by every host
and scanned for vulnerabilities. Wheels of torch bring the CUDA libraries they use and need only the host's driver.

## Bad
```dockerfile
FROM nvidia/cuda:12.6.3-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu126
RUN pip3 install mlflow
CMD ["python3", "-m", "mlflow", "server"]
```

## Good
```dockerfile
FROM nvidia/cuda:12.6.3-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu126
RUN pip3 install mlflow
CMD ["python3", "-m", "mlflow", "server"]
```

## How the fix works
The smallest flavor of the same release and system that has what the packages take from the image: suggested where every
package is known, shown where one is not. Where a package compiles when it is installed, the split into two stages is shown.

## Sources
What each image holds and what each package needs; every finding lists what was looked at.
)doc"},
    .about_size = true,
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::SpareCuda& spare : graph.spare_cuda) {
    if (spare.part != graph::SpareCuda::Part::toolkit) continue;
    const auto other =
        advise::other_base(graph, spare.need.stage, {.flavor = spare.enough, .cudnn = spare.cudnn});
    if (!other) continue;
    const bool split = !spare.compiled.empty();
    Diagnostic finding = rules::finding(
        devel_in_final, graph, spare.need,
        split ? fmt::format(
                    "{} ships the whole CUDA toolkit, and only the installation of {} uses it",
                    spare.need.subject, spare.compiled)
              : fmt::format("{} ships the whole CUDA toolkit, and nothing in this stage compiles",
                            spare.need.subject));
    add_cost(graph, spare, *other, finding);
    if (split) {
      finding.fixes.push_back(
          {fmt::format("install into a virtual environment in a stage of its own, and copy it into "
                       "a stage that starts from {}",
                       other->image),
           Safety::shown,
           {}});
    } else {
      offer_image(*other, spare.all_known, finding);
    }
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
