#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "matrix/matrix.h"

using namespace cudafit;
using namespace cudafit::matrix;

namespace {

/// The value, "?" where it is not known, "-" where the image does not set it.
std::string value(const ImageEnvironment& environment, std::string_view name) {
  for (const ImageVariable& variable : environment.variables) {
    if (variable.name == name) return variable.known ? std::string(variable.value) : "?";
  }
  return "-";
}

ImageEnvironment of(std::string_view repository, std::string_view tag) {
  const std::optional<ImageEnvironment> found = environment(repository, tag);
  REQUIRE(found);
  CHECK_FALSE(found->source.title.empty());
  CHECK(std::is_sorted(
      found->variables.begin(), found->variables.end(),
      [](const ImageVariable& a, const ImageVariable& b) { return a.name < b.name; }));
  return *found;
}

}  // namespace

TEST_CASE("an nvidia/cuda image has the variables of its layers") {
  const ImageEnvironment devel = of("nvidia/cuda", "12.4.1-cudnn-devel-ubuntu22.04");
  CHECK(devel.complete);
  CHECK(devel.variables.size() == 42);
  CHECK(value(devel, "CUDA_VERSION") == "12.4.1");
  CHECK(value(devel, "NV_CUDNN_VERSION") == "9.1.0.70-1");
  CHECK(value(devel, "NCCL_VERSION") == "2.21.5-1");
  CHECK(value(devel, "LIBRARY_PATH") == "/usr/local/cuda/lib64/stubs");
  CHECK(value(devel, "LD_LIBRARY_PATH") == "/usr/local/nvidia/lib:/usr/local/nvidia/lib64");
  CHECK(value(devel, "PATH") ==
        "/usr/local/nvidia/bin:/usr/local/cuda/bin:"
        "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
  CHECK(value(devel, "NVIDIA_REQUIRE_CUDA")
            .starts_with("cuda>=12.4 brand=tesla,driver>=470,driver<471 "));
  CHECK(value(devel, "NVIDIA_VISIBLE_DEVICES") == "all");
  CHECK(value(devel, "NVIDIA_DRIVER_CAPABILITIES") == "compute,utility");

  const ImageEnvironment base = of("nvidia/cuda", "12.4.1-base-ubuntu22.04");
  CHECK(base.complete);
  CHECK(value(base, "CUDA_VERSION") == "12.4.1");
  CHECK(value(base, "NCCL_VERSION") == "-");
  CHECK(value(base, "LIBRARY_PATH") == "-");
  CHECK(value(of("nvidia/cuda", "12.4.1-runtime-ubuntu22.04"), "NV_CUDNN_VERSION") == "-");
  CHECK(value(of("nvidia/cuda", "11.8.0-cudnn8-runtime-ubuntu20.04"), "NV_CUDNN_VERSION") ==
        "8.9.6.50");
}

TEST_CASE("LD_LIBRARY_PATH of the base has three regimes") {
  CHECK(value(of("nvidia/cuda", "12.8.0-base-ubuntu22.04"), "LD_LIBRARY_PATH") ==
        "/usr/local/nvidia/lib:/usr/local/nvidia/lib64");
  CHECK(value(of("nvidia/cuda", "12.9.1-base-ubuntu22.04"), "LD_LIBRARY_PATH") ==
        "/usr/local/cuda/lib64");
  CHECK(value(of("nvidia/cuda", "13.0.2-base-ubuntu22.04"), "LD_LIBRARY_PATH") ==
        "/usr/local/nvidia/lib:/usr/local/nvidia/lib64:/usr/local/cuda/lib64");
}

TEST_CASE("what the data does not know is said") {
  // Red Hat's base images set variables of their own.
  const ImageEnvironment ubi = of("nvidia/cuda", "12.6.3-base-ubi9");
  CHECK_FALSE(ubi.complete);
  CHECK(value(ubi, "PATH") == "?");
  CHECK(value(ubi, "CUDA_VERSION") == "12.6.3");
  // No Dockerfile of these releases is public.
  const ImageEnvironment late = of("nvidia/cuda", "13.4.2-cudnn-devel-ubuntu24.04");
  CHECK_FALSE(late.complete);
  CHECK(value(late, "CUDA_VERSION") == "13.4.2");
  CHECK(value(late, "LIBRARY_PATH") == "/usr/local/cuda/lib64/stubs");
  CHECK(value(late, "NVIDIA_REQUIRE_CUDA") == "?");
  const ImageEnvironment newer = of("nvidia/cuda", "13.999.0-base-ubuntu24.04");
  CHECK(value(newer, "CUDA_VERSION") == "?");
  CHECK(value(of("nvcr.io/nvidia/cuda", "10.2-base-ubuntu18.04"), "NVIDIA_VISIBLE_DEVICES") ==
        "all");
  CHECK_FALSE(of("nvidia/cuda", "13.0.0-tensorrt-devel-ubuntu24.04").complete);
  CHECK_FALSE(environment("nvidia/cuda", "12.1-base-ubuntu22.04"));
  CHECK_FALSE(environment("registry.corp/ml-base", "1"));
}

TEST_CASE("every published nvidia/cuda image has the variables all have") {
  for (const ImageTag& tag : tags("nvidia/cuda")) {
    if (tag.existence != Existence::published) continue;
    CAPTURE(tag.tag);
    const ImageEnvironment found = of("nvidia/cuda", tag.tag);
    for (const std::string_view name :
         {"CUDA_VERSION", "NVIDIA_REQUIRE_CUDA", "NVIDIA_VISIBLE_DEVICES",
          "NVIDIA_DRIVER_CAPABILITIES", "PATH", "LD_LIBRARY_PATH"}) {
      CHECK(value(found, name) != "-");
    }
    CHECK((value(found, "LIBRARY_PATH") != "-") == (tag.flavor == Flavor::devel));
    const std::string version = value(found, "CUDA_VERSION");
    CHECK((version == tag.release.text() || version == "?"));
    if (tag.os.starts_with("ubuntu") && tag.release <= *Version::parse("12.8.1"))
      CHECK(found.complete);
  }
}

TEST_CASE("other images") {
  CHECK(of("ubuntu", "22.04").complete);
  CHECK(of("ubuntu", "22.04").variables.size() == 1);
  CHECK(of("debian", "bookworm-slim").complete);
  CHECK(of("alpine", "3.22").complete);
  const ImageEnvironment python = of("python", "3.11-slim");
  CHECK(python.complete);
  CHECK(value(python, "LANG") == "C.UTF-8");
  CHECK(value(python, "PYTHON_VERSION") == "?");
  CHECK(value(python, "PYTHON_PIP_VERSION") == "-");
  CHECK(value(of("python", "3.13"), "LANG") == "-");
  CHECK(value(of("python", "3.14-slim"), "GPG_KEY") == "-");
  CHECK(value(of("python", "3.7-slim"), "PYTHON_PIP_VERSION") == "23.0.1");
  CHECK_FALSE(of("python", "3.11.4-slim").complete);
  CHECK(value(of("python", "latest"), "PYTHON_VERSION") == "?");
  const ImageEnvironment torch = of("pytorch/pytorch", "2.4.0-cuda12.1-cudnn9-runtime");
  CHECK(value(torch, "NVIDIA_VISIBLE_DEVICES") == "all");
  CHECK(value(torch, "PYTORCH_VERSION") == "?");
  CHECK(value(torch, "CUDA_VERSION") == "-");
  CHECK(value(of("pytorch/pytorch", "2.4.0-cuda12.1-cudnn9-devel"), "CUDA_VERSION") == "?");
}

TEST_CASE("images with NVIDIA's old apt key") {
  const auto built = [](std::string_view repository, std::string_view tag) {
    const std::optional<OldKey> key = old_apt_key(repository, tag);
    return key ? std::string(key->built) : std::string("-");
  };
  CHECK(built("pytorch/pytorch", "1.11.0-cuda11.3-cudnn8-devel") == "2022-03-10");
  CHECK(built("pytorch/pytorch", "1.9.0-cuda11.1-cudnn8-devel") == "2021-06-15");
  CHECK(built("pytorch/pytorch", "1.11.0-cuda11.3-cudnn8-runtime") == "-");
  CHECK(built("pytorch/pytorch", "1.12.1-cuda11.3-cudnn8-devel") == "-");
  CHECK(built("nvidia/cuda", "11.3.1-devel-ubuntu20.04") == "-");
  CHECK(old_apt_key("pytorch/pytorch", "1.11.0-cuda11.3-cudnn8-devel")->source.id ==
        "pytorch-builder-1025");
}

TEST_CASE("citations") {
  CHECK(data_date() >= "2026-11-20");
  CHECK(citations().size() > 200);
  for (const Citation& one : citations()) {
    CHECK_FALSE(one.title.empty());
    const std::optional<Citation> found = citation(one.id);
    REQUIRE(found);
    CHECK(found->title == one.title);
  }
  CHECK_FALSE(citation("no-such-source"));
  CHECK(Citation{.id = "a", .title = "b", .url = "", .date = ""}.text() == "b");
}
