// Engines by their command lines, and the order of things with one that is played.

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

#include "verify/container_engine.h"
#include "verify/directory.h"
#include "verify/run_id.h"
#include "verify/verify.h"

namespace fs = std::filesystem;
using namespace cudafit;
using namespace cudafit::verify;

namespace {

programs::Ended said(std::string out, int status = 0, std::string error = "") {
  programs::Ended ended;
  ended.started = true;
  ended.status = status;
  ended.out = std::move(out);
  ended.error = std::move(error);
  return ended;
}

constexpr const char* works =
    "{\"probe\":1,\"here\":{\"device_nodes\":true},\"driver\":{\"loaded\":true,\"code\":0},"
    "\"devices\":{\"code\":0,\"list\":[{\"name\":\"T4\",\"major\":7,\"minor\":5}]},\"kernel\":"
    "{\"code\":0,\"tried\":[{\"by\":\"PTX\",\"code\":0,\"correct\":true}]},\"end\":{\"end\":"
    "\"done\"}}";

/// Docker as it answers; notes what it was asked.
struct Docker {
  std::vector<std::string> lines;
  std::string info = "{\"ServerVersion\":\"28.3.0\",\"Runtimes\":{\"runc\":{}}}";
  std::string inspect = "[{\"Architecture\":\"amd64\",\"Config\":{\"OnBuild\":null}}]";
  int inspect_status = 0;
  programs::Ended run = said(works);
  bool with_gpus = true;  ///< --gpus is possible
  std::string listed;     ///< what `images` lists

  programs::Ended operator()(const programs::Command& command) {
    lines.push_back(command_line(command));
    const std::string& verb = command.words.front();
    if (verb == "info") return said(info);
    if (verb == "image")
      return said(inspect, inspect_status, inspect_status ? "Error: No such image: x" : "");
    if (verb == "images") return said(listed);
    if (verb == "rmi") listed.clear();  // it takes along what is below it
    if (verb == "run") {
      const bool asks = lines.back().find("--gpus") != std::string::npos;
      if (asks && !with_gpus) return said("", 125, "docker: Error: could not select device driver");
      return run;
    }
    return said("");
  }
  bool asked(std::string_view part) const {
    return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
      return line.find(part) != std::string::npos;
    });
  }
};

struct Trial {
  Docker docker;
  World world{};
  Request request{.image = "corp/image:1"};

  Verification run() {
    world.run = [this](const programs::Command& command) { return docker(command); };
    ContainerEngine engine("docker", world);
    return verify::verify(engine, world, request);
  }
};

}  // namespace

TEST_CASE("the probe is put into an image, run, and all of it taken away") {
  Trial trial;
  const Verification out = trial.run();
  CHECK(out.judgement.verdict == Verdict::runs);
  CHECK(out.engine == "docker 28.3.0, --gpus all");
  CHECK(out.left.empty());
  for (const std::string_view part :
       {"--network none", "--read-only", "--cap-drop ALL", "--security-opt no-new-privileges",
        "--pids-limit", "--memory", "--rm", "--entrypoint /.cudafit/probe", "--pull never",
        "--label io.cudafit.run="})
    CHECK_MESSAGE(trial.docker.asked(part), part);
  for (const std::string_view part : {"--volume", "-v ", "--mount", "--privileged", "docker pull"})
    CHECK_MESSAGE(!trial.docker.asked(part), part);
  CHECK(!fs::exists(kit_directory(own_run_id())));
}

