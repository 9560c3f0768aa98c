// The packages, sizes and support of the nvidia/cuda images.
#include "matrix/image_packages.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "matrix/contents.h"
#include "matrix/cudnn.h"
#include "matrix/rows.h"
#include "matrix/shapes_image.h"
#include "matrix/shapes_packages.h"

using namespace cudafit;
using namespace cudafit::matrix;

namespace {

constexpr std::string_view cuda_images = "nvidia/cuda";

Version v(std::string_view text) { return Version::parse(text).value_or(Version{}); }

ImagePackages of(std::string_view tag, std::string_view arch) {
  for (const ImagePackages& image : image_packages(cuda_images, tag)) {
    if (image.arch == arch) return image;
  }
  FAIL("no packages of " << tag << " on " << arch);
  return {};
}

std::string_view version_of(const ImagePackages& image, std::string_view component,
                            bool headers = false) {
  const ImagePackage* const found = image.find(component, headers);
  return found ? found->version : "none";
}

/// The row of a system, else the one of all systems: as contents.cpp reads these tables.
template <const Shape& S>
std::optional<Row<S>> of_system(const Rows<S>& found, std::string_view os) {
  std::optional<Row<S>> out;
  for (const auto row : found) {
    if (row.text("os").empty() && !out) out = row;
    if (row.text("os") == os) out = row;
  }
  return out;
}

}  // namespace

TEST_CASE("published tags have packages, but for releases whose Dockerfiles nobody saw") {
  // And whatever came after the newest of those that somebody saw.
  const std::set<std::string_view> unseen = {"12.8.2", "12.9.2", "13.0.3"};
  std::map<std::string, int> without;
  Version newest;
  int with = 0;
  for (const ImageTag& tag : tags(cuda_images)) {
    if (tag.existence != Existence::published) continue;
    if (!image_packages(cuda_images, tag.tag).empty()) {
      ++with;
      newest = std::max(newest, tag.release);
      continue;
    }
    ++without[tag.release.text()];
  }
  int unknown = 0;
  for (const auto& [first, count] : without) {
    const auto& release = first;
    CAPTURE(release);
    CHECK((unseen.contains(release) || v(release) > newest));
    unknown += count;
  }
  MESSAGE(with << " published tags with packages, " << unknown << " without");
  CHECK(without.size() >= unseen.size());
}

TEST_CASE("architectures are those of the tags table") {
  for (const ImageTag& tag : tags(cuda_images)) {
    std::string arches;
    for (const ImagePackages& image : image_packages(cuda_images, tag.tag))
      arches += (arches.empty() ? "" : ",") + std::string(image.arch);
    if (arches.empty() || tag.arches.empty()) continue;
    CAPTURE(tag.tag);
    CHECK(arches == tag.arches);
  }
}

TEST_CASE("flavors rest on each other") {
  for (const ImageTag& tag : tags(cuda_images)) {
    CAPTURE(tag.tag);
    for (const ImagePackages& image : image_packages(cuda_images, tag.tag)) {
      CAPTURE(image.arch);
      // These Dockerfiles name the libraries only; libcudart comes as what they depend on.
      const bool unnamed = tag.release == v("8.0") && (tag.os == "centos7" || tag.os == "ubi7");
      CHECK(bool(image.find("cudart")) == !unnamed);
      CHECK(!image.source.id.empty());
      std::set<std::string_view> names;
      for (const ImagePackage& package : image.packages) {
        CAPTURE(package.name);
        CHECK(names.insert(package.name).second);
        CHECK(!package.component.empty());
        CHECK((package.version.empty() || package.upstream()));
      }
      if (tag.flavor == Flavor::none) continue;  // tensorrt-devel and its like
      const bool devel = tag.flavor == Flavor::devel;
      CHECK((image.find("minimal-build") || image.find("core")) == devel);
      CHECK(bool(image.cudnn) == !tag.cudnn.empty());
    }
  }
}

TEST_CASE("the tables of releases and of cuDNN agree") {
  // They describe amd64. Elsewhere images were built later, earlier or without a library.
  std::set<std::string> elsewhere;
  for (const ImageTag& tag : tags(cuda_images)) {
    if (tag.flavor == Flavor::none) continue;
    CAPTURE(tag.tag);
    for (const ImagePackages& image : image_packages(cuda_images, tag.tag)) {
      const auto release = of_system(rows<shapes::cuda_image_releases>().find(tag.release), tag.os);
      REQUIRE(release);
      const bool base = tag.flavor == Flavor::base;
      const Version nccl = base ? Version{} : release->version("nccl_version");
      const bool compat = release->known("compat") == Known::yes;
      // Without an answer there: the devel images have NCCL, the runtime images do not.
      const bool answered = base || release->known("nccl") != Known::unknown;
      Version cudnn;
      if (!tag.cudnn.empty()) {
        const auto row =
            of_system(rows<shapes::cuda_image_cudnn>().find(tag.release, tag.cudnn), tag.os);
        REQUIRE(row);
        cudnn = row->version("version");
      }
      if (image.arch == "amd64") {
        if (answered) CHECK(image.nccl.text() == nccl.text());
        if (!answered) CHECK(bool(image.nccl) == (tag.flavor == Flavor::devel));
        CHECK(bool(nccl) == (!base && release->known("nccl") == Known::yes));
        CHECK(image.cudnn.text() == cudnn.text());
        CHECK(bool(image.find("compat")) == compat);
        continue;
      }
      // Nothing that amd64 lacks, and cuDNN always.
      CHECK((nccl || !image.nccl || !answered));
      CHECK((compat || !image.find("compat")));
      CHECK(bool(image.cudnn) == bool(cudnn));
      if (image.nccl != nccl || image.cudnn != cudnn || bool(image.find("compat")) != compat)
        elsewhere.insert(std::string(tag.tag) + " " + std::string(image.arch));
    }
  }
  MESSAGE(elsewhere.size() << " images differ from amd64 in NCCL, cuDNN or cuda-compat");
}

