// Images by tag, with what they hold.
#include "matrix/image_releases.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "matrix/cudnn.h"
#include "matrix/driver.h"
#include "matrix/torch.h"

using namespace cudafit;
using namespace cudafit::matrix;

namespace {

Version v(std::string_view text) { return Version::parse(text).value_or(Version{}); }

bool starts(Version release, Version prefix) {
  for (std::size_t i = 0; i < prefix.parts; ++i) {
    if (release.number[i] != prefix.number[i]) return false;
  }
  return true;
}

bool toolkit_exists(Version cuda) {
  static const std::vector<ToolkitRelease> all = toolkit_releases();
  return std::any_of(all.begin(), all.end(),
                     [&](const ToolkitRelease& one) { return starts(one.cuda, cuda); });
}

ImageRelease image(std::string_view repository, std::string_view tag) {
  const std::optional<ImageRelease> found = image_release(repository, tag);
  CAPTURE(tag);
  REQUIRE(found);
  return *found;
}

}  // namespace

TEST_CASE("image releases: NVIDIA's catalog") {
  const ImageRelease may = image("nvcr.io/nvidia/pytorch", "24.05-py3");
  CHECK(may.month == "2024-05");
  CHECK(may.cuda == v("12.4.1"));
  CHECK(may.cudnn == v("9.1.0.70"));
  CHECK(may.torch == "2.4.0a0+07cecf4168");
  CHECK(may.python == v("3.10"));
  CHECK(may.os_release == "22.04");
  CHECK(driver_text(may.driver) == "545");
  CHECK(may.data_center_drivers.front() == v("470.57"));
  CHECK(may.tensorrt == "10.0.1.6");
  CHECK(may.tensorrt_weak);
  const ImageRelease triton = image("nvcr.io/nvidia/tritonserver", "26.07-trtllm-python-py3");
  CHECK(triton.cuda_build == "13.1.0.036");
  CHECK(triton.cuda == v("13.1.0"));
  CHECK(driver_text(triton.cuda_driver) == "590.44.01");
  CHECK(triton.tensorrt_llm == "1.2.1");
  CHECK_FALSE(triton.tensorrt_weak);
  CHECK(triton.size_mb == 14200U);
  CHECK(image("nvcr.io/nvidia/tritonserver", "25.01-vllm-python-py3").vllm == "0.6.3.post1");
}

TEST_CASE("image releases: Docker Hub") {
  const ImageRelease cuda = image("nvidia/cuda", "11.8.0-devel-ubuntu20.04");
  CHECK(cuda.existence == Existence::published);
  CHECK(cuda.nccl == v("2.16.2"));
  CHECK(cuda.size_mb == 7370U);
  CHECK(cuda.compressed_mb == 2920U);
  CHECK(cuda.month.empty());
  // The same pushes under another name.
  CHECK(image("nvcr.io/nvidia/cuda", "11.8.0-devel-ubuntu20.04").repository == "nvidia/cuda");
  CHECK_FALSE(image("nvidia/cuda", "12.4.1-base-ubuntu22.04").nccl);
  const ImageRelease torch = image("pytorch/pytorch", "2.4.0-cuda12.4-cudnn9-devel");
  CHECK(torch.torch == "2.4.0");
  CHECK(torch.cuda == v("12.4"));
  const ImageRelease tensorflow = image("tensorflow/tensorflow", "2.18.0-gpu");
  CHECK(tensorflow.cuda == v("12.3.0"));
  CHECK(tensorflow.cudnn_major == 8);
  CHECK_FALSE(image_release("no/such", "image"));
}

