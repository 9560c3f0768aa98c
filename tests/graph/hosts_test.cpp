// Declared hosts: which drivers and GPUs run what the stages load, and what is said where none is
// declared.

#include <doctest/doctest.h>

#include <string>

#include "graph/forward.h"
#include "graph/graph.h"

using namespace cudafit;
using namespace cudafit::graph;

namespace {

facts::Host host(std::string driver, std::vector<std::string> gpus = {}, std::string name = {}) {
  facts::Host out;
  out.name = std::move(name);
  out.driver = std::move(driver);
  out.origin = "the test";
  for (std::string& gpu : gpus) out.gpus.push_back({std::move(gpu), {}});
  return out;
}

Graph graph_of(std::string_view text, std::vector<facts::Host> hosts = {}) {
  const read::Dockerfile dockerfile = read::parse_dockerfile(0, text);
  // Base images that set nothing.
  const document::BaseImages plain = [](std::string_view) {
    return document::BaseEnvironment{.variables = {}, .complete = true};
  };
  facts::Facts facts = facts::gather(document::evaluate(dockerfile, {}, plain), {});
  facts.hosts = std::move(hosts);
  return connect(std::move(facts));
}

std::string torch_on(std::string_view image, std::string_view torch, std::string_view index) {
  return "FROM " + std::string(image) +
         "\nRUN apt-get update && apt-get install -y python3-pip\nRUN pip3 install torch==" +
         std::string(torch) + " --index-url https://download.pytorch.org/whl/" +
         std::string(index) + "\n";
}

std::string_view name(Verdict verdict) {
  static constexpr std::string_view names[] = {"met", "unmet", "unknown"};
  return names[static_cast<std::size_t>(verdict)];
}

/// "met", "unmet", "unknown", with " ?" where forward compatibility decides.
std::string driver_verdicts(const Graph& graph) {
  std::string out;
  for (const DriverNeed& need : graph.driver_needs) {
    out += (out.empty() ? "" : "; ") + need.need.host + (need.need.host.empty() ? "" : " ");
    out += name(need.need.verdict);
    if (need.unless_forward_compatible) out += " ?";
  }
  return out;
}

struct Case {
  std::string driver;
  std::vector<std::string> gpus;
  std::string expected;
};

}  // namespace

TEST_CASE("drivers against the CUDA of a wheel, with cuda-compat in the image") {
  const std::string text = torch_on("nvidia/cuda:11.8.0-base-ubuntu22.04", "2.0.1", "cu118");
  for (const Case& each : {
           Case{"470.82.01", {"A100"}, "met"}, Case{"450.80.02", {}, "met"}, Case{"580", {}, "met"},
           Case{"352.55", {}, "unmet"}, Case{"440.33.01", {"RTX 2080 Ti"}, "unmet"},
           Case{"440.33.01", {"A100"}, "unmet"},  // the package is not for 440
           Case{"450.51.05", {"T4"}, "met"}, Case{"450.51.05", {"RTX 2080 Ti"}, "unmet"},
           Case{"450.51.05", {}, "unknown ?"},
           Case{"450", {}, "unknown"},  // some releases are new enough
       }) {
    INFO(each.driver);
    CHECK(driver_verdicts(graph_of(text, {host(each.driver, each.gpus)})) == each.expected);
  }
}

TEST_CASE("cuda-compat of an older image is no help for a newer wheel") {
  const std::string text = torch_on("nvidia/cuda:11.8.0-base-ubuntu22.04", "2.4.1", "cu124");
  CHECK(driver_verdicts(graph_of(text, {host("470.82.01", {"A100"})})) == "unmet");
  const std::string newer = torch_on("nvidia/cuda:12.2.2-base-ubuntu22.04", "2.4.1", "cu124");
  CHECK(driver_verdicts(graph_of(newer, {host("470.82.01", {"A100"})})) == "met");
}

TEST_CASE("an image without cuda-compat: the GPU does not matter") {
  const std::string text =
      "FROM python:3.11-slim\nRUN pip install torch==2.4.1 --index-url "
      "https://download.pytorch.org/whl/cu124\n";
  CHECK(driver_verdicts(graph_of(text, {host("470.82.01")})) == "unmet");
  CHECK(driver_verdicts(graph_of(text, {host("470.82.01", {"A100"})})) == "unmet");
}

