// Compose projects: which files belong to one, and what its services build.

#include "document/compose.h"

#include <doctest/doctest.h>

#include <map>

using namespace cudafit;
using namespace cudafit::document;

namespace {

using Written = std::map<std::string, std::string>;

struct Read {
  MemoryFiles files;
  Sources sources;
  ComposeProject project;

  explicit Read(const Written& written, const std::string& main = "/r/compose.yaml") {
    for (const auto& [path, bytes] : written) files.add(path, bytes);
    const FileId file = sources.add(main, *files.read(main));
    project = read_compose(files, sources, file, "/r");
  }

  const read::ComposeService* find(const std::string& name) const {
    for (const read::ComposeService& each : project.services) {
      if (each.name.value == name) return &each;
    }
    return nullptr;
  }
  std::string image(const std::string& name) const {
    const read::ComposeService* const service = find(name);
    if (service == nullptr || !service->image) return "-";
    return service->image->value + (service->image->complete ? "" : "?");
  }
};

}  // namespace

TEST_CASE("names of Compose files") {
  for (const char* const name : {"compose.yaml", "docker-compose.yml", "docker-compose.gpu.yml",
                                 "compose.gpu.yaml", "compose-dev.yml", "Docker-Compose.YAML"})
    CHECK(is_compose_name(name));
  for (const char* const name : {"composer.json", "compose.txt", "decompose.yaml", "composed.yml"})
    CHECK_FALSE(is_compose_name(name));
}

TEST_CASE("files in which nothing is built") {
  const auto builds = [](const Written& written, const std::string& path = "/r/compose.yaml") {
    MemoryFiles files;
    for (const auto& [name, bytes] : written) files.add(name, bytes);
    return may_build(files, path, written.at(path));
  };
  const std::string image = "services:\n  a:\n    image: x\n";
  CHECK_FALSE(builds({{"/r/compose.yaml", image}}));
  CHECK(builds({{"/r/compose.yaml", "services:\n  a:\n    build: .\n"}}));
  // The word may be written otherwise, or stand elsewhere.
  CHECK(builds({{"/r/compose.yaml", "services:\n  a:\n    \"b\\u0075ild\": .\n"}}));
  CHECK(builds({{"/r/compose.yaml", std::string("s\0e\0", 4)}}));
  CHECK(builds({{"/r/compose.yaml", image + "    extends: {file: b.yaml, service: b}\n"}}));
  CHECK(builds({{"/r/compose.yaml", "include: [b.yaml]\n"}}));
  CHECK(builds({{"/r/compose.yaml", image}, {"/r/compose.override.yaml", "services: {}\n"}}));
  // A target of Bake builds by being there.
  CHECK(builds({{"/r/docker-bake.hcl", "target \"a\" {}\n"}}, "/r/docker-bake.hcl"));
}

TEST_CASE("the file that Compose lays over another by itself") {
  const Read read(Written{{"/r/compose.yaml", "services: {a: {image: x:1}, b: {image: y}}\n"},
                          {"/r/compose.override.yaml", "services: {a: {image: x:2}}\n"}});
  CHECK(read.image("a") == "x:2");
  CHECK(read.image("b") == "y");
  CHECK(read.project.known);
  CHECK(read.project.files.size() == 2);
  CHECK(compose_base(read.files, "/r/compose.override.yaml") == "/r/compose.yaml");
  const Read other(Written{{"/r/compose.gpu.yaml", "services: {a: {image: x:1}}\n"},
                           {"/r/compose.gpu.override.yaml", "services: {a: {image: x:2}}\n"}},
                   "/r/compose.gpu.yaml");
  CHECK(other.image("a") == "x:1");
}

TEST_CASE("the files that others are laid over") {
  const std::string app = "services: {app: {image: x}}\n";
  MemoryFiles files;
  for (const char* const path : {"/r/compose.yaml", "/r/compose.gpu.yaml", "/r/a/one.yml",
                                 "/r/.devcontainer/two.yml", "/r/b/compose.gpu.yaml"})
    files.add(path, app);
  files.add("/r/.devcontainer/devcontainer.json",
            R"({"dockerComposeFile": ["../a/one.yml", "two.yml"], "service": "app"})");
  using Paths = std::vector<std::string>;
  CHECK(files_below(files, "/r/compose.gpu.yaml") == Paths{"/r/compose.yaml"});
  CHECK(files_below(files, "/r/.devcontainer/two.yml") == Paths{"/r/a/one.yml"});
  CHECK(files_below(files, "/r/compose.yaml").empty());
  CHECK(files_below(files, "/r/a/one.yml").empty());
  CHECK(files_below(files, "/r/b/compose.gpu.yaml").empty());
  CHECK(files_below(files, "/r/.devcontainer/devcontainer.json").empty());
  CHECK(laid_over(files, "/r/compose.gpu.yaml", "app"));
  CHECK_FALSE(laid_over(files, "/r/compose.gpu.yaml", "ap"));
  CHECK_FALSE(laid_over(files, "/r/compose.gpu.yaml", "pp"));
  CHECK_FALSE(laid_over(files, "/r/compose.yaml", "app"));
  files.add("/r/compose.yaml", "services:\n  \"app\":\n    image: x\n  my-other:\n    image: y\n");
  CHECK(laid_over(files, "/r/compose.gpu.yaml", "app"));
  CHECK_FALSE(laid_over(files, "/r/compose.gpu.yaml", "other"));
}

