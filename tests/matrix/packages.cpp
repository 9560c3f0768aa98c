// What packages of apt, rpm, apk and conda bring, and NVIDIA's installers.
#include <doctest/doctest.h>

#include <set>

#include "matrix/conda_packages.h"
#include "matrix/cudnn.h"
#include "matrix/rows.h"
#include "matrix/shapes_image.h"
#include "matrix/system_packages.h"

using namespace cudafit;
using namespace cudafit::matrix;

namespace {

Version v(std::string_view text) { return Version::parse(text).value_or(Version{}); }

SystemPackage apt(std::string_view name, std::string_view os = {}, std::string_view version = {},
                  Known recommends = Known::unknown) {
  CAPTURE(name);
  const std::optional<SystemPackage> found =
      system_package("apt-get", name, os, v(version), recommends);
  REQUIRE(found);
  CHECK(!found->source.id.empty());
  return *found;
}

}  // namespace

TEST_CASE("metapackages bring a driver up to CUDA 13.3") {
  const SystemPackage old = apt("cuda-12-4");
  CHECK(old.brings_driver == Known::yes);
  CHECK(old.harm == Harm::error);
  CHECK(old.fix == "cuda-toolkit-12-4");
  CHECK(old.cuda == v("12.4"));
  CHECK(old.brings_nvcc == Known::yes);
  CHECK(apt("cuda-13-3").brings_driver == Known::yes);
  CHECK(apt("cuda-13-4").brings_driver == Known::no);
  CHECK(apt("cuda-13-4").harm == Harm::none);
  CHECK(apt("cuda-runtime-11-3").brings_driver == Known::yes);
  CHECK(apt("cuda-runtime-11-3").fix == "cuda-libraries-11-3");
  CHECK(apt("cuda-runtime-11-3").brings_nvcc == Known::no);
  CHECK(apt("cuda-toolkit-12-4").brings_driver == Known::no);
  CHECK(apt("cuda-libraries-12-4").brings_cuda_libraries == Known::yes);
  CHECK(apt("cuda", "ubuntu", "22.04").brings_driver == Known::no);
  CHECK(apt("cuda", "ubuntu", "20.04").brings_driver == Known::yes);
  CHECK(apt("cuda", "ubuntu", "20.04").harm == Harm::error);
  CHECK(apt("cuda").brings_driver == Known::unknown);
  CHECK(apt("cuda").harm == Harm::none);
  CHECK(apt("cuda").floats);
}

TEST_CASE("parts of the toolkit") {
  CHECK(apt("cuda-nvcc-12-4").brings_nvcc == Known::yes);
  CHECK(apt("cuda-nvcc-12-4").brings_cc == Known::yes);
  CHECK(apt("cuda-cudart-dev-12-4").brings_headers == Known::yes);
  CHECK(apt("cuda-cudart-dev-12-4").brings_nvcc == Known::no);
  CHECK(apt("cuda-minimal-build-11-8").brings_nvcc == Known::yes);
  CHECK(apt("libcublas-12-4").brings_cuda_libraries == Known::unknown);
  CHECK(apt("libcudnn8").cudnn_major == 8);
  CHECK(apt("libcudnn8").floats);
  CHECK(apt("libcudnn9-cuda-12").cuda == v("12"));
  CHECK(apt("libcudnn9-dev-cuda-12").brings_cudnn == Known::yes);
  CHECK(apt("libnccl2").brings_nccl == Known::yes);
  const std::optional<SystemPackage> rpm = system_package("dnf", "cuda-toolkit-12-4");
  REQUIRE(rpm);
  CHECK(rpm->brings_nvcc == Known::yes);
  CHECK(rpm->weak);
}