TEST_CASE("cuDNN of images is a known release") {
  // Only in images for ppc64le, in RPM images of 2019 and 2020 and in one image for arm64; removed
  // from or never part of the lists of releases that the table comes from.
  const std::set<std::string_view> exceptions = {
      "7.0.2.38 CUDA 8",  "7.0.3.11 CUDA 8",  "7.0.5 CUDA 9",    "7.1.3.16 CUDA 9",
      "7.2.1.38 CUDA 9",  "7.6.1.34 CUDA 9",  "7.6.2.24 CUDA 9", "7.6.2.24 CUDA 10",
      "8.0.4.30 CUDA 10", "8.0.4.30 CUDA 11", "8.2.4.12 CUDA 11"};
  std::set<std::string> met;
  for (const ImageTag& tag : tags(cuda_images)) {
    for (const ImagePackages& image : image_packages(cuda_images, tag.tag)) {
      if (!image.cudnn) continue;
      bool known = false;
      for (const CudnnRelease& release : cudnn_releases(image.cudnn))
        known = known || release.cuda_major == tag.release.major();
      const std::string name = image.cudnn.text() + " CUDA " + std::to_string(tag.release.major());
      CAPTURE(name);
      CHECK(known != exceptions.contains(name));
      if (!known) met.insert(name);
    }
  }
  CHECK(met.size() == exceptions.size());
}

TEST_CASE("packages of single images") {
  const ImagePackages devel = of("12.4.1-cudnn-devel-ubuntu22.04", "amd64");
  CHECK(devel.cudnn == v("9.1.0.70"));
  CHECK(devel.nccl == v("2.21.5"));
  CHECK(devel.entrypoint);
  CHECK(version_of(devel, "cublas") == "12.4.5.8-1");
  CHECK(version_of(devel, "nccl") == "2.21.5-1+cuda12.4");
  CHECK(version_of(devel, "cudnn", true) == "9.1.0.70-1");
  CHECK(devel.find("cudnn")->name == "libcudnn9-cuda-12");
  CHECK(devel.find("compat")->version.empty());
  CHECK_FALSE(devel.find("compat")->upstream());

  const ImagePackages base = of("12.4.1-base-ubuntu22.04", "amd64");
  CHECK(base.packages.size() == 2);
  CHECK_FALSE(base.entrypoint);
  CHECK(version_of(base, "cudart") == "12.4.127-1");
  CHECK(of("12.4.1-base-ubuntu22.04", "arm64").packages.size() == 1);

  // apt and rpm name headers in their own ways.
  CHECK(of("12.6.0-devel-ubi9", "arm64").find("cublas", true)->name == "libcublas-devel-12-6");
  CHECK(of("12.6.0-devel-ubuntu22.04", "arm64").find("cublas", true)->name == "libcublas-dev-12-6");
  // The arm64 half of this Dockerfile leaves the name of NCCL empty.
  CHECK(of("12.6.0-runtime-ubuntu24.04", "amd64").nccl == v("2.22.3"));
  CHECK_FALSE(of("12.6.0-runtime-ubuntu24.04", "arm64").nccl);
  CHECK_FALSE(of("13.1.0-devel-ubuntu24.04", "amd64").nccl);
  CHECK(of("13.0.2-cudnn-runtime-rockylinux8", "arm64").cudnn == v("9.14.0.64"));
  CHECK(of("11.8.0-runtime-ubuntu20.04", "amd64").nccl == v("2.16.2"));
  CHECK(of("11.8.0-runtime-ubuntu22.04", "amd64").nccl == v("2.15.5"));
  // From archives.
  CHECK(of("9.2-cudnn7-runtime-centos7", "amd64").cudnn == v("7.6.5.32"));
  CHECK(of("10.0-runtime-centos8", "amd64").nccl == v("2.6.4"));
  // Named and not installed by the newest Dockerfile.
  CHECK(of("11.0.3-cudnn8-runtime-ubuntu18.04", "amd64").weak);
  CHECK_FALSE(of("11.0.3-runtime-ubuntu18.04", "amd64").weak);
  CHECK(version_of(of("13.0.0-tensorrt-devel-ubuntu24.04", "arm64"), "tensorrt") ==
        "10.13.2.6-1+cuda13.0");
  CHECK(of("10.2-devel-ubuntu18.04", "ppc64le").nccl == v("2.11.4"));
}

