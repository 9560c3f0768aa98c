// What must hold between the tables, whatever is added to them.

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "matrix/conda_torch.h"
#include "matrix/contents.h"
#include "matrix/cudnn.h"
#include "matrix/driver.h"
#include "matrix/gate.h"
#include "matrix/gpu.h"
#include "matrix/image_packages.h"
#include "matrix/matrix.h"
#include "matrix/nvcc.h"
#include "matrix/torch.h"

using namespace cudafit;
using namespace cudafit::matrix;

namespace {

/// The table of toolkits has a release of that line.
bool toolkit_exists(const Version& cuda) {
  const std::vector<ToolkitRelease> all = toolkit_releases();
  return std::any_of(all.begin(), all.end(),
                     [&](const ToolkitRelease& each) { return each.cuda.same_line(cuda); });
}

}  // namespace

TEST_CASE("the CUDA of every torch wheel and conda build is a toolkit, with a floor for drivers") {
  std::size_t wheels = 0;
  for (const TorchRelease& release : torch_releases()) {
    for (const TorchWheel& wheel : torch_wheels(release.version)) {
      if (!wheel.cuda) continue;
      ++wheels;
      CAPTURE(wheel.version);
      CAPTURE(wheel.cuda.text());
      CHECK(toolkit_exists(wheel.cuda));
      CHECK(driver_floor(wheel.cuda, HostOs::linux_).has_value());
      if (wheel.platform.starts_with("win"))
        CHECK(driver_floor(wheel.cuda, HostOs::windows).has_value());
    }
    for (const CondaTorch& build : conda_torch(release.version)) {
      CAPTURE(build.torch);
      CAPTURE(build.cuda.text());
      // cuda-version=12 selects a major.
      if (build.cuda.parts >= 2) CHECK(toolkit_exists(build.cuda));
    }
  }
  CHECK(wheels > 400);
}

TEST_CASE(
    "the CUDA of every published nvidia/cuda tag is a toolkit, and its gate asks for no newer "
    "one") {
  for (const ImageTag& tag : tags("nvidia/cuda")) {
    if (tag.existence != Existence::published || !tag.cuda) continue;
    CAPTURE(tag.tag);
    CHECK(toolkit_exists(tag.cuda));
    CHECK(driver_floor(tag.cuda, HostOs::linux_).has_value());
    const auto gate = image_gate(tag.release, "amd64", tag.os);
    if (!gate) continue;
    CHECK(gate->valid);
    const Version asked = gate_cuda(*gate);
    if (asked) CHECK(asked <= tag.cuda);
    for (const unsigned branch : gate_branches(*gate, "tesla"))
      CHECK(driver_branch(branch, HostOs::linux_).has_value());
  }
}

TEST_CASE("every published tag is read by its grammar and has contents that agree with its name") {
  std::size_t seen = 0;
  std::set<std::string> unread, undescribed;
  for (const std::string_view repository : {"nvidia/cuda", "pytorch/pytorch"}) {
    for (const ImageTag& tag : tags(repository)) {
      if (tag.existence != Existence::published) continue;
      ++seen;
      const std::string name = std::string(repository) + ":" + std::string(tag.tag);
      CAPTURE(name);
      const auto parts = parse_tag(repository, tag.tag);
      if (!parts) {
        unread.insert(name);
        continue;
      }
      const auto held = contents(repository, tag.tag);
      if (!held) {
        undescribed.insert(name);
        continue;
      }
      // The CUDA of the other repository is torch's own, not the system's.
      if (repository == "pytorch/pytorch") {
        if (held->torch.empty()) undescribed.insert(name);
        continue;
      }
      CHECK(held->cuda.same_line(parts->cuda));
      CHECK(held->nvcc == known(parts->flavor == Flavor::devel));
      CHECK(held->cudnn == known(!parts->cudnn.empty()));
      if (held->cudnn_version) CHECK_FALSE(cudnn_releases(held->cudnn_version).empty());
    }
  }
  CHECK(seen > 1500);
  // What nothing is concluded from.
  CHECK(unread == std::set<std::string>{"pytorch/pytorch:latest"});
  CHECK(undescribed == std::set<std::string>{"nvidia/cuda:13.0.0-tensorrt-devel-ubuntu24.04",
                                             "nvidia/cuda:13.0.0-tensorrt-runtime-ubuntu24.04",
                                             "pytorch/pytorch:0.4_cuda9_cudnn7",
                                             "pytorch/pytorch:1.3-cuda10.1-cudnn7-devel",
                                             "pytorch/pytorch:1.3-cuda10.1-cudnn7-runtime"});
}

TEST_CASE("what images hold of cuDNN by packages is what contents say") {
  for (const ImageTag& tag : tags("nvidia/cuda")) {
    if (tag.existence != Existence::published || tag.cudnn.empty()) continue;
    const auto held = contents("nvidia/cuda", tag.tag);
    for (const ImagePackages& each : image_packages("nvidia/cuda", tag.tag)) {
      if (each.arch != "amd64" || !each.cudnn || !held || held->cudnn_version.parts < 3) continue;
      CAPTURE(tag.tag);
      CHECK(each.cudnn == held->cudnn_version);
    }
  }
}

TEST_CASE(
    "floors rise with CUDA on both systems, and no gate is passed by a driver older than all") {
  for (const HostOs os : {HostOs::linux_, HostOs::windows}) {
    Version before;
    for (const ToolkitRelease& each : toolkit_releases()) {
      if (each.preview) continue;
      const auto floor = driver_floor(each.cuda, os);
      if (!floor) continue;
      CAPTURE(each.cuda.text());
      CHECK(floor->needed >= before);
      CHECK(floor->minimum_known <= floor->needed);
      if (floor->toolkit_driver) CHECK(floor->toolkit_driver >= floor->minimum_known);
      before = floor->needed;
    }
  }
}

TEST_CASE("every GPU's architecture is one that nvcc knows or has known, and the reverse") {
  for (const Gpu& gpu : gpus()) {
    CAPTURE(gpu.name);
    CHECK(gpu_of(gpu.cc).has_value());
    CHECK_FALSE(gpu.architecture.empty());
  }
  for (const NvccTargets& line : nvcc_lines()) {
    for (const std::string_view target : line.real) {
      CAPTURE(target);
      CHECK(gpu_of(cc_of(target)).has_value());
    }
  }
  for (const TorchArchs& build : torch_archs()) {
    for (const std::string_view target : build.sass) {
      CAPTURE(build.torch);
      CAPTURE(target);
      CHECK(gpu_of(cc_of(target)).has_value());
      // nvcc of that CUDA made it.
      const auto wheels = torch_wheels(build.torch);
      const auto wheel = std::find_if(wheels.begin(), wheels.end(), [&](const TorchWheel& each) {
        return each.variant == build.variant && each.cuda;
      });
      if (wheel != wheels.end() && !build.weak) CHECK(nvcc_knows(wheel->cuda, target) != Known::no);
    }
  }
}