TEST_CASE("an unknown image may bring it") {
  const std::string text =
      "FROM example.com/base\nRUN pip install torch==2.4.1 --index-url "
      "https://download.pytorch.org/whl/cu124\n";
  CHECK(driver_verdicts(graph_of(text, {host("470.82.01", {"A100"})})) == "unknown");
  CHECK(driver_verdicts(graph_of(text, {host("470.82.01", {"RTX 3090"})})) == "unmet");
  CHECK(driver_verdicts(graph_of(text, {host("470.82.01")})) == "unknown ?");
}

TEST_CASE("stages that many copy from are looked at once") {
  std::string text = "FROM nvidia/cuda:12.2.2-base-ubuntu22.04 AS s0\n";
  for (int i = 1; i < 60; ++i) {
    const std::string copy = "COPY --from=s" + std::to_string(i - 1) + " /usr/local/cuda /";
    text += "FROM nvidia/cuda:12.2.2-base-ubuntu22.04 AS s" + std::to_string(i) + "\n" + copy +
            "a\n" + copy + "b\n";
  }
  text +=
      "RUN apt-get update && apt-get install -y python3-pip\n"
      "RUN pip3 install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu124\n";
  CHECK(driver_verdicts(graph_of(text, {host("352.55", {"RTX 3090"})})) == "unmet");
}

TEST_CASE("hosts are told apart by name") {
  const std::string text = torch_on("ubuntu:22.04", "2.4.1", "cu124");
  CHECK(driver_verdicts(graph_of(text, {host("470.82.01", {}, "old"),
                                        host("550.54.15", {}, "new")})) == "old unmet; new met");
}

TEST_CASE("WSL2 takes Windows numbers") {
  facts::Host windows = host("528.33");
  windows.wsl2 = true;
  const std::string text = torch_on("ubuntu:22.04", "2.4.1", "cu124");
  CHECK(driver_verdicts(graph_of(text, {windows})) == "met");
  windows.driver = "517.00";
  CHECK(driver_verdicts(graph_of(text, {windows})) == "unmet");
}

TEST_CASE("conda's torch by what selects its CUDA") {
  for (const auto& [first, expected] : {
           std::pair("pytorch==2.1.2 pytorch-cuda=12.1 -c pytorch -c nvidia", "unmet"),
           std::pair("pytorch==1.12.1 cudatoolkit=11.3 -c pytorch", "met"),
           std::pair("pytorch=1.4.0=py3.6_cuda10.1.243_cudnn7.6.3_0 -c pytorch", "met"),
           std::pair("pytorch cudatoolkit=11.8 -c conda-forge", ""),  // the solver decides
           std::pair("pytorch cpuonly -c pytorch", ""),
       }) {
    const auto& specs = first;
    INFO(specs);
    const std::string text =
        "FROM continuumio/miniconda3:latest\nRUN conda install -y " + std::string(specs) + "\n";
    CHECK(driver_verdicts(graph_of(text, {host("470.82.01", {"RTX 3090"})})) == expected);
  }
}

TEST_CASE("gates: of the image, overridden, switched off, not asked by CDI") {
  const std::string image = "FROM nvidia/cuda:12.6.3-base-ubuntu22.04\n";
  const facts::Host refused = host("550.54.15", {"RTX 4090"});
  // The variables of the base image come from the caller here: there are none.
  const auto gates = [&](const std::string& more, facts::Host declared) {
    return graph_of(
               image +
                   "ENV NVIDIA_REQUIRE_CUDA=\"cuda>=12.6 brand=tesla,driver>=550,driver<551\"\n" +
                   more,
               {std::move(declared)})
        .gate_needs.size();
  };
  CHECK(gates("", refused) == 1);
  CHECK(gates("", host("560.35.03", {"RTX 4090"})) == 0);
  CHECK(gates("", host("550.54.15", {"T4"})) == 0);
  CHECK(gates("", host("550.54.15")) == 0);
  CHECK(gates("ENV NVIDIA_DISABLE_REQUIRE=true\n", refused) == 0);
  CHECK(gates("ENV NVIDIA_DISABLE_REQUIRE=false\n", refused) == 1);
  CHECK(gates("ENV NVIDIA_REQUIRE_CUDA=\"cuda>=12.0\"\n", refused) == 0);
  CHECK(gates("ENV NVIDIA_REQUIRE_CUDA=\n", refused) == 0);
  facts::Host cdi = refused;
  cdi.cdi = Known::yes;
  CHECK(gates("", cdi) == 0);
}