TEST_CASE("ways to the GPU") {
  Trial trial;
  trial.docker.with_gpus = false;
  Verification out = trial.run();
  CHECK(out.engine == "docker 28.3.0");
  CHECK(std::count_if(trial.docker.lines.begin(), trial.docker.lines.end(),
                      [](const std::string& line) { return line.starts_with("docker run"); }) == 2);
  // A refused container is taken away.
  CHECK(trial.docker.asked("docker rm --force cudafit-"));

  const auto ways = [](std::string_view program, std::string_view info) {
    std::string names;
    const Result<Abilities> read = read_abilities(program, info);
    REQUIRE(read);
    for (const GpuWay& way : read->gpu_ways) names += way.name + ";";
    return names;
  };
  CHECK(ways("docker", "{}") == "--gpus all;");
  CHECK(ways("docker", "{\"Runtimes\":{\"nvidia\":{}}}") == "--gpus all;--runtime nvidia;");
  CHECK(ways("docker",
             "{\"DiscoveredDevices\":[{\"Source\":\"cdi\",\"ID\":\"nvidia.com/gpu=all\"}]}") ==
        "--device nvidia.com/gpu=all;--gpus all;");
  CHECK(ways("podman", "{\"host\":{\"cgroupControllers\":[\"cpu\"]}}") ==
        "--device nvidia.com/gpu=all;");
  CHECK(!read_abilities("podman", "{\"host\":{\"cgroupControllers\":[\"cpu\"]}}")->limits);
  CHECK(!read_abilities("docker", "{\"MemoryLimit\":false}")->limits);
  CHECK(!read_abilities("docker", "no"));
  const Result<Abilities> down =
      read_abilities("docker", "{\"ServerErrors\":[\"Cannot connect to the Docker daemon\"]}");
  REQUIRE(!down);
  CHECK(down.error() == "docker: Cannot connect to the Docker daemon");
}

TEST_CASE("what is not here, or would run something, is not touched") {
  Trial absent;
  absent.docker.inspect_status = 1;
  CHECK(absent.run().judgement.verdict == Verdict::undecided);
  CHECK(!absent.docker.asked("docker build"));
  CHECK(!absent.docker.asked("docker pull"));
  Trial pulled;
  pulled.docker.inspect_status = 1;
  pulled.request.pull = true;
  pulled.run();
  CHECK(pulled.docker.asked("docker pull --quiet corp/image:1"));
  Trial foreign;
  foreign.docker.inspect = "[{\"Architecture\":\"s390x\"}]";
  CHECK(foreign.run().judgement.why.find("is for s390x") != std::string::npos);
  Trial triggers;
  triggers.docker.inspect =
      "[{\"Architecture\":\"amd64\",\"Config\":{\"OnBuild\":[\"RUN make\"]}}]";
  const Verification out = triggers.run();
  CHECK(out.judgement.verdict == Verdict::undecided);
  CHECK(out.judgement.why.find("ONBUILD") != std::string::npos);
  CHECK(!triggers.docker.asked("docker build"));
}

TEST_CASE("what engines say of an image") {
  CHECK(!read_image("docker", "no"));
  CHECK(!read_image("docker", "[]"));
  CHECK(!read_image("docker", "[{\"Config\":{\"OnBuild\":[]}}]")->triggers);
  CHECK(
      read_image("podman", "[{\"History\":[{\"created_by\":\"/bin/sh -c #(nop) ONBUILD RUN x\"}]}]")
          ->triggers);
}

TEST_CASE("the user's Dockerfile is built only when asked for") {
  Trial trial;
  trial.request.build = ProjectBuild{.id = "",
                                     .name = "",
                                     .dockerfile = "/p/Dockerfile",
                                     .context = "/p",
                                     .target = "run",
                                     .platform = "",
                                     .args = {"A=b c"}};
  trial.run();
  CHECK(trial.docker.asked("--file /p/Dockerfile --target run --build-arg 'A=b c' --force-rm /p"));
}

TEST_CASE("what is left is taken away in the end") {
  Trial trial;
  trial.docker.listed = "sha256:1\nsha256:2\nsha256:1\n";
  CHECK(trial.run().left.empty());
  CHECK(trial.docker.asked("docker rmi --force sha256:1"));
  CHECK(trial.docker.asked("docker rmi --force sha256:2"));
}

TEST_CASE("a dry run changes nothing") {
  Trial trial;
  std::vector<std::string> shown;
  trial.world.dry = [&](std::string_view line) { shown.emplace_back(line); };
  trial.run();
  CHECK(trial.docker.lines.size() == 2);  // info, image inspect
  std::size_t commands = 0;
  bool dockerfile = false;
  for (const std::string& line : shown) {
    commands += line.starts_with("docker ") ? 1 : 0;
    dockerfile = dockerfile || line == "#   FROM corp/image:1";
  }
  CHECK(dockerfile);
  CHECK(commands == 9);
}

