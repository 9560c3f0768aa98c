#include <fmt/format.h>

#include "rules/container_words.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule driver_capabilities_missing;
const Rule driver_capabilities_missing{
    .info = {.id = "driver-capabilities-missing",
             .summary = "Containers do not ask for a part of the driver that they use",
             .severity = Severity::warning,
             .docs = R"doc(## What it does
Reports a shipped stage that encodes or decodes video on the GPU (FFmpeg, GStreamer or HandBrake with NVENC or NVDEC, OpenCV built with
NVCUVID, PyNvVideoCodec) or renders with NVIDIA's EGL or Vulkan (`MUJOCO_GL=egl`, `VK_ICD_FILENAMES`, `vulkaninfo`, Isaac Sim), where
`NVIDIA_DRIVER_CAPABILITIES` names neither `video` or `graphics` nor `all`; and lists without `compute` where a package for CUDA is
installed or video goes through CUDA. A value from a parent stage counts, and nvidia/cuda images set `compute,utility`. Silent where a
service that runs the stage sets the variable or names capabilities in its device request, and for renderers of Mesa.

## Why it fails
The container toolkit puts only the libraries of the named capabilities into a container. Without `video` FFmpeg says `Cannot load
libnvidia-encode.so.1`, without `graphics` EGL falls back to software or says `failed to create dri2 screen`, without `compute`
CUDA programs say `libcuda.so.1: cannot open shared object file`. Containers that get their GPUs by CDI may get everything.

## Bad
```dockerfile
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y ffmpeg
CMD ["ffmpeg", "-hwaccel", "cuda", "-i", "in.mp4", "-c:v", "h264_nvenc", "out.mp4"]
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
ENV NVIDIA_DRIVER_CAPABILITIES=compute,utility,video
RUN apt-get update && apt-get install -y ffmpeg
CMD ["ffmpeg", "-hwaccel", "cuda", "-i", "in.mp4", "-c:v", "h264_nvenc", "out.mp4"]
```

## How the fix works
Suggested: adds the word to the list that the file sets. Where it sets none, the line to add is shown.

## Sources
NVIDIA's documentation of the container toolkit: driver capabilities.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  each_flaw(
      driver_capabilities_missing, graph, graph::ContainerFlaw::capability_missing, out,
      [](const graph::ContainerNeed& need, Diagnostic& finding) {
        finding.message = need.graver
                              ? fmt::format("{} has no {}, and {} may get no libcuda", need.name,
                                            need.value, need.other)
                              : fmt::format("{} may get no libraries for {}: {} does not name it",
                                            need.other, need.value, need.name);
        if (need.text.empty()) {
          advise_only(fmt::format("add ENV {}=compute,utility,{}", need.name, need.value), finding);
        } else {
          offer(need, fmt::format("add {}", need.value), "," + need.value, finding);
        }
      });
}

}  // namespace

}  // namespace cudafit::rules