TEST_CASE("names of repositories and tags") {
  CHECK(image_packages("nvcr.io/nvidia/cuda", "12.4.1-base-ubuntu22.04").size() == 2);
  CHECK(image_packages("ubuntu", "12.4.1-base-ubuntu22.04").empty());
  for (const std::string_view tag :
       {"", "-", "latest", "12.4.1", "12.4-base-ubuntu22.04", "12.4.1-base", "12.4.1--ubuntu22.04",
        "12.4.1-cudnn-base-ubuntu22.04", "13.4.1-base-ubuntu24.04", "11.0.0-base-ubuntu18.04"})
    CHECK(image_packages(cuda_images, tag).empty());
}

TEST_CASE("sizes") {
  const auto size = image_size("nvidia/cuda", "11.8.0-devel-ubuntu20.04");
  REQUIRE(size);
  CHECK(size->unpacked_mb == 7370);
  CHECK(size->compressed_mb == 2920);
  CHECK(size->stated_mb == 0);
  CHECK_FALSE(size->weak);
  CHECK(size->source.id == "moby-46425");
  const auto small = image_size("nvcr.io/nvidia/cuda", "11.6.2-base-ubuntu20.04");
  REQUIRE(small);
  CHECK(small->arch == "arm64");
  CHECK(small->weak);
  CHECK(image_size("nvcr.io/nvidia/tritonserver", "26.07-vllm-python-py3")->stated_mb == 10280);
  CHECK_FALSE(image_size("nvidia/cuda", "12.4.1-base-ubuntu22.04"));
  for (const auto row : rows<shapes::image_sizes>()) CHECK(row.number("mb").value_or(0) > 0);
}

TEST_CASE("support") {
  const auto ended = cuda_support(v("12.4.0"));
  REQUIRE(ended);
  CHECK_FALSE(ended->supported);
  CHECK(ended->ended == "2024-05-31");
  CHECK(ended->deletion == "2024-11-30");
  const auto current = cuda_support(v("12.4.1"));
  REQUIRE(current);
  CHECK(current->supported);
  CHECK(current->as_of == "2025-12-15");
  CHECK(current->ended.empty());
  CHECK(cuda_support(v("13.0.1"))->ended_or_earlier);
  CHECK_FALSE(cuda_support(v("13.4.1")));
  for (const auto row : rows<shapes::cuda_support>()) {
    CHECK((row.known("supported") == Known::yes) == row.text("ended").empty());
    CHECK((row.text("deletion").empty() || row.text("deletion") > row.text("ended")));
  }
}

TEST_CASE(
    "what the Dockerfiles hold: libraries of cuBLAS, NCCL and cuDNN, and the headers of the first "
    "two") {
  const auto held = [](std::string_view tag, std::string_view name) {
    for (const ImagePackage& package : of(tag, "amd64").packages) {
      if (package.name == name) return package.held;
    }
    FAIL(tag << " has no " << name);
    return false;
  };
  CHECK(held("12.4.1-runtime-ubuntu22.04", "libcublas-12-4"));
  CHECK(held("12.4.1-runtime-ubuntu22.04", "libnccl2"));
  CHECK(held("12.4.1-devel-ubuntu22.04", "libnccl-dev"));
  CHECK(held("12.4.1-cudnn-devel-ubuntu22.04", "libcudnn9-cuda-12"));
  CHECK_FALSE(held("12.4.1-cudnn-devel-ubuntu22.04", "libcudnn9-dev-cuda-12"));
  CHECK_FALSE(held("12.4.1-runtime-ubuntu22.04", "libnpp-12-4"));
}

TEST_CASE("of two builds apt takes the later version, then the one for the later CUDA") {
  CHECK(package_before("2.21.5-1+cuda12.4", "2.22.3-1+cuda12.2"));
  CHECK(package_before("8.9.6.50-1+cuda11.8", "8.9.6.50-1+cuda12.2"));
  CHECK_FALSE(package_before("8.9.6.50-1+cuda12.2", "8.9.6.50-1+cuda12.2"));
  CHECK(package_cuda("8.9.6.50-1+cuda11.8") == v("11.8"));
  CHECK(package_cuda("9.1.0.70-1").parts == 0);
}

TEST_CASE("the newest version of a name among the images of one system") {
  const std::vector<SystemVersion> all = system_versions("libcudnn8", "ubuntu22.04", "amd64");
  const SystemVersion* const cudnn = newest_of(all);
  REQUIRE(cudnn);
  CHECK(cudnn->package.version == "8.9.6.50-1+cuda12.2");
  CHECK(cudnn->image == v("12.2.2"));
  CHECK(system_versions("libcudnn", "ubuntu22.04", "amd64").empty());
  CHECK(system_versions("libcudnn8", "ubuntu24.04", "amd64").empty());
  const std::vector<SystemVersion> none;
  CHECK_FALSE(newest_of(none));
  CHECK(system_versions("libnccl2", "ubuntu22.04", "amd64").size() > 10);
}