TEST_CASE("Ctrl-C stops it, and all is taken away") {
  Trial trial;
  const std::atomic<bool> stop = true;
  trial.world.stop = &stop;
  trial.docker.run = said("", -1);
  const Verification out = trial.run();
  CHECK(out.interrupted);
  CHECK(trial.docker.asked("docker images --all --quiet"));
}

TEST_CASE("command lines are quoted") {
  programs::Command command;
  command.program = "docker";
  command.words = {"run", "a b", "", "it's", "$(x)", "plain:1.0"};
  CHECK(command_line(command) == "docker run 'a b' '' 'it'\\''s' '$(x)' plain:1.0");
}

TEST_CASE("generated Dockerfiles") {
  CHECK(generated_dockerfile("a:1", "", "7") ==
        "FROM a:1\nLABEL io.cudafit.run=7\nCOPY probe probe.py /.cudafit/\n");
  const std::string compiled = generated_dockerfile("a:1", "b:1", "7");
  CHECK(compiled.starts_with("FROM b:1 AS compiler\nLABEL io.cudafit.run=7\nUSER 0\n"));
  CHECK(compiled.find("\nCOPY --from=compiler /.cudafit/probe.fatbin") != std::string::npos);
  CHECK(compiler_image("nvidia/cuda:12.4.1-runtime-ubuntu22.04") ==
        "nvidia/cuda:12.4.1-devel-ubuntu22.04");
  CHECK(compiler_image("nvcr.io/nvidia/cuda:12.4.1-base-ubuntu22.04") ==
        "nvcr.io/nvidia/cuda:12.4.1-devel-ubuntu22.04");
  CHECK(compiler_image("nvidia/cuda:12.4.1-devel-ubuntu22.04") ==
        "nvidia/cuda:12.4.1-devel-ubuntu22.04");
  CHECK(compiler_image("corp/unknown:1") == "corp/unknown:1");
}

TEST_CASE("whose something is") {
  CHECK(owner_of(own_run_id()) == Owner::alive);
  std::string id = own_run_id();
  CHECK(owner_of("") == Owner::unknown);
  CHECK(owner_of("x-1-2-3") == Owner::unknown);
  CHECK(age_of(id) >= 0);
  CHECK(age_of(id) < 60);
  // The same number, another process.
  const std::size_t first = id.find('-'), second = id.find('-', first + 1);
  const std::size_t third = id.find('-', second + 1);
  CHECK(owner_of(id.substr(0, second + 1) + "1" + id.substr(third)) == Owner::dead);
}

TEST_CASE("leftovers of the dead go, those of the living stay") {
  const std::string alive = own_run_id();
  const std::size_t first = alive.find('-'), second = alive.find('-', first + 1);
  const std::string dead = alive.substr(0, second + 1) + "1" + alive.substr(alive.rfind('-'));
  fs::create_directories(kit_directory(dead));
  fs::create_directories(kit_directory(alive));
  World world;
  std::vector<std::string> lines;
  world.run = [&](const programs::Command& command) {
    lines.push_back(command_line(command));
    if (command.words[0] == "ps") return said("c1\nc2\n");
    if (command.words.back() == "c1") return said(dead + "\n");
    if (command.words.back() == "c2") return said("otherhost-1-2-" + std::to_string(1) + "\n");
    return said("");
  };
  ContainerEngine engine("docker", world);
  Result<Cleaned> cleaned = clean(engine, false);
  REQUIRE(cleaned);
  CHECK(cleaned->removed.size() == 2);
  CHECK(!fs::exists(kit_directory(dead)));
  CHECK(fs::exists(kit_directory(alive)));
  CHECK(std::count(lines.begin(), lines.end(), "docker rm --force c1") == 1);
  CHECK(std::count(lines.begin(), lines.end(), "docker rm --force c2") == 0);
  cleaned = clean(engine, true);
  CHECK(std::count(lines.begin(), lines.end(), "docker rm --force c2") == 1);
  fs::remove_all(kit_directory(alive));
}
