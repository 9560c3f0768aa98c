#include "matrix/torch_holders.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace cudafit;
using namespace cudafit::matrix;

TEST_CASE("what may decide which torch there is") {
  const std::vector<std::string_view> words = torch_image_words();
  CHECK(std::find(words.begin(), words.end(), "vllm") != words.end());
  CHECK(std::find(words.begin(), words.end(), "setuptools") == words.end());
  CHECK(follows_torch("torchvision"));
  CHECK_FALSE(follows_torch("torch"));
  CHECK_FALSE(follows_torch("torchtext"));
  CHECK(torch_requires("setuptools"));
  CHECK_FALSE(torch_requires("numpy"));
}

TEST_CASE("from when on an installer does something else") {
  const auto change = builds_apart("pip");
  REQUIRE(change);
  CHECK(change->since.text() == "25.3");
  CHECK(change->python.text() == "3.9");
  CHECK_FALSE(builds_apart("uv"));
}
