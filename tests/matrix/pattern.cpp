#include "matrix/pattern.h"

#include <doctest/doctest.h>

using namespace cudafit;
using namespace cudafit::matrix;

TEST_CASE("tag patterns") {
  constexpr std::string_view pattern = "{cuda}[-{cudnn}]-{flavor}[-{os}]";
  const auto parts = match_pattern(pattern, "12.3.2-cudnn9-runtime-ubi8");
  REQUIRE(parts);
  CHECK(parts->cuda == *Version::parse("12.3.2"));
  CHECK(parts->cudnn == "cudnn9");
  CHECK(parts->flavor == Flavor::runtime);
  CHECK(parts->os == "ubi8");
  CHECK(match_pattern(pattern, "8.0-devel")->os.empty());
  CHECK(match_pattern(pattern, "8.0-devel")->cudnn.empty());
  CHECK_FALSE(match_pattern(pattern, "12.3.2-cudnn9-full-ubi8"));
  CHECK_FALSE(match_pattern(pattern, "12.3.2-devel-"));
  CHECK_FALSE(match_pattern(pattern, "12..3-devel"));
  CHECK_FALSE(match_pattern(pattern, "12.3.2-develx"));
  CHECK_FALSE(match_pattern(pattern, ""));
  CHECK_FALSE(match_pattern("", "a"));
  CHECK(match_pattern("a[b]c", "ac"));
  CHECK(match_pattern("a[b]c", "abc"));
  CHECK_FALSE(match_pattern("a[b]c", "abbc"));
  CHECK(match_pattern("{version}-{word}", "1.0rc1-cu124"));
  CHECK_FALSE(match_pattern("{os}", "22.04"));
}

TEST_CASE("globs") {
  CHECK(match_glob("*", ""));
  CHECK(match_glob("3.10*", "3.10-slim"));
  CHECK(match_glob("*-devel-*", "1-devel-x"));
  CHECK_FALSE(match_glob("3.1", "3.10"));
  CHECK_FALSE(match_glob("*devel", "devel-x"));
}

TEST_CASE("grammars of other images") {
  const auto cuda = [](std::string_view repository, std::string_view tag) {
    const std::optional<TagParts> parts = parse_tag(repository, tag);
    return parts ? parts->cuda.text() : std::string("-");
  };
  CHECK(cuda("nvcr.io/nvidia/cuda", "12.4.1-base-ubuntu22.04") == "12.4.1");
  CHECK(cuda("nvcr.io/nvidia/cuda-dl-base", "25.01-cuda12.8-inference-devel-ubuntu24.04") ==
        "12.8");
  CHECK(parse_tag("nvcr.io/nvidia/cuda-dl-base", "25.01-cuda12.8-devel-ubuntu24.04")->flavor ==
        Flavor::devel);
  CHECK(cuda("mambaorg/micromamba", "2.0.5-cuda12.6.2-ubuntu24.04") == "12.6.2");
  CHECK(cuda("mambaorg/micromamba", "jammy-cuda-12.1.1") == "12.1.1");
  CHECK(cuda("ghcr.io/prefix-dev/pixi", "0.41.4-noble-cuda-12.8.0") == "12.8.0");
  CHECK(cuda("rapidsai/base", "25.12-cuda13-py3.12") == "13");
  CHECK(cuda("runpod/pytorch", "2.1.0-py3.10-cuda11.8.0-devel-ubuntu22.04") == "11.8.0");
  CHECK(cuda("runpod/pytorch", "2.0.1-py3.10-cuda11.8.0-devel") == "11.8.0");
  CHECK(cuda("nvidia/cudagl", "11.4.2-runtime-ubuntu20.04") == "11.4.2");
  CHECK(cuda("runpod/pytorch", "1.0.2-cu1281-torch280-ubuntu2404") == "-");
  CHECK(cuda("mambaorg/micromamba", "2.6.1") == "-");
  CHECK(cuda("foo/bar", "12.4.1-base-ubuntu22.04") == "-");
}
