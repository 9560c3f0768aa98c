#include <fmt/format.h>

#include "rules/finding.h"
#include "rules/host_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule gpu_architecture_eol;
const Rule gpu_architecture_eol{
    .info = {.id = "gpu-architecture-eol",
             .summary = "Newer drivers and toolkits leave out a declared GPU",
             .severity = Severity::hint,
             .docs = R"doc(## What it does
Hints at declared GPUs (`--gpu`, `[[host]]`) that NVIDIA's newer drivers do not run and newer toolkits do not compile for any
more, in builds that use CUDA: Maxwell, Pascal and Volta, for which driver branch 580 is the last and CUDA 12.9 the last toolkit,
and older ones. Once for each architecture of a host. GPUs that are not known, and modules such as Jetson, are left alone.

Where the driver that the host declares is such a newer one, this is an error: no container sees the GPU.

## Why it fails
With a driver that still runs the GPU it does not fail today. But the image has to stay with that driver and that CUDA: wheels and
images of a newer one hold no code for the GPU and end with `no kernel image is available for execution on the device`, `nvcc fatal : Unsupported gpu architecture`
stops a build, and a newer driver does not find the GPU (`No devices were found`).

## Bad
```dockerfile
# flags: --gpu V100
FROM python:3.12-slim
RUN pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
CMD ["python", "-m", "http.server"]
```

## Good
```dockerfile
# flags: --gpu T4
FROM python:3.12-slim
RUN pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
CMD ["python", "-m", "http.server"]
```

## How the fix works
Shown: hold CUDA and the driver where they are, until the host has a newer GPU.

## Sources
NVIDIA's lists of driver branches and the GPUs they run; its documentation of nvcc, release by release.
)doc"},
    .about_hosts = true,
    .check = check};

namespace {

using graph::EndedGpu;

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  const auto same = [](const EndedGpu& a, const EndedGpu& b) {
    return a.architecture == b.architecture && a.gpu == b.gpu && a.dropped_by == b.dropped_by;
  };
  for (const auto& [first, hosts] : merged(graph.ended_gpus, same)) {
    const EndedGpu& need = *first;
    const matrix::DriverInfo& driver = need.last_driver;
    Diagnostic found =
        finding(gpu_architecture_eol, graph, need.need,
                fmt::format("{}, which {}, is a {} GPU: driver branch {} is the last that runs it, "
                            "CUDA {} the last that compiles for it",
                            need.gpu, who_declares(hosts), need.architecture, driver.branch,
                            need.last_cuda.text()));
    const bool dropped = !need.dropped_by.empty();
    if (dropped) {
      found.severity = Severity::error;
      found.message = fmt::format(
          "{}, which {}, is a {} GPU, and {} does not run it: driver branch {} is the last that "
          "does",
          need.gpu, who_declares(hosts), need.architecture, need.dropped_by, driver.branch);
    }
    found.host = joined(hosts);
    found.notes.push_back(fact(
        fmt::format("the last branch for {}",
                    driver.last_branch_for.empty() ? need.architecture : driver.last_branch_for),
        driver.source.text()));
    if (!driver.end_of_life.empty()) {
      found.notes.push_back(fact(
          fmt::format("support of driver branch {} ends {}", driver.branch, driver.end_of_life),
          driver.source.text()));
    }
    found.notes.push_back(fact("what toolkits compile for", need.source.text()));
    found.notes.push_back(
        fact("with a newer CUDA this shows as \"no kernel image is available for execution on the "
             "device\", with a newer driver as \"No devices were found\""));
    if (dropped) {
      found.fixes.push_back(
          {fmt::format("give such hosts a driver of branch {}, or a newer GPU; or "
                       "declare the driver that they have",
                       driver.branch),
           Safety::shown,
           {}});
      out.push_back(std::move(found));
      continue;
    }
    found.fixes.push_back(
        {fmt::format("stay with CUDA {} or older and driver branch {} or older on "
                     "such hosts, or plan for a newer GPU",
                     need.last_cuda.text(), driver.branch),
         Safety::shown,
         {}});
    out.push_back(std::move(found));
  }
}

}  // namespace

}  // namespace cudafit::rules
