#include <fmt/format.h>

#include "advise/rewrite.h"
#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule driver_in_image;
const Rule driver_in_image{
    .info = {.id = "driver-in-image",
             .summary = "An NVIDIA driver is installed into the image; it belongs on the host",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports packages that bring an NVIDIA driver into an image that is shipped: `nvidia-driver-*`, `cuda-drivers`, `libnvidia-compute-*`,
and the metapackages `cuda-X-Y` and `cuda-runtime-X-Y` of toolkits that still depend on it; NVIDIA's runfiles where no option
leaves the driver out. A warning for host tools that do no more than take up room, and for vendors' install scripts that add a
driver where they see a GPU. `cuda-toolkit-X-Y`, `cuda-libraries-X-Y` and headers are fine, and so are images that are meant to
bring the driver to their host: those that start `nvidia-driver` or handle kernel modules.

## Why it fails
The host's kernel module works with the libraries of its own version only, and the container toolkit puts those into the
container when it starts. Another driver in the image hides them: `Failed to initialize NVML: Driver/library version mismatch`.
Runfiles also try to build a kernel module, which a build cannot load.

## Bad
```dockerfile
FROM ubuntu:22.04
RUN apt-get update && apt-get install -y cuda-drivers
```

## Good
```dockerfile
FROM ubuntu:22.04
RUN apt-get update && apt-get install -y cuda-toolkit-12-4
```

## How the fix works
Suggested: the package that brings the same without the driver (`cuda-toolkit-12-4` for `cuda-12-4`), or `--silent --toolkit` for
a runfile of the toolkit. Shown where there is none: leave the driver to the host.

## Sources
NVIDIA's installation guides and the documentation of its container toolkit.
)doc"},
    .check = check};

namespace {

using graph::InstalledDriver;

std::string sentence(const InstalledDriver& driver) {
  if (driver.harm == matrix::Harm::warning)
    return fmt::format("{}: {}", driver.need.subject, driver.why);
  return fmt::format("{} installs an NVIDIA driver into the image, and the host has its own",
                     driver.need.subject);
}

void add_fix(const InstalledDriver& driver, Diagnostic& finding) {
  if (!driver.replacement.empty()) {
    Fix fix{fmt::format("install {} instead", driver.replacement), Safety::shown, {}};
    if (driver.plain &&
        advise::rewrite(driver.text, 0, driver.text.size(), driver.replacement, fix.edits))
      fix.safety = Safety::suggested;
    finding.fixes.push_back(std::move(fix));
    return;
  }
  if (driver.toolkit && driver.options) {
    const Span behind{driver.options.file, driver.options.end, driver.options.end};
    finding.fixes.push_back({"install the toolkit only: --silent --toolkit",
                             Safety::suggested,
                             {{behind, driver.silent ? " --toolkit" : " --silent --toolkit"}}});
    return;
  }
  finding.fixes.push_back({"leave it out; the container gets the driver of its host when it starts",
                           Safety::shown,
                           {}});
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const InstalledDriver& driver : graph.installed_drivers) {
    Diagnostic finding = rules::finding(driver_in_image, graph, driver.need.stage, driver.need.span,
                                        sentence(driver));
    if (driver.harm == matrix::Harm::warning || driver.need.weak)
      finding.severity = Severity::warning;
    finding.notes = driver.need.chain;
    if (driver.harm == matrix::Harm::error)
      finding.notes.push_back(
          fact("where the versions differ, this shows as \"Failed to initialize "
               "NVML: Driver/library version mismatch\""));
    add_fix(driver, finding);
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