TEST_CASE("image releases: all of a repository, rising") {
  const std::vector<std::string_view> names = image_repositories();
  CHECK(std::is_sorted(names.begin(), names.end()));
  for (const std::string_view name : names) {
    CAPTURE(name);
    const std::vector<ImageRelease> all = image_releases(name);
    CHECK_FALSE(all.empty());
    std::set<std::string> seen;
    for (const ImageRelease& one : all) {
      CAPTURE(one.tag);
      CHECK(seen.insert(one.tag).second);
      CHECK(one.existence != Existence::never);
      CHECK_FALSE(one.source.title.empty());
    }
  }
  const std::vector<ImageRelease> cuda = image_releases("nvidia/cuda");
  const auto place = [&](std::string_view tag) {
    return std::find_if(cuda.begin(), cuda.end(),
                        [&](const ImageRelease& one) { return one.tag == tag; });
  };
  CHECK(place("9.2-base-ubuntu16.04") < place("10.2-base-ubuntu18.04"));
  CHECK(image_releases("nvcr.io/nvidia/pytorch").front().month == "2018-06");
}

TEST_CASE("image releases: CUDA, cuDNN and torch exist") {
  // Releases of cuDNN that only images of NVIDIA's catalog and of TensorFlow hold, and two that old
  // images of nvidia/cuda were rebuilt without.
  const std::set<std::string> elsewhere = {
      "7.1.4", "7.3.0",    "7.4.1",    "7.5.0",    "7.6.0",    "7.6.2.24", "8.0.1",
      "8.0.4", "8.0.4.30", "8.1.0.77", "8.2.0.41", "8.2.0.51", "9.20.0.48"};
  for (const std::string_view name : image_repositories()) {
    CAPTURE(name);
    for (const ImageRelease& one : image_releases(name)) {
      CAPTURE(one.tag);
      if (one.cuda) CHECK_MESSAGE(toolkit_exists(one.cuda), one.cuda.text());
      if (one.cudnn) {
        const bool known =
            !cudnn_releases(one.cudnn).empty() || elsewhere.contains(one.cudnn.text());
        CHECK_MESSAGE(known, one.cudnn.text());
      }
      // A build before the release of that version; NVIDIA's 1.14 was never released.
      if (one.torch.find("a0") != std::string::npos) continue;
      if (const Version torch = v(one.torch)) {
        const std::vector<TorchRelease>& all = torch_releases();
        CHECK(std::any_of(all.begin(), all.end(), [&](const TorchRelease& release) {
          return starts(v(release.version), torch);
        }));
      }
    }
  }
}

TEST_CASE("image releases: the longer CUDA is the same one") {
  for (const std::string_view name : image_repositories()) {
    CAPTURE(name);
    for (const ImageRelease& one : image_releases(name)) {
      if (one.cuda_build.empty()) continue;
      CAPTURE(one.tag);
      const std::string shorter = one.cuda.text() + ".";
      CHECK(one.cuda_build.starts_with(shorter));
    }
  }
}

TEST_CASE("Jetson") {
  const std::vector<JetsonRelease> all = jetson_releases();
  CHECK(std::is_sorted(all.begin(), all.end(),
                       [](const auto& a, const auto& b) { return a.l4t < b.l4t; }));
  CHECK(all.back().jetpack.starts_with("7."));
  CHECK(all.back().image.empty());
  for (const JetsonRelease& one : all) {
    CAPTURE(one.l4t.text());
    CHECK(toolkit_exists(one.cuda));
    CHECK_FALSE(one.archs.empty());
    if (one.image.empty()) continue;
    // The image it names holds the same.
    const std::size_t colon = one.image.rfind(':');
    const ImageRelease held = image(one.image.substr(0, colon), one.image.substr(colon + 1));
    CHECK(held.cuda == one.cuda);
    CHECK(held.os_release == one.ubuntu);
  }
}

TEST_CASE("image releases: images of Python") {
  std::set<std::string> pythons;
  for (const ImageRelease& python : image_releases("python")) {
    if (python.details_source.id.empty()) continue;
    CAPTURE(python.tag);
    CHECK(python.tag.starts_with(python.python.text() + "-slim-"));
    CHECK(python.os == "debian");
    CHECK_FALSE(python.os_release.empty());
    pythons.insert(python.python.text());
  }
  CHECK(pythons.contains("3.8"));
  CHECK(pythons.contains("3.14"));
}
