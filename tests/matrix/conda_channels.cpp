// conda's channels.

#include "matrix/conda_channels.h"

#include <doctest/doctest.h>

using namespace cudafit;
using namespace cudafit::matrix;

namespace {

Known has(std::string_view name, std::string_view channel, std::string_view version = {}) {
  return conda_has(name, channel, Version::parse(version).value_or(Version{})).present;
}

}  // namespace

TEST_CASE("names of conda channels") {
  CHECK(conda_channel("conda-forge") == "conda-forge");
  CHECK(conda_channel("https://conda.anaconda.org/conda-forge/") == "conda-forge");
  CHECK(conda_channel("pkgs/main") == "defaults");
  CHECK(conda_channel("https://repo.anaconda.com/pkgs/main") == "defaults");
  CHECK(conda_channel("nvidia/label/cuda-12.1.0") == "nvidia");
  // Other labels, other servers, other channels.
  CHECK(conda_channel("pytorch/label/nightly").empty());
  CHECK(conda_channel("https://mirror.example.com/pytorch").empty());
  CHECK(conda_channel("pytorch-nightly").empty());
  CHECK(conda_channel("").empty());
}

TEST_CASE("what conda channels have") {
  CHECK(has("cudatoolkit", "conda-forge", "11.1") == Known::yes);
  CHECK(has("cudatoolkit", "conda-forge", "12.1") == Known::no);
  CHECK(has("cudatoolkit", "defaults", "11.3") == Known::yes);
  CHECK(has("cudatoolkit", "defaults", "11.1") == Known::no);
  CHECK(has("cudatoolkit", "defaults", "12.4") == Known::no);
  CHECK(has("cudatoolkit", "nvidia", "11.1") == Known::unknown);
  CHECK(has("cudatoolkit", "nvidia", "12") == Known::no);
  CHECK(has("cudatoolkit", "pytorch", "11.3") == Known::unknown);
  CHECK(has("cudatoolkit", "pytorch", "11.1") == Known::no);
  CHECK(has("cuda-version", "conda-forge", "12.7") == Known::no);
  CHECK(has("cuda-version", "conda-forge", "12.8") == Known::yes);
  CHECK(has("cuda-version", "conda-forge", "13.9") == Known::unknown);
  CHECK(has("pytorch-cuda", "pytorch") == Known::yes);
  CHECK(has("pytorch-cuda", "pytorch", "12.6") == Known::no);
  CHECK(has("pytorch-cuda", "conda-forge", "12.1") == Known::no);
  CHECK(has("pytorch", "nvidia") == Known::no);
  CHECK(conda_has("pytorch", "nvidia", {}).weak);
  CHECK(has("pytorch", "pytorch") == Known::unknown);
  CHECK(has("numpy", "conda-forge") == Known::unknown);
}

TEST_CASE("the channels of images") {
  CHECK(conda_image("continuumio/miniconda3")->channels ==
        std::vector<std::string_view>{"defaults"});
  CHECK(conda_image("condaforge/miniforge3")->channels ==
        std::vector<std::string_view>{"conda-forge"});
  CHECK_FALSE(conda_image("mambaorg/micromamba"));
}
