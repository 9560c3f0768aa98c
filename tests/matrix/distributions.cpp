// Ends of support, parts of archives, and Python packages without wheels for musl.
#include "matrix/distributions.h"

#include <doctest/doctest.h>

using namespace cudafit::matrix;

TEST_CASE("support of distributions that ended") {
  const auto focal = os_support("ubuntu", "20.04");
  REQUIRE(focal);
  CHECK(focal->ended == "2025-05-29");
  CHECK_FALSE(os_support("ubuntu", "22.04"));
  CHECK_FALSE(os_support("alpine", "3.10"));
}

TEST_CASE("packages in parts of an archive that images do not list") {
  const auto toolkit = apt_section("nvidia-cuda-toolkit", "debian", "12");
  REQUIRE(toolkit);
  CHECK(toolkit->section == "non-free");
  CHECK(toolkit->enable.find("debian.sources") != std::string_view::npos);
  CHECK_FALSE(apt_section("nvidia-cuda-toolkit", "ubuntu", "22.04"));
  CHECK_FALSE(apt_section("nvidia-cuda-toolkit", "debian", ""));
}

TEST_CASE("Python packages for glibc only") {
  CHECK(glibc_only("torch"));
  CHECK(glibc_only("onnxruntime-gpu"));
  CHECK_FALSE(glibc_only("numpy"));
  CHECK_FALSE(glibc_only("xformers"));
}