TEST_CASE("Compose files of a development container") {
  const Written written{
      {"/r/a/one.yml", "services: {app: {image: x:1, build: {context: ./src}}, db: {image: y}}\n"},
      {"/r/a/.env", "TAG=3\n"},
      {"/r/.devcontainer/two.yml", "services: {app: {image: 'x:${TAG}'}}\n"},
      {"/r/.devcontainer/devcontainer.json",
       R"({"dockerComposeFile": ["../a/one.yml", "two.yml"], "service": "app"})"}};
  const Read read(written, "/r/.devcontainer/devcontainer.json");
  CHECK(read.image("app") == "x:3");
  CHECK(read.image("db") == "y");
  CHECK(read.find("app")->build->below == "/r/a");
  CHECK_FALSE(read.find("app")->gpu_known);
  CHECK(read.find("db")->gpu_known);
  CHECK(read.project.known);
  Written missing = written;
  missing.erase("/r/.devcontainer/two.yml");
  CHECK_FALSE(Read(missing, "/r/.devcontainer/devcontainer.json").project.known);
}

TEST_CASE("variables") {
  const Read read(Written{{"/r/compose.yaml",
                           "services: {a: {image: 'x:${TAG}'}, b: {image: '${B:-y}'},"
                           " c: {image: $C}}\n"},
                          {"/r/.env", "TAG=3\n"}});
  CHECK(read.image("a") == "x:3");
  CHECK(read.image("b") == "y");
  CHECK(read.image("c") == "?");
}

TEST_CASE("extends and include") {
  const Read read(
      {{"/r/compose.yaml",
        "include: [sub/compose.yaml]\n"
        "services:\n  a: {extends: {file: base.yaml, service: b}, environment: {X: 2}}\n"
        "  c: {extends: a, image: z}\n"},
       {"/r/base.yaml", "services: {b: {image: 'x:${T:-1}', environment: {X: 1, Y: 1}}}\n"},
       {"/r/sub/compose.yaml", "services: {d: {build: ./e}}\n"},
       {"/r/sub/e/Dockerfile", "FROM scratch\n"}});
  CHECK(read.project.known);
  CHECK(read.image("a") == "x:1");
  REQUIRE(read.find("a"));
  CHECK(read.find("a")->environment.size() == 2);
  CHECK(read.image("c") == "z");
  REQUIRE(read.find("d"));
  const ComposeTarget target = compose_target(read.files, read.sources, *read.find("d"), "/r");
  CHECK(target.dockerfile == "/r/sub/e/Dockerfile");
  CHECK(target.context == "/r/sub/e");
}

TEST_CASE("what is not there, in circles or outside makes the project unknown") {
  CHECK_FALSE(
      Read(Written{{"/r/compose.yaml", "include: [gone.yaml]\nservices: {a: {image: x}}\n"}})
          .project.known);
  CHECK_FALSE(Read(Written{{"/r/compose.yaml", "include: [compose.yaml]\n"}}).project.known);
  CHECK_FALSE(Read(Written{{"/r/compose.yaml", "include: [../o/compose.yaml]\n"},
                           {"/o/compose.yaml", "services: {a: {image: x}}\n"}})
                  .project.known);
  CHECK_FALSE(Read(Written{{"/r/compose.yaml", "services: {a: {extends: b}, b: {extends: a}}\n"}})
                  .project.known);
  CHECK_FALSE(Read(Written{{"/r/compose.yaml", "services: {a: {extends: {service: ${S}}}}\n"}})
                  .project.known);
}

