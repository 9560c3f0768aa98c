#include "read/devcontainer.h"

#include <doctest/doctest.h>

using namespace cudafit;

TEST_CASE("a development container, with comments and trailing commas") {
  const std::string bytes = R"({
  // what it builds
  "name": "a // b, c",
  "build": { "dockerfile": "Dockerfile", "context": "..", "target": "dev", /* x, */
             "args": { "CUDA": "12.4.1", "WHO": "${localEnv:USER}", } },
  "runArgs": ["--gpus", "all", "--shm-size=1g",],
  "containerEnv": {"A": "1"},
  "hostRequirements": {"gpu": "optional"},
  "features": {"ghcr.io/devcontainers/features/nvidia-cuda:1": {}},
}
)";
  const read::DevcontainerFile file = read::read_devcontainer(0, bytes);
  REQUIRE(file.container);
  const read::Devcontainer& all = *file.container;
  REQUIRE(all.build);
  CHECK(all.build->dockerfile.value == "Dockerfile");
  CHECK(all.build->context.value == "..");
  CHECK(all.build->target.value == "dev");
  REQUIRE(all.build->args.size() == 2);
  CHECK(all.build->args[0].value->value == "12.4.1");
  const Span place = all.build->args[0].value->span();
  CHECK(bytes.substr(place.begin, place.size()) == "12.4.1");
  CHECK_FALSE(all.build->args[1].value->complete);
  CHECK(all.run.find("--gpus")->value.value == "all");
  CHECK(all.environment.size() == 1);
  CHECK(all.gpu);
  CHECK(all.features.size() == 1);
  CHECK_FALSE(all.image);
}

TEST_CASE("the old spelling, an image, Compose, no GPU") {
  const auto read = [](std::string_view bytes) {
    return read::read_devcontainer(0, bytes).container.value_or(read::Devcontainer());
  };
  CHECK(read(R"({"dockerFile": "D", "context": ".."})").build->context.value == "..");
  CHECK(read(R"({"image": "nvidia/cuda:12.4.1-devel-ubuntu22.04"})").image->value ==
        "nvidia/cuda:12.4.1-devel-ubuntu22.04");
  const read::Devcontainer one = read(R"({"dockerComposeFile": "c.yml", "service": "s"})");
  REQUIRE(one.compose.size() == 1);
  CHECK(one.compose[0].value == "c.yml");
  CHECK(one.service->value == "s");
  const read::Devcontainer two = read(R"({"dockerComposeFile": ["../a.yml", "${localEnv:B}"]})");
  REQUIRE(two.compose.size() == 2);
  CHECK(two.compose[0].value == "../a.yml");
  CHECK_FALSE(two.compose[1].complete);
  CHECK_FALSE(read(R"({"hostRequirements": {"gpu": false}})").gpu);
  CHECK(read(R"({"hostRequirements": {"gpu": {"cores": 1000}}})").gpu);
}

TEST_CASE("what is no JSON is said at its place") {
  const read::DevcontainerFile file = read::read_devcontainer(0, "{\n  \"a\": \n}");
  CHECK_FALSE(file.container);
  REQUIRE(file.error);
  CHECK(*file.error == Span{0, 10, 11});
  CHECK(read::read_devcontainer(0, "").error.has_value());
  CHECK(read::read_devcontainer(0, "{\"a\": \"b").error.has_value());
  CHECK(read::read_devcontainer(0, "{ /* ").error.has_value());
}
