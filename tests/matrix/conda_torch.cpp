#include "matrix/conda_torch.h"

#include <doctest/doctest.h>

#include <string>

#include "matrix/pytorch_image.h"
#include "matrix/torch.h"

using namespace cudafit;
using namespace cudafit::matrix;

namespace {

/// "cudatoolkit 10.2, cudatoolkit 11.3": the builds for x86_64 that are proven.
std::string builds(std::string_view torch, std::string_view channel) {
  std::string out;
  for (const CondaTorch& row : conda_torch(torch, channel)) {
    if (row.platform != "linux-64" || row.weak) continue;
    out += (out.empty() ? "" : ", ") +
           (row.cuda ? std::string(row.selector) + ' ' + row.cuda.text() : std::string("cpu"));
  }
  return out;
}

CondaGpuName::Meaning meaning(std::string_view package, std::string_view channel) {
  const std::optional<CondaGpuName> found = conda_gpu_name(package, channel);
  REQUIRE(found);
  return found->meaning;
}

}  // namespace

TEST_CASE("conda builds of torch") {
  CHECK(builds("1.8.1", "pytorch") == "cudatoolkit 10.2, cudatoolkit 11.1");  // no 11.3
  CHECK(builds("1.9.0", "pytorch") == "cudatoolkit 10.2, cudatoolkit 11.1");
  CHECK(builds("1.12.1", "pytorch") == "cudatoolkit 10.2, cudatoolkit 11.3, cudatoolkit 11.6");
  CHECK(builds("1.13.1", "pytorch") == "pytorch-cuda 11.6, pytorch-cuda 11.7");
  CHECK(builds("2.5.1", "pytorch") == "pytorch-cuda 11.8, pytorch-cuda 12.1, pytorch-cuda 12.4");
  CHECK(builds("2.6.0", "pytorch").empty());
  CHECK(builds("2.6.0", "conda-forge") == "cpu, cuda-version 12.6");
  CHECK(builds("2.0.0", "conda-forge") ==
        "cpu, cudatoolkit 11.2, cudatoolkit 11.8, cuda-version 12.0");
  for (const TorchRelease& release : torch_releases()) {
    for (const CondaTorch& row : conda_torch(release.version)) {
      CAPTURE(row.channel);
      CHECK(row.torch == release.version);
      CHECK_FALSE(row.source.title.empty());
      CHECK(row.selector.empty() == !row.cuda);
      const std::optional<CondaTorchChannel> channel = conda_torch_channel(row.channel);
      REQUIRE(channel);
      if (channel->ended)
        CHECK(*Version::parse(release.version) <= *Version::parse(channel->last_torch));
    }
  }
  const std::vector<CondaTorch> old = conda_torch("1.10.0", "pytorch");
  REQUIRE(old.size() == 3);
  CHECK(old[1].weak);  // 11.1
  CHECK(old[2].channels == std::vector<std::string_view>{"pytorch"});
  CHECK(old[2].one_of.size() == 3);
  CHECK(conda_torch("2.4.0", "pytorch").front().channels ==
        std::vector<std::string_view>{"pytorch", "nvidia"});
}

TEST_CASE("conda channels and names") {
  CHECK(conda_torch_channel("pytorch")->last_torch == "2.5.1");
  CHECK(conda_torch_channel("pytorch")->ended);
  CHECK(conda_torch_channel("pytorch")->python_max == *Version::parse("3.12"));
  CHECK_FALSE(conda_torch_channel("conda-forge")->ended);
  CHECK_FALSE(conda_torch_channel("fastai"));
  CHECK(conda_selectors("pytorch").size() == 2);
  CHECK(conda_selectors("conda-forge").back().last_torch == "2.5.1");  // cudatoolkit

  using Meaning = CondaGpuName::Meaning;
  CHECK(meaning("pytorch", "conda-forge") == Meaning::by_virtual_cuda);
  CHECK(meaning("pytorch", "pytorch") == Meaning::prefers_cuda);
  CHECK(meaning("pytorch-gpu", "conda-forge") == Meaning::needs_cuda);
  CHECK(conda_gpu_name("pytorch-gpu", "conda-forge")->weak);
  CHECK(meaning("pytorch-cuda", "pytorch") == Meaning::selects_cuda);
  CHECK(meaning("cpuonly", "") == Meaning::forces_cpu);
  CHECK_FALSE(conda_gpu_name("pytorch"));  // channels disagree
  CHECK_FALSE(conda_gpu_name("numpy"));
}

TEST_CASE("what pytorch/pytorch images bring") {
  const auto image = [](std::string_view tag) {
    const std::optional<PytorchImage> found = pytorch_image(tag);
    REQUIRE(found);
    return *found;
  };
  const PytorchImage plain = image("2.5.1-cuda12.4-cudnn9-devel");
  CHECK(plain.torch == "2.5.1");
  CHECK(plain.cuda == *Version::parse("12.4"));
  CHECK(plain.cudnn_major == 9);
  CHECK(plain.python == *Version::parse("3.11"));
  CHECK(plain.nvcc == Known::yes);
  CHECK(plain.gcc == Known::yes);
  // The images of 1.9.1 hold 1.10.0.
  const PytorchImage wrong = image("1.9.1-cuda11.1-cudnn8-runtime");
  CHECK(wrong.torch == "1.10.0");
  CHECK(wrong.torchvision == "0.11.1");
  CHECK(wrong.python == *Version::parse("3.7"));
  CHECK(wrong.nvcc == Known::no);
  CHECK(wrong.gcc == Known::no);

  CHECK(image("2.3.1-cuda12.1-cudnn8-devel").python == *Version::parse("3.10"));
  CHECK(image("1.11.0-cuda11.3-cudnn8-devel").python == *Version::parse("3.8"));
  CHECK_FALSE(image("1.13.0-cuda11.6-cudnn8-devel").python);
  CHECK(image("2.1.0-cuda12.1-cudnn8-runtime").python_weak);
  CHECK_FALSE(image("2.14.1-cuda13.0-cudnn9-runtime").python);
  CHECK(image("2.9.1-cuda12.8-cudnn9-runtime").gcc == Known::no);
  CHECK(image("2.10.0-cuda12.8-cudnn9-runtime").gcc == Known::unknown);
  CHECK(image("2.11.0-cuda12.8-cudnn9-runtime").gcc == Known::yes);
  CHECK_FALSE(image("2.11.0-cuda12.8-cudnn9-runtime").gcc_source.title.empty());
  CHECK(image("1.1.0-cuda10.0-cudnn7.5-devel").cudnn_major == 7);
  CHECK(image("1.3-cuda10.1-cudnn7-devel").torch.empty());
  CHECK_FALSE(pytorch_image("2.8.0-cuda12.4-cudnn9-devel"));
  CHECK_FALSE(pytorch_image("latest"));

  // The torch of every image is one that exists, built for the CUDA in the tag.
  for (const ImageTag& tag : tags("pytorch/pytorch")) {
    const std::optional<PytorchImage> found = pytorch_image(tag.tag);
    if (!found || found->torch.empty() || found->weak || found->torch.starts_with("0.")) continue;
    CAPTURE(tag.tag);
    CHECK(find_torch_release(found->torch) == Existence::published);
  }
}
