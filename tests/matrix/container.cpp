// What containers find of the driver.
#include "matrix/container.h"

#include <doctest/doctest.h>

using namespace cudafit;

TEST_CASE("the words of NVIDIA_DRIVER_CAPABILITIES") {
  CHECK(matrix::driver_capabilities().size() == 8);
  CHECK(matrix::driver_capability("ngx"));
  CHECK_FALSE(matrix::driver_capability("profile"));
  CHECK(matrix::driver_capability("video")->error == "Cannot load libnvidia-encode.so.1");
}

TEST_CASE("directories that only the LD_LIBRARY_PATH of an image leads to") {
  const auto paths = matrix::image_paths("tensorflow/tensorflow", "2.3.1-gpu-jupyter");
  REQUIRE(paths.size() == 1);
  CHECK(paths[0].directory == "/usr/local/cuda/extras/CUPTI/lib64");
  CHECK(matrix::image_paths("tensorflow/tensorflow", "2.3.1").empty());
  CHECK(matrix::image_paths("tensorflow/tensorflow", "2.13.0-gpu").empty());
  CHECK(matrix::image_paths("nvidia/cuda", "12.4.1-runtime-ubuntu22.04").empty());
}