TEST_CASE("drivers and host tools") {
  for (const std::string_view name :
       {"cuda-drivers", "cuda-drivers-550", "nvidia-driver-535", "nvidia-driver-535-server",
        "nvidia-utils-535", "libnvidia-compute-535", "nvidia-open", "nvidia-open-570"}) {
    const SystemPackage found = apt(name);
    CHECK(found.brings_driver == Known::yes);
    CHECK(found.harm == Harm::error);
    CHECK(!found.why.empty());
  }
  CHECK(apt("nvidia-settings").harm == Harm::warning);
  CHECK(apt("nvidia-container-toolkit").harm == Harm::warning);
  CHECK(apt("libnvidia-ml-dev").harm == Harm::none);
  CHECK(apt("libnvidia-ml-dev").brings_driver != Known::yes);
}

TEST_CASE("the distribution's own CUDA") {
  CHECK(apt("nvidia-cuda-toolkit", "ubuntu", "22.04").cuda == v("11.5"));
  CHECK(apt("nvidia-cuda-toolkit", "ubuntu", "24.04").cuda == v("12.0"));
  CHECK(apt("nvidia-cuda-toolkit", "debian", "12").cuda == v("11.8"));
  CHECK(apt("nvidia-cuda-toolkit").brings_nvcc == Known::yes);
  CHECK_FALSE(apt("nvidia-cuda-toolkit").cuda);
}

TEST_CASE("Python and compilers") {
  CHECK(apt("python3").brings_python == Known::yes);
  CHECK(apt("python3").brings_pip == Known::no);
  CHECK(apt("python3").python_program == "python3");
  CHECK(apt("python3").brings_python_alias == Known::no);
  CHECK(apt("python3-pip").brings_pip == Known::yes);
  CHECK(apt("python3.11").python_version == v("3.11"));
  CHECK(apt("python3.11").python_program == "python3.11");
  CHECK(apt("python-is-python3").brings_python_alias == Known::yes);
  CHECK(apt("python3-dev").brings_python_headers == Known::yes);
  CHECK(apt("build-essential").brings_cc == Known::yes);
  CHECK(apt("git").brings_python == Known::no);
  CHECK(apt("curl").brings_cc == Known::no);
  CHECK(apt("software-properties-common").brings_python == Known::yes);
  CHECK(apt("mercurial").brings_python == Known::unknown);
  CHECK(apt("cmake").brings_cc == Known::unknown);
  CHECK(apt("cmake", {}, {}, Known::yes).brings_cc == Known::yes);
  CHECK(apt("cmake", {}, {}, Known::no).brings_cc == Known::no);
  CHECK(apt("gcc-11").brings_cc == Known::unknown);
  CHECK_FALSE(system_package("apt", "a-package-nobody-described"));
  CHECK_FALSE(system_package("brew", "python3"));
}

TEST_CASE("installers") {
  const auto old = runfile("cuda_12.4.1_550.54.15_linux.run");
  REQUIRE(old);
  CHECK(old->kind == RunfileAnswer::Kind::toolkit);
  CHECK(old->brings_driver == Known::yes);
  CHECK(old->brings_nvcc == Known::yes);
  CHECK(old->cuda == v("12.4.1"));
  CHECK(old->driver == v("550.54.15"));
  CHECK(runfile("cuda_11.8.0_520.61.05_linux_sbsa.run")->cuda == v("11.8.0"));
  CHECK(runfile("cuda_13.4.1_linux.run")->brings_driver == Known::no);
  CHECK(runfile("cuda_13.4.1_linux.run")->brings_nvcc == Known::yes);
  CHECK(runfile("cuda_7.5.18_linux.run")->brings_driver == Known::yes);
  const auto driver = runfile("NVIDIA-Linux-x86_64-550.54.15.run");
  REQUIRE(driver);
  CHECK(driver->kind == RunfileAnswer::Kind::driver);
  CHECK(driver->brings_driver == Known::yes);
  CHECK(runfile("cuda_12.4.1_551.78_windows.exe")->kind == RunfileAnswer::Kind::windows);
  const auto local = runfile("cuda-repo-ubuntu2204-12-4-local_12.4.1-550.54.15-1_amd64.deb");
  REQUIRE(local);
  CHECK(local->kind == RunfileAnswer::Kind::local_repository);
  CHECK(local->cuda == v("12.4.1"));
  CHECK(runfile("cudnn-linux-x86_64-8.9.7.29_cuda12-archive.tar.xz")->cudnn == v("8.9.7.29"));
  CHECK_FALSE(runfile("install.run"));
}

