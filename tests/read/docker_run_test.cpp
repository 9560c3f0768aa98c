#include "read/docker_run.h"

#include <doctest/doctest.h>

using namespace cudafit;

namespace {

read::DockerRun run(const std::vector<std::string>& words, bool with_image = true) {
  std::vector<Text> texts;
  std::uint32_t at = 0;
  for (const std::string& word : words) {
    const auto size = static_cast<std::uint32_t>(word.size());
    texts.emplace_back(word, Span{0, at, at + size});
    at += size + 1;
  }
  return read::read_docker_run(texts, with_image);
}

}  // namespace

TEST_CASE("the image is the first word that is no option and no value") {
  const read::DockerRun all =
      run({"--rm", "-it", "--gpus", "all", "-v", "/a:/b", "--shm-size=1g", "-e", "X=1",
           "nvidia/cuda:12.4.1-base-ubuntu22.04", "nvidia-smi", "-L"});
  REQUIRE(all.image);
  CHECK(all.image->value == "nvidia/cuda:12.4.1-base-ubuntu22.04");
  REQUIRE(all.command.size() == 2);
  CHECK(all.command[1].value == "-L");
  REQUIRE(all.find("--gpus") != nullptr);
  CHECK(all.find("--gpus")->value.value == "all");
  CHECK(all.find("--gpus")->span == Span{0, 9, 19});
  CHECK(all.find("--volume", "-v")->value.value == "/a:/b");
  CHECK(all.find("--shm-size")->value.value == "1g");
  CHECK(all.find("--tty", "-t") != nullptr);
}

TEST_CASE("letters in one word, the last with its value") {
  const read::DockerRun all = run({"-itv/a:/b", "-de", "A=1", "image"});
  CHECK(all.find("--volume", "-v")->value.value == "/a:/b");
  CHECK(all.find("--env", "-e")->value.value == "A=1");
  CHECK(all.image->value == "image");
}

TEST_CASE("options alone, and what ends too early") {
  CHECK_FALSE(run({"--gpus", "all"}, false).image);
  CHECK_FALSE(run({"--gpus"}).image);
  CHECK(run({"--gpus"}).options.empty());
  CHECK_FALSE(run({"--rm"}).image);
  CHECK(run({"--rm", "--", "image"}).image->value == "image");
}
