// For whom a stage is.

#include "graph/audience.h"

#include <doctest/doctest.h>

#include <string>

using namespace cudafit;
using namespace cudafit::graph;

namespace {

Audience of(const std::string& text, const std::string& file = "Dockerfile") {
  const read::Dockerfile dockerfile = read::parse_dockerfile(0, text);
  const auto environment = [](std::string_view) {
    return std::optional(document::BaseEnvironment{.variables = {}, .complete = true});
  };
  facts::Facts facts = facts::gather(document::evaluate(dockerfile, {}, environment), {});
  facts.file = file;
  const Graph graph = connect(std::move(facts));
  return audience(graph, static_cast<int>(graph.facts.stages.size()) - 1);
}

const char* word(Audience audience) {
  if (audience == Audience::unknown) return "?";
  return audience == Audience::people ? "people" : "service";
}

/// Of an image that starts this.
std::string starting(const std::string& instructions) {
  return word(of("FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\n" + instructions + "\n"));
}

const std::string served = "CMD [\"python\", \"-m\", \"server\"]\n";

std::string named(const std::string& stage) {
  return word(of("FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS " + stage + "\n" + served));
}

std::string at(const std::string& file) {
  return word(of("FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\n" + served, file));
}

std::string from(const std::string& image) { return word(of("FROM " + image + "\n" + served)); }

struct Case {
  std::string what, expected;
};

}  // namespace

TEST_CASE("by what containers start") {
  for (const Case& each : {
           Case{"CMD [\"python3\", \"-m\", \"server\"]", "service"},
           Case{"CMD python3 app.py", "service"},
           Case{"CMD uvicorn app:main", "service"},
           Case{"ENTRYPOINT [\"gunicorn\"]", "service"},
           Case{"ENTRYPOINT [\"python3\"]\nCMD [\"app.py\"]", "service"},
           Case{"CMD [\"python3\"]", "?"},
           Case{"", "?"},
           Case{"CMD [\"/start.sh\"]", "?"},
           Case{"ENTRYPOINT [\"/start.sh\"]\nCMD [\"python3\", \"app.py\"]", "?"},
           Case{"CMD bash", "people"},
           Case{"CMD [\"/bin/bash\", \"-l\"]", "people"},
           Case{"CMD [\"bash\", \"run.sh\"]", "?"},
           Case{"CMD tail -f /dev/null", "people"},
           Case{"CMD [\"sleep\", \"infinity\"]", "people"},
           Case{"CMD [\"jupyter\", \"lab\", \"--ip=0.0.0.0\"]", "people"},
           Case{"CMD [\"jupyter-lab\"]", "people"},
           Case{"CMD [\"python3\", \"-m\", \"pytest\", \"tests\"]", "people"},
           Case{"CMD [\"pytest\"]", "people"},
           // the word is another one's part
           Case{"CMD [\"python3\", \"-m\", \"latest_model\"]", "service"},
           Case{"CMD [\"python3\", \"-m\", \"server\", \"--model\", \"contest\"]", "service"},
       }) {
    CAPTURE(each.what);
    CHECK(starting(each.what) == each.expected);
  }
}

TEST_CASE("by the name of the stage and the place of the file") {
  CHECK(named("dev") == "people");
  CHECK(named("development-gpu") == "people");
  CHECK(named("unit_test") == "people");
  CHECK(named("dev2") == "people");
  CHECK(named("device") == "service");
  CHECK(named("latest") == "service");
  CHECK(named("inference") == "service");
  CHECK(named("special") == "service");
  CHECK(at("docker/Dockerfile") == "service");
  CHECK(at(".devcontainer/Dockerfile") == "people");
  CHECK(at("docker/Dockerfile.dev") == "people");
  CHECK(at("docker/Notebook.Dockerfile") == "people");
  CHECK(at("tests/gpu/Dockerfile") == "people");
  CHECK(at("ci/Dockerfile") == "people");
  CHECK(at("contest/Dockerfile") == "service");
}

TEST_CASE("by the image at the bottom, and by packages where nothing else tells") {
  CHECK(from("quay.io/jupyter/pytorch-notebook:cuda12-latest") == "people");
  CHECK(from("tensorflow/tensorflow:2.15.0-gpu-jupyter") == "people");
  CHECK(from("mcr.microsoft.com/devcontainers/python:3.12") == "people");
  CHECK(from("nvidia/cuda:12.4.1-devel-ubuntu22.04") == "service");
  const std::string lab = "RUN apt-get install -y python3-pip && pip3 install jupyterlab\n";
  CHECK(starting(lab) == "people");
  CHECK(starting(lab + "CMD [\"/start.sh\"]") == "people");
  CHECK(starting(lab + served) == "service");
}

TEST_CASE("the command of a stage below counts until there is another") {
  const std::string below = "FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS a\nCMD bash\nFROM a\n";
  CHECK(word(of(below)) == std::string("people"));
  CHECK(word(of(below + served)) == std::string("service"));
}
