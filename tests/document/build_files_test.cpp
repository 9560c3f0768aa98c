#include "document/build_files.h"

#include <doctest/doctest.h>

using namespace cudafit;

namespace {

struct Repository {
  MemoryFiles files;
  Sources sources;

  document::ComposeProject read(const std::string& path, const std::string& text) {
    files.add(path, text);
    return document::read_compose(files, sources, sources.add(path, text), "/r");
  }
  /// `service: Dockerfile in context` of every build.
  std::string builds(const document::ComposeProject& project) const {
    std::string out;
    for (const read::ComposeService& service : project.services) {
      const auto target = document::compose_target(files, sources, service, "/r");
      out += service.name.value + ": " + target.dockerfile + " in " + target.context + "\n";
    }
    return out;
  }
};

}  // namespace

TEST_CASE("names of files that have Dockerfiles built") {
  for (const char* name : {"docker-bake.hcl", "docker-bake.json", "docker-bake.override.hcl",
                           "docker-bake-cuda.hcl", "bake.hcl"})
    CHECK(document::is_bake_name(name));
  for (const char* name : {"main.hcl", "bake.yaml", "docker-bake.md", "terraform.json"})
    CHECK_FALSE(document::is_bake_name(name));
  CHECK(document::is_devcontainer_name("devcontainer.json"));
  CHECK_FALSE(document::is_devcontainer_name("devcontainer-lock.json"));
}

TEST_CASE("Bake is called from the directory in which its Dockerfile is found") {
  Repository r;
  r.files.add("/r/docker/Dockerfile", "FROM scratch\n");
  const std::string bake = "target a { context = \".\"\n dockerfile = \"docker/Dockerfile\" }\n";
  CHECK(r.builds(r.read("/r/docker/docker-bake.hcl", bake)) == "a: /r/docker/Dockerfile in /r\n");
  CHECK(r.builds(r.read("/r/docker-bake.hcl", bake)) == "a: /r/docker/Dockerfile in /r\n");
  // In both directories there is one.
  r.files.add("/r/Dockerfile", "FROM scratch\n");
  CHECK(r.builds(r.read("/r/docker/docker-bake.json", R"({"target": {"a": {}}})")) == "");
  CHECK(r.builds(r.read("/r/docker/bake.hcl", "target a { dockerfile = \"Nowhere\" }\n")) == "");
  CHECK(r.builds(r.read("/r/docker/bake.hcl", "target a { context = \"https://h/r.git\" }\n")) ==
        "");
}

TEST_CASE("what Bake lays over its file by itself counts") {
  Repository r;
  r.files.add("/r/Dockerfile", "FROM scratch\n");
  r.files.add("/r/docker-bake.override.hcl", "target a { args = { X = 2 } }\n");
  const auto project = r.read("/r/docker-bake.hcl", "target a { args = { X = 1, Y = 1 } }\n");
  REQUIRE(project.services.size() == 1);
  const auto& args = project.services[0].build->args;
  REQUIRE(args.size() == 2);
  CHECK(args[0].value->value == "2");
  CHECK(args[1].value->value == "1");
  CHECK_FALSE(project.runs);
}

TEST_CASE("a development container names its Dockerfile from its own folder") {
  Repository r;
  r.files.add("/r/.devcontainer/Dockerfile", "FROM scratch\n");
  const auto project = r.read(
      "/r/.devcontainer/devcontainer.json",
      R"({"build": {"dockerfile": "Dockerfile", "context": ".."}, "runArgs": ["--device=/dev/nvidia0"]})");
  CHECK(r.builds(project) == "devcontainer: /r/.devcontainer/Dockerfile in /r\n");
  REQUIRE(project.services[0].devices.size() == 1);
  CHECK(project.services[0].devices[0].value == "/dev/nvidia0");
  CHECK(
      r.read("/r/devcontainer.json", R"({"dockerComposeFile": "compose.yaml"})").services.empty());
  CHECK(r.read("/r/devcontainer.json", "{").errors.size() == 1);
}