TEST_CASE("conda packages") {
  const auto toolkit = conda_package("cudatoolkit");
  REQUIRE(toolkit);
  CHECK(toolkit->has_nvcc == Known::no);
  CHECK(toolkit->has_cuda_libraries == Known::yes);
  CHECK(toolkit->version_is_cuda);
  CHECK(conda_package("cuda-toolkit", "nvidia")->has_nvcc == Known::yes);
  CHECK(conda_package("cuda-nvcc", "conda-forge")->has_cc == Known::yes);
  CHECK(conda_package("cuda-nvcc")->has_nvcc == Known::yes);
  CHECK(conda_package("cuda-nvcc")->has_cc == Known::unknown);
  CHECK(conda_package("pytorch", "conda-forge")->chosen_by_virtual_cuda == Known::yes);
  CHECK_FALSE(conda_package("pytorch", "pytorch"));
  CHECK(conda_package("cuda-version")->selects_only);
  CHECK(conda_package("cudnn")->has_cudnn == Known::yes);
  CHECK(conda_package("gxx_linux-64", "conda-forge")->has_cc == Known::yes);
  CHECK_FALSE(conda_package("nobody-knows-this"));
}

TEST_CASE("conda versions") {
  CHECK(conda_version_exists("cuda-version", "conda-forge", v("12.4")) == Known::yes);
  CHECK(conda_version_exists("cuda-version", "conda-forge", v("12.7")) == Known::no);
  CHECK(conda_version_exists("cuda-version", "conda-forge", v("13.999")) == Known::unknown);
  CHECK(conda_version_exists("cuda-version", "nvidia", v("12.7")) == Known::unknown);
  CHECK(conda_version_exists("cudatoolkit", "conda-forge", v("11.8")) == Known::yes);
  CHECK(conda_version_exists("cudatoolkit", "conda-forge", v("11")) == Known::yes);
  CHECK(conda_version_exists("cudatoolkit", "conda-forge", v("11.5")) == Known::unknown);
  CHECK(conda_version_exists("cudatoolkit", "conda-forge", v("12.1")) == Known::no);
  CHECK(conda_version_exists("pytorch-cuda", "pytorch", v("12.1")) == Known::yes);
  CHECK(conda_version_exists("pytorch-cuda", "pytorch", v("12.6")) == Known::no);
  CHECK(!conda_versions("cuda-nvcc", "conda-forge").empty());
}

TEST_CASE("cuDNN releases") {
  bool cuda11 = false;
  bool cuda12 = false;
  for (const CudnnRelease& row : cudnn_releases(v("8.9"))) {
    cuda11 = cuda11 || row.cuda_major == 11;
    cuda12 = cuda12 || row.cuda_major == 12;
  }
  CHECK(cuda11);
  CHECK(cuda12);
  for (const CudnnRelease& row : cudnn_releases(v("9.11"))) CHECK(row.cuda_major == 12);
  CHECK(cudnn_releases(v("77")).empty());
}

TEST_CASE("the words of brings, recommends, may, has and lacks") {
  const std::set<std::string_view> words = {
      "driver", "nvcc", "cuda-headers", "cudart", "libraries", "cudnn",         "nccl",
      "cc",     "pip",  "python",       "alias",  "compat",    "python-headers"};
  const auto check = [&](const std::vector<std::string_view>& list) {
    for (const std::string_view word : list) {
      CAPTURE(word);
      CHECK(words.contains(word));
    }
  };
  for (const auto row : rows<shapes::system_packages>()) {
    check(row.texts("brings"));
    check(row.texts("recommends"));
    check(row.texts("may"));
  }
  for (const auto row : rows<shapes::system_package_names>()) {
    check(row.texts("brings"));
    check(row.texts("may"));
  }
  for (const auto row : rows<shapes::conda_packages>()) {
    check(row.texts("has"));
    check(row.texts("lacks"));
  }
}