TEST_CASE("where no host is declared, what a stage needs of one") {
  const auto words = [](std::string_view text) {
    std::string out;
    for (const HostRange& range : graph_of(text).host_ranges)
      out += (out.empty() ? "" : "; ") + range.words;
    return out;
  };
  CHECK(words(torch_on("ubuntu:22.04", "2.4.1", "cu124")) ==
        "driver >= 525.60.13, GPUs sm_50 to sm_90 (torch 2.4.1+cu124)");
  CHECK(words("FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\n") ==
        "driver >= 525.60.13 (CUDA 12.4.1 of nvidia/cuda:12.4.1-runtime-ubuntu22.04)");
  CHECK(words("FROM ubuntu:22.04\nRUN apt-get install -y curl\n").empty());
  CHECK(words(torch_on("ubuntu:22.04", "2.4.1", "cpu")).empty());
  // The higher floor decides, and the GPUs that all of it runs on.
  CHECK(words("FROM nvidia/cuda:11.8.0-base-ubuntu22.04 AS base\nFROM base AS one\n"
              "FROM python:3.11-slim AS two\nRUN pip install torch==2.7.1 --index-url "
              "https://download.pytorch.org/whl/cu128\n") ==
        "driver >= 450.80.02 (CUDA 11.8.0 of nvidia/cuda:11.8.0-base-ubuntu22.04); "
        "driver >= 525.60.13, GPUs sm_75 to sm_120 (newer ones with driver >= 570.26) "
        "(torch 2.7.1+cu128)");
  CHECK(graph_of("FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\n", {host("", {"A100"})})
            .host_ranges.empty());
}

TEST_CASE("which GPUs code runs on") {
  const auto how = [](std::vector<std::string> sass, std::vector<std::string> ptx,
                      std::string_view gpu) {
    GpuCode code;
    code.sass = std::move(sass);
    code.ptx = std::move(ptx);
    code.known = true;
    const auto found = matrix::find_gpu(gpu).gpus;
    REQUIRE(found.size() == 1);
    static constexpr std::string_view names[] = {"unknown", "machine code", "PTX", "none"};
    return std::string(names[static_cast<std::size_t>(coverage(code, found.front()).how)]);
  };
  CHECK(how({"sm_80"}, {}, "8.0") == "machine code");
  CHECK(how({"sm_80"}, {}, "8.9") == "machine code");
  CHECK(how({"sm_86"}, {}, "8.0") == "none");
  CHECK(how({"sm_86"}, {"compute_86"}, "8.0") == "none");
  CHECK(how({"sm_80"}, {}, "9.0") == "none");
  CHECK(how({"sm_80"}, {"compute_80"}, "9.0") == "PTX");
  CHECK(how({"sm_90a"}, {}, "9.0") == "machine code");
  CHECK(how({"sm_90a"}, {"compute_90a"}, "10.0") == "none");
  CHECK(how({"sm_100"}, {}, "12.0") == "none");
  CHECK(how({"sm_100f"}, {}, "10.3") == "machine code");
  CHECK(how({}, {"compute_100f"}, "12.0") == "none");
  CHECK(how({"sm_80"}, {}, "Jetson AGX Orin") == "unknown");
}

TEST_CASE("architectures as each tongue writes them") {
  const auto names = [](std::string_view entry, std::string_view as) {
    const Targets targets = targets_of(entry, as);
    std::string out;
    for (const std::string& name : targets.names) out += (out.empty() ? "" : " ") + name;
    if (!targets.word.empty()) out = "word " + targets.word;
    return targets.known ? out : "?";
  };
  CHECK(names("arch=compute_80,code=[sm_80,compute_80]", "-gencode") == "sm_80 compute_80");
  CHECK(names("arch=compute_90a,code=sm_90a", "-gencode") == "sm_90a compute_90a");
  CHECK(names("sm_86", "-arch") == "sm_86");
  CHECK(names("native", "-arch") == "word native");
  CHECK(names("80-real", "CMAKE_CUDA_ARCHITECTURES") == "sm_80");
  CHECK(names("120a-virtual", "CMAKE_CUDA_ARCHITECTURES") == "sm_120a");
  CHECK(names("all-major", "CMAKE_CUDA_ARCHITECTURES") == "word all-major");
  CHECK(names("8.6+PTX", "TORCH_CUDA_ARCH_LIST") == "sm_86");
  CHECK(names("9.0a", "TORCH_CUDA_ARCH_LIST") == "sm_90a");
  CHECK(names("Turing", "TORCH_CUDA_ARCH_LIST") == "sm_75");
  CHECK(names("turing", "TORCH_CUDA_ARCH_LIST") == "?");
  CHECK(names("8.0", "CUDA_ARCH_BIN") == "sm_80");
  CHECK(names("$ARCH", "CMAKE_CUDA_ARCHITECTURES") == "?");
}