TEST_CASE("circles are said where they close") {
  const auto errors = [](const Written& written) {
    std::string out;
    const Read read(written);
    for (const read::YamlError& error : read.project.errors)
      out += std::string(read.sources.text(error.span)) + ": " + error.message + "\n";
    return out;
  };
  const std::string itself = "extends itself, by way of others or not\n";
  CHECK(errors(Written{{"/r/compose.yaml", "services: {a: {extends: b}, b: {extends: a}}\n"}})
            .starts_with("a: this service " + itself));
  CHECK(errors(Written{
            {"/r/compose.yaml", "services: {a: {extends: {file: compose.yaml, service: a}}}\n"}}) ==
        "a: this service " + itself);
  CHECK(errors(Written{{"/r/compose.yaml", "include: [x.yaml]\n"},
                       {"/r/x.yaml", "include: [compose.yaml]\n"}}) ==
        "compose.yaml: this file includes itself, by way of others or not\n");
  // No circles: twice the same, the same name in another file, what is merged last.
  for (const Written& fine :
       {Written{{"/r/compose.yaml",
                 "services: {a: {image: x}, b: {extends: a}, c: {extends: a}, d: {extends: c}}\n"}},
        Written{{"/r/compose.yaml", "services: {a: {extends: {file: x.yaml, service: a}}}\n"},
                {"/r/x.yaml", "services: {a: {image: x}}\n"}},
        Written{
            {"/r/compose.yaml", "services: {a: {image: x, extends: !reset b}, b: {extends: a}}\n"}},
        Written{{"/r/compose.yaml",
                 "services: {a: {extends: {file: \"${F:-compose.yaml}\", service: a}}}\n"}},
        Written{{"/r/compose.yaml", "include: [x.yaml, y.yaml]\n"},
                {"/r/x.yaml", "include: [z.yaml]\n"},
                {"/r/y.yaml", "include: [z.yaml]\n"},
                {"/r/z.yaml", "services: {a: {image: x}}\n"}}})
    CHECK(errors(fine).empty());
}

TEST_CASE("what is no YAML, and YAML that grows without end") {
  const Read broken(Written{{"/r/compose.yaml", "services:\n  a: [\n"}});
  CHECK(broken.project.errors.size() == 1);
  CHECK_FALSE(broken.project.known);
  const Read made(Written{{"/r/compose.yaml", "services:\n  {{ name }}: [\n"}});
  CHECK(made.project.errors.empty());
  std::string bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n";
  for (char c = 'b'; c < 'k'; ++c) {
    bomb += std::string(1, c) + ": &" + c + " [";
    for (int i = 0; i < 10; ++i)
      bomb += std::string(i == 0 ? "*" : ", *") + static_cast<char>(c - 1);
    bomb += "]\n";
  }
  CHECK_FALSE(
      Read(Written{{"/r/compose.yaml", bomb + "services: {a: {image: x}}\n"}}).project.known);
}

TEST_CASE("services that run an image are stages") {
  const Read read(
      Written{{"/r/compose.yaml",
               "services:\n"
               "  a: {image: x:1, platform: linux/arm64, environment: {A: 'it''s $$5'},\n"
               "      command: sh -c \"echo a\"}\n"
               "  b: {build: .}\n"
               "  x: {image: a}\n"}});
  std::vector<std::size_t> services;
  const read::Dockerfile stages = service_stages(read.project, services);
  CHECK(services == std::vector<std::size_t>{0, 2});
  const Document document = evaluate(stages, {}, {});
  REQUIRE(document.stages.size() == 2);
  const Stage& a = document.stages[0];
  CHECK(a.base.value == "x:1");
  CHECK(a.platform.value == "linux/arm64");
  REQUIRE(a.variables.size() == 1);
  CHECK(a.variables[0].value.value == "it's $5");
  REQUIRE(!a.steps.empty());
  const Step& command = a.steps.back();
  REQUIRE(!command.commands.empty());
  CHECK(command.commands[0].name() == "sh");
  // No service is built on another, whatever they are called.
  CHECK(document.stages[1].parent == -1);
}

TEST_CASE("how a service is built") {
  const Read read(
      Written{{"/r/compose.yaml",
               "services:\n  a:\n    platform: linux/arm64\n    build:\n      context: sub\n"
               "      dockerfile: ../gpu.Dockerfile\n      target: t\n"
               "      args: [A=1, B, 'C=${D}']\n"
               "  far: {build: https://github.com/o/r.git}\n  out: {build: ../..}\n"
               "  text: {build: {dockerfile_inline: FROM scratch}}\n"},
              {"/r/gpu.Dockerfile", "FROM scratch\n"},
              {"/r/sub/x", ""},
              {"/r/.env", "B=2\n"}});
  REQUIRE(read.find("a"));
  CHECK(compose_target(read.files, read.sources, *read.find("a"), "/r").dockerfile ==
        "/r/gpu.Dockerfile");
  for (const char* const name : {"far", "out", "text"}) {
    REQUIRE(read.find(name));
    CHECK(compose_target(read.files, read.sources, *read.find(name), "/r").dockerfile == "");
  }
  BuildOptions options;
  set_options(*read.find("a"), read.project, options);
  CHECK(options.target == "t");
  CHECK(options.platform == "linux/arm64");
  CHECK(options.written_args.at("A").value == "1");
  CHECK(options.written_args.at("B").value == "2");
  CHECK_FALSE(options.written_args.at("C").complete);
}
