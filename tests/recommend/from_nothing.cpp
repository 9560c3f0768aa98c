// Files for a request: each is what the linter, asked for the same machine, has nothing against.
#include "recommend/from_nothing.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "analyze.h"
#include "ask.h"

using namespace cudafit;
using namespace cudafit::recommend;
using test::ask;

namespace {

using Words = std::vector<std::string_view>;

struct Case {
  std::string_view request;
  Words lines;  ///< of the Dockerfile, in this order
};

const std::vector<Case> cases{
    {"torch 2.4; gpu RTX 4090; driver 535; python 3.11",
     {"FROM python:3.11-slim-bookworm\n",
      "--extra-index-url https://download.pytorch.org/whl/cu121 ", "torch==2.4.1+cu121\n"}},
    {"torch 2.4; gpu Tesla M60; driver 470",
     {"FROM python:3.12-slim-bookworm\n", "/whl/cu118 ", "torch==2.4.1+cu118\n"}},
    {"torch 1.8; gpu Tesla M60; driver 450",
     {"FROM python:3.9-slim-bookworm\n", "/whl/cu102 ", "torch==1.8.1+cu102", "\"numpy<2\"\n"}},
    {"torch 1.8; gpu RTX 3090; driver 455.23.04", {"/whl/cu111 ", "torch==1.8.1+cu111"}},
    {"torch 1.13; gpu P100; driver 470", {"python:3.11-slim", "torch==1.13.1+cu117"}},
    // The newest Python that torch.compile works with, too.
    {"torch 2.0; gpu V100; driver 525", {"python:3.10-slim", "torch==2.0.1+cu118"}},
    {"torch 2.1; gpu V100; driver 535", {"python:3.11-slim", "torch==2.1.2+cu121"}},
    {"torch 2.2; gpu V100; driver 535", {"python:3.11-slim", "torch==2.2.2+cu121"}},
    {"torch 2.3; gpu V100; driver 535", {"python:3.11-slim", "torch==2.3.1+cu121"}},
    {"torch 2.5; gpu V100; driver 550", {"python:3.12-slim", "torch==2.5.1+cu124"}},
    {"torch 2.6; gpu V100; driver 550", {"python:3.13-slim", "torch==2.6.0+cu124"}},
    {"torch 2.10; gpu A100; driver 580", {"python:3.14-slim", "torch==2.10.0+cu1"}},
    {"torch 2.2; gpu V100; driver 535; compile",
     {"-devel-ubuntu22.04 AS builder\n", "Python 3.10 of the distribution"}},
    // Named, it is taken: what does not work with it is said.
    {"torch 2.3; gpu V100; driver 535; python 3.12",
     {"python:3.12-slim",
      "torch.compile of torch 2.3.1 does not work with Python 3.12 and newer.\n",
      "torch==2.3.1+cu121"}},
    {"torch 2.9; gpu V100; driver 580; python 3.14",
     {"python:3.14-slim", "does not work with Python 3.14 and newer.\n", "torch==2.9.1+cu128"}},
    // A branch is as new as the toolkit that it came out with.
    {"torch 2.4; gpu T4; driver 550", {"python:3.12-slim", "torch==2.4.1+cu124\n"}},
    {"torch 2.4; gpu T4; driver 545", {"torch==2.4.1+cu121\n"}},
    {"torch 2.4; gpu T4; driver 550.40.07", {"torch==2.4.1+cu121\n"}},
    {"torch 2.6; gpu T4; driver 550; compile", {"FROM nvidia/cuda:12.4.1-devel-"}},
    // Its own index has no NumPy of PyPI's.
    {"torch 0.4; gpu K80",
     {"--index-url https://download.pytorch.org/whl/cu90 ", "torch==0.4.1.post2\n",
      "RUN pip install \"numpy<2\"\n"}},
    {"torch 2.4.0; gpu T4; driver 450.80.02", {"torch==2.4.0+cu118\n"}},
    {"torch 2.9; gpu V100; driver 580", {"python:3.13-slim", "torch==2.9.1+cu128\n"}},
    {"torch 2.14; gpu A100; driver 535", {"python:3.14-slim", "torch==2.14.1+cu126\n"}},
    {"torch 2.7; gpu RTX 5090; driver 570",
     {"NVIDIA driver 570 or newer", "python:3.13-slim", "torch==2.7.1+cu128\n"}},
    {"torch 2.14; gpu B200; driver 580", {"torch==2.14.1+cu130\n"}},
    {"torch 2.4; gpu A100; gpu H100; driver 535; small",
     {"FROM python:3.12-slim-bookworm AS builder\n", "RUN python -m venv /opt/venv\n",
      "torch==2.4.1+cu121\n", "FROM python:3.12-slim-bookworm\n",
      "COPY --from=builder /opt/venv /opt/venv\n"}},
    // Wheels for Arm servers carry no label in this release: only their own index has them.
    {"torch 2.4; gpu GH200; driver 550; arm64",
     {"--platform linux/arm64", "FROM python:3.12-slim",
      "--index-url https://download.pytorch.org/whl/cu124 ", "torch==2.4.1\n"}},
    {"torch 2.14; gpu GB200; driver 580; arm64",
     {"--platform linux/arm64", "torch==2.14.1+cu130\n"}},
    {"torch 2.4; wsl2; gpu RTX 3060; driver 551.78",
     {"Windows NVIDIA driver 528.33", "WSL2", "torch==2.4.1+cu124\n"}},
    // Nobody declares a host: the build that PyTorch gives to everybody.
    {"torch 2.4", {"driver 525.60.13 or newer", "sm_50 to sm_90", "torch==2.4.1+cu121\n"}},
    {"torch 2.14", {"driver 580.65.06 or newer", "sm_75 to sm_120", "torch==2.14.1+cu130\n"}},
    {"torch 2.4; cuda 11.8; gpu P100; driver 470", {"torch==2.4.1+cu118\n"}},
    // A branch is some release of it.
    {"torch 2.4; cuda 12.1; gpu T4; driver 525",
     {"driver 525 is a branch, and it has to be 525.60.13 or newer", "torch==2.4.1+cu121\n"}},
    {"torch 2.4; cuda 11", {"torch==2.4.1+cu118\n"}},
    {"torch 2.4; gpu RTX 4090; driver 535; compile",
     {"FROM nvidia/cuda:12.1.1-devel-ubuntu22.04 AS builder\n", "python3-dev python3-venv",
      "torch==2.4.1+cu121\n", "TORCH_CUDA_ARCH_LIST=\"8.9\"", "--no-build-isolation",
      "FROM ubuntu:22.04\n", "NVIDIA_DRIVER_CAPABILITIES=compute,utility\n", "recommends python3 ",
      "COPY --from=builder /opt/venv /opt/venv\n"}},
    {"torch 2.4; gpu RTX 4090; driver 535; compile; python 3.11",
     {"-devel-ubuntu22.04 AS builder\n", "COPY --from=ghcr.io/astral-sh/uv:0.9.28 /uv ",
      "uv venv --seed --python 3.11 /opt/venv\n", "FROM ubuntu:22.04\n",
      "COPY --from=builder /opt/python /opt/python\n"}},
    // CUDA of then is only on a system that gets no updates any more, which is not shipped.
    {"torch 1.7; gpu T4; driver 470; compile",
     {"FROM nvidia/cuda:11.0.3-devel-ubuntu20.04 AS builder\n",
      "uv venv --seed --python 3.9 /opt/venv\n", "torch==1.7.1+cu110", "FROM ubuntu:22.04\n"}},
    {"torch 2.14; gpu H100; gpu A100; driver 580; compile",
     {"FROM nvidia/cuda:13.0", "TORCH_CUDA_ARCH_LIST=\"8.0;9.0\"", "FROM ubuntu:24.04\n"}},
    {"torch 2.14; gpu GH200; driver 580; compile; arm64",
     {"FROM nvidia/cuda:13.0", "-devel-ubuntu24.04 AS builder\n", "FROM ubuntu:24.04\n"}},
    // What their metadata does not say.
    {"tensorflow 2.10; gpu A100; driver 535", {"\"tensorflow==2.10.*\" ", "\"numpy<2\"\n"}},
    {"tensorflow 2.10.1; gpu A100; driver 535; python 3.9",
     {"tensorflow==2.10.1 ", "\"numpy<2\"\n"}},
    {"tensorflow 2.14.0; gpu T4", {"==2.14.0\" ", "\"numpy<2\"\n"}},
    // The tensorrt that the extra of this line asks for has no wheel for a newer Python.
    {"tensorflow 2.14; gpu T4", {"FROM python:3.10-slim", "\"tensorflow[and-cuda]==2.14.*\"\n"}},
    // A limit that both frameworks have stands there once.
    {"torch 2.0; jax 0.4.20; gpu A100",
     {"torch==2.0.1+cu117 \\\n        \"numpy<2\" \\\n        \"jax[cuda11_pip]==0.4.20\" "}},
    {"tensorflow 2.4; gpu T4",
     {"FROM nvidia/cuda:11.0.3-cudnn8-runtime-ubuntu20.04\n", "\"tensorflow==2.4.*\" ",
      "\"protobuf<3.20\"\n"}},
    {"tensorflow 2.5; gpu T4",
     {"-runtime-ubuntu22.04 AS builder\n", "\"tensorflow==2.5.*\" ", "\"protobuf<3.20\"\n"}},
    {"tensorflow 2.6.0; gpu T4",
     {"tensorflow==2.6.0 ", "\"protobuf<3.20\" ", "\"keras<2.7\" ",
      "\"tensorflow-estimator<2.7\"\n"}},
    {"torch 2.0; gpu V100; compile; python 3.11",
     {"pkg_resources", "RUN pip install wheel ninja \"setuptools<70\"\n"}},
    {"torch 2.2; gpu V100; compile", {"RUN pip install setuptools wheel ninja\n"}},
    {"cuda 11.3; gpu RTX 3060; compile",
     {"-devel-ubuntu20.04 AS builder\n", "-runtime-ubuntu20.04\n"}},
    {"jax 0.4.30; gpu A100; driver 535", {"FROM python:3.12-slim", "\"jax[cuda12]==0.4.30\"\n"}},
    {"jax 0.10; gpu GH200; driver 580; arm64",
     {"--platform linux/arm64", "FROM python:3.14-slim", "\"jax[cuda13]==0.10"}},
    {"tensorflow 2.15; gpu T4; driver 535",
     {"FROM python:3.11-slim-bookworm\n", "\"tensorflow[and-cuda]==2.15.*\"\n"}},
    {"tensorflow 2.15.1; gpu T4; driver 535", {"\"tensorflow[and-cuda]==2.15.1\"\n"}},
    // It does not find the libraries of its own wheels, so the image has them.
    {"tensorflow 2.16; gpu A100; driver 535",
     {"FROM nvidia/cuda:12.2.2-cudnn8-runtime-ubuntu22.04\n", "\"tensorflow==2.16.*\"\n"}},
    {"tensorflow 2.18; gpu A100; driver 550", {"\"tensorflow[and-cuda]==2.18.*\"\n"}},
    {"tensorflow 2.12; gpu V100; driver 470; small",
     {"FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04 AS builder\n", "\"tensorflow==2.12.*\"\n",
      "FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04\n"}},
    {"tensorflow 2.10; gpu P100; driver 470",
     {"-cudnn8-runtime-ubuntu22.04\n", "Python 3.10 of the distribution",
      "\"tensorflow==2.10.*\" "}},
    {"tensorflow 2.18; gpu A100; driver 550; compile",
     {"FROM nvidia/cuda:12.5.1-devel-ubuntu24.04 AS builder\n", "FROM ubuntu:24.04\n"}},
    {"jax 0.4.35; gpu A100; driver 535", {"FROM python:3.13-slim", "\"jax[cuda12]==0.4.35\"\n"}},
    {"jax 0.11; gpu H100; driver 580", {"FROM python:3.14-slim", "\"jax[cuda13]==0.11.0\"\n"}},
    {"jax 0.11; gpu V100; driver 580", {"up to branch 580; ", "\"jax[cuda12]==0.11.0\" "}},
    {"jax 0.6; gpu RTX 5090; driver 570", {"\"jax[cuda12]==0.6.2\"\n"}},
    {"jax 0.4.20; gpu A100; driver 580",
     {"FROM python:3.9-slim",
      "--find-links https://storage.googleapis.com/jax-releases/jax_cuda_releases.html ",
      "\"jax[cuda12_pip]==0.4.20\" ", "\"numpy<2\" "}},
    {"jax 0.4.26; gpu A100; driver 580; python 3.11", {"\"jax[cuda12", "]==0.4.26\"\n"}},
    // pip takes the newest CUDA 12; what compiles is the newest that goes with the driver.
    {"jax 0.5.3; gpu A100; driver 550.90.07; compile; python 3.12",
     {"# JAX 0.5.3 with CUDA 12 on Python", "FROM nvidia/cuda:12.4.1-devel-", "uv venv --seed",
      "\"jax[cuda12]==0.5.3\"\n"}},
    {"jax 0.5.3; gpu A100; driver 550; compile; python 3.12; cuda 12.3",
     {"FROM nvidia/cuda:12.3.2-devel-"}},
    // The pip of older Python images does not know such extras either.
    {"jax 0.5.3; gpu A100; python 3.10",
     {"FROM python:3.10-slim", "RUN pip install --upgrade pip\n", "jax[cuda12]"}},
    {"jax 0.5.3; gpu A100; compile; python 3.12",
     {"FROM nvidia/cuda:12.9.1-devel-", "python3-venv", "RUN pip install --upgrade pip\n"}},
    // It is built with CUDA 12.2, with which driver 535 came out, and 0.4.25 with 12.3.
    {"jax 0.4.20; gpu A100; driver 535", {"\"jax[cuda12_pip]==0.4.20\" "}},
    {"jax 0.4.25; gpu A100; driver 550", {"\"jax[cuda12_pip]==0.4.25\" "}},
    {"jax 0.4.25; gpu A100; driver 535", {"\"jax[cuda11_pip]==0.4.25\" "}},
    {"jax 0.4.20; gpu K80; driver 470; python 3.10",
     {"FROM python:3.10-slim", "\"jax[cuda11_pip]==0.4.20\" "}},
    {"torch 2.7; tensorflow 2.20; gpu A100; driver 550",
     {"FROM python:3.13-slim", "torch==2.7.1+cu12", "\"tensorflow[and-cuda]==2.20.*\"\n"}},
    // Two cuDNN of different majors do not meet.
    {"torch 2.4; tensorflow 2.16; gpu A100; driver 550",
     {"-cudnn8-runtime-ubuntu22.04\n", "torch==2.4.1+cu12", "\"tensorflow==2.16.*\"\n"}},
    {"torch 2.4; jax 0.4.35; gpu A100; driver 550",
     {"torch==2.4.1+cu12", "\"jax[cuda12]==0.4.35\"\n"}},
    {"cuda 12.4; gpu A100; driver 535",
     {"FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\n", "nvidia-smi"}},
    {"cuda 12.4; gpu A100; driver 535; small", {"FROM nvidia/cuda:12.4.1-base-ubuntu22.04\n"}},
    {"cuda 12.4; gpu A100; driver 535; python 3.10",
     {"FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\n", "python3-venv", "nvidia-smi"}},
    {"cuda 12.4; gpu A100; driver 535; python 3.12; compile",
     {"FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder\n", "--python 3.12 /opt/venv\n",
      "FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\n", "COPY --from=builder /opt/python "}},
    {"tensorflow 2.12; gpu V100; driver 470; python 3.9",
     {"FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04 AS builder\n", "--python 3.9 /opt/venv\n",
      "FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04\n"}},
    {"cuda 11.8; gpu K80; driver 470", {"FROM nvidia/cuda:11.8.0-runtime-ubuntu22.04\n"}},
    {"cuda 12.8; gpu RTX 5090; driver 570; compile",
     {"FROM nvidia/cuda:12.8.1-devel-ubuntu24.04 AS builder\n",
      "-gencode=arch=compute_120,code=sm_120 ", "FROM nvidia/cuda:12.8.1-runtime-ubuntu24.04\n",
      "COPY --from=builder /usr/local/bin/app /usr/local/bin/app\n"}},
    {"cuda 13.0; gpu GH200; driver 580; compile; small; arm64",
     {"-devel-ubuntu24.04 AS builder\n", "code=sm_90 ", "-base-ubuntu24.04\n"}},
    {"cuda 12.6; gpu Jetson AGX Orin",
     {"# CUDA 12.6.\n", "boards with Jetson Linux 36.4.0 to 36.", "(JetPack 6.1 GA to 6.",
      "--runtime nvidia", "FROM nvcr.io/nvidia/l4t-jetpack:r36.4.0\n"}},
    {"cuda 12.6; gpu Jetson AGX Orin; python 3.10",
     {"FROM nvcr.io/nvidia/l4t-jetpack:r36.4.0\n", "Python 3.10 of the distribution",
      "python3-venv"}},
    {"cuda 12.6; gpu Jetson AGX Orin; python 3.12; compile",
     {"FROM nvcr.io/nvidia/l4t-jetpack:r36.4.0 AS builder\n", "--python 3.12 /opt/venv\n",
      "FROM nvcr.io/nvidia/l4t-jetpack:r36.4.0\n", "COPY --from=builder /opt/python ",
      "CMD [\"/usr/local/cuda/bin/nvcc\", "}},
    {"cuda 13.0; gpu Jetson AGX Thor",
     {"boards with Jetson Linux 38.1.0 to 38.", "FROM nvidia/cuda:13.0", "-runtime-ubuntu24.04\n"}},
    // JAX has machine code up to some generation, and PTX from there on.
    {"jax 0.4.36; gpu A100; driver 560",
     {"code for sm_50 to sm_80, and PTX of compute_90\n", "that drivers compile for newer GPUs"}},
    {"cuda 11.4; gpu Jetson AGX Xavier", {"FROM nvcr.io/nvidia/l4t-jetpack:r35.4.1\n"}},
};

/// What the linter says of both files, for the machine of the request; nothing is left out here.
std::vector<Diagnostic> findings(const Request& request, const Blueprint& files) {
  MemoryFiles memory;
  memory.add("/p/Dockerfile", files.dockerfile);
  memory.add("/p/compose.yaml", files.compose);
  Build build;
  build.context = build.root = "/p";
  build.options.platform = request.platform;
  build.hosts = request.hosts;
  build.compose = "/p/compose.yaml";
  std::vector<Diagnostic> out;
  for (const std::string_view path : {"/p/Dockerfile", "/p/compose.yaml"}) {
    build.dockerfile = path;
    build.services.clear();
    if (path == "/p/Dockerfile") build.services = {"app"};
    const Report report = analyze(memory, build, {});
    CHECK(report.errors.empty());
    out.insert(out.end(), report.findings.begin(), report.findings.end());
  }
  return out;
}

/// Each after the one before.
void check_lines(std::string_view text, const Words& lines) {
  for (const std::string_view line : lines) {
    const std::size_t at = text.find(line);
    CHECK_MESSAGE(at != text.npos, "missing, or not in order: ", line);
    if (at != text.npos) text.remove_prefix(at + 1);
  }
}

std::size_t count(std::string_view text, std::string_view word) {
  std::size_t out = 0;
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) ++out;
  return out;
}

const std::set<std::string_view> hints_of_size{"cuda-duplicated-by-wheel",
                                               "cudnn-duplicated-by-wheel", "devel-in-final"};

}  // namespace

TEST_CASE("from nothing: the linter has nothing against what is offered") {
  for (const auto& [request_words, lines] : cases) {
    const std::string request_text(request_words);
    CAPTURE(request_text);
    const Request request = ask(request_words);
    const Blueprint files = from_nothing(request);
    CHECK(files.problem.empty());
    CHECK_MESSAGE(!files.reasons.empty(), request_text);
    INFO(files.dockerfile);
    check_lines(files.dockerfile, lines);
    for (const Diagnostic& finding : findings(request, files)) {
      INFO(finding.rule, ": ", finding.message);
      CHECK(finding.severity == Severity::hint);
      CHECK_FALSE(hints_of_size.contains(finding.rule));
    }
  }
}

TEST_CASE("from nothing: whole files") {
  for (const auto& each : cases) {
    const std::string request_text(each.request);
    CAPTURE(request_text);
    const Request request = ask(each.request);
    const Blueprint files = from_nothing(request);
    INFO(files.dockerfile);
    CHECK(files.dockerfile.starts_with("# "));
    CHECK(files.dockerfile.ends_with("\n"));
    CHECK(count(files.dockerfile, "\nCMD [") == 1);
    CHECK(count(files.dockerfile, "\nFROM ") ==
          (request.compile || files.dockerfile.find("AS builder") != std::string::npos ? 2 : 1));
    // A COPY of the user's own files would fail in an empty folder.
    for (std::size_t at = files.dockerfile.find("\nCOPY "); at != std::string::npos;
         at = files.dockerfile.find("\nCOPY ", at + 1))
      CHECK(files.dockerfile.substr(at + 1).starts_with("COPY --from="));
    CHECK(files.dockerfile.find("  \n") == std::string::npos);
    CHECK(files.dockerfile.find("\n\n\n") == std::string::npos);
    check_lines(files.compose, {"services:\n", "build:\n", "context: .\n", "driver: nvidia\n",
                                "capabilities: [gpu]\n"});
    CHECK(files.compose.find("shm_size") ==
          (request.torch.empty() ? std::string::npos : files.compose.find("shm_size: 8gb\n")));
    CHECK((files.compose.find("platform: linux/arm64\n") != std::string::npos) ==
          (files.dockerfile.find("--platform linux/arm64") != std::string::npos));
    const Blueprint again = from_nothing(request);
    CHECK(again.dockerfile == files.dockerfile);
    CHECK(again.compose == files.compose);
    CHECK(again.reasons == files.reasons);
  }
}

namespace {

struct Refusal {
  std::string_view request;
  Words words;  ///< of the message
  bool unmeant = false;
};

const std::vector<Refusal> refusals{
    {"torch 2.4; gpu RTX 5090", {"torch 2.4.1", "RTX 5090 (sm_120)", "--torch 2.7"}},
    {"torch 2.4; python 3.13", {"Python 3.8 to 3.12, not 3.13", "leave --python out"}},
    {"torch 2.4; driver 390", {"needs driver 450.80.02 or newer, and driver 390 is older"}},
    {"torch 2.14; driver 450", {"needs driver 525.60.13", "--torch 2.7"}},
    {"torch 2.14; gpu RTX 5090; driver 535",
     {"RTX 5090 (sm_120) needs driver 570", "driver 535 is older"}},
    {"torch 2.14; gpu RTX 5090; driver 570",
     {"with code for RTX 5090 (sm_120)", "580", "driver 570 is older"}},
    {"torch 2.14; gpu K80; driver 470", {"has code for K80 (sm_37)", "--torch 2.3"}},
    // What the GPU asks of the driver, whatever CUDA.
    {"torch 2.7; gpu RTX 5090; driver 550",
     {"RTX 5090 (sm_120) needs driver 570 or newer", "driver 550 is older (", "PTX"}},
    {"cuda 11.8; gpu L4; driver 470", {"L4 (sm_89) needs driver 520 or newer"}},
    {"torch 2.0; gpu H100; driver 515", {"H100 (sm_90) needs driver 520 or newer"}},
    {"torch 1.7; gpu RTX 3090; driver 450.80.02", {"needs driver 455 or newer"}},
    {"cuda 11.8; gpu sm_89; driver 470", {"sm_89 needs driver 520 or newer"}},
    {"torch 2.9; gpu V100; driver 590",
     {"V100 (sm_70) needs driver 580 or older", "driver 590 does not drive it any more"}},
    {"torch 1.13; gpu K80; driver 535", {"K80 (sm_37) needs driver 470 or older"}},
    {"torch 2.4; cuda 12.1; driver 525.30", {"needs driver 525.60.13"}},
    {"torch 2.4; cuda 12.1; driver 520", {"needs driver 525.60.13"}},
    {"torch 2.4; cuda 12.6", {"CUDA 11.8, 12.1 and 12.4, not 12.6", "leave --cuda out"}},
    {"torch 2.3; arm64", {"torch 2.3.1 has no wheels with CUDA for linux/arm64", "--torch 2.4"}},
    {"torch 1.8; gpu H100", {"torch 1.8.1", "H100 (sm_90)", "--torch 2.0"}},
    {"torch 1.3; compile", {"CUDA 10.1 with nvcc", "any more", "--torch 1.7"}},
    {"torch 2.4; compile; python 3.7", {"not 3.7"}},
    {"cuda 12.5; gpu Jetson AGX Orin", {"no JetPack with CUDA 12.5", "--cuda 12.6"}},
    {"cuda 10.2; gpu Jetson AGX Orin", {"Jetson AGX Orin (sm_87)", "--cuda 11.4"}},
    {"torch 2.4; gpu Jetson AGX Orin", {"Jetsons", "--cuda 12.6"}},
    {"torch 2.4.7", {"torch 2.4.7 was never released"}, true},
    {"torch 99.0", {"newer than the data"}},
    {"torch two", {"nothing is known about torch two"}, true},
    {"torch 2.4.1+cu121", {"--torch 2.4.1 with --cuda"}, true},
    {"cuda 12.8.2",
     {"images of CUDA 12.8.2 are published, but whether for linux/amd64 is not known",
      "--cuda 12.8"}},
    // The reason is of the build that comes furthest.
    {"torch 2.2; jax 0.4.25; driver 550",
     {"nvidia-cuda-runtime-cu12==12.1.*", "jax[cuda12_pip] 0.4.25 nvidia-cuda-runtime-cu12>=12.3"}},
    {"cuda 13.0.3",
     {"no runtime image of CUDA 13.0.3 is known for", "would do: ask for --cuda 13.0"}},
    {"cuda 12.6; gpu Jetson AGX Orin; python 2.7", {"2.7"}},
    {"torch 1.8; python 3.6", {"Python 3.6", "leave --python out"}},
    {"tensorflow 2.20; gpu RTX 5090", {"CUDA 12.5, which has nothing for RTX 5090 (sm_120)"}},
    {"tensorflow 2.16; gpu RTX 3090; driver 470", {"needs driver 525.60.13", "--tensorflow 2.14"}},
    {"tensorflow 2.18; python 3.8", {"Python 3.9 to 3.12, not 3.8"}},
    {"tensorflow 2.18; arm64", {"linux/arm64 are for the CPU only"}},
    {"jax 0.4.20; arm64", {"no wheels of JAX 0.4.20 with CUDA are known for linux/arm64"}},
    {"tensorflow 99.1", {"newer than the data"}},
    {"tensorflow x", {"no version"}, true},
    {"jax 0.4.35; gpu RTX 5090; driver 570", {"no code for RTX 5090", "--jax 0.6"}},
    {"jax 0.11; python 3.10", {"Python 3.12 to 3.14, not 3.10"}},
    {"jax 0.4.20; driver 418", {"needs driver 450.80.02"}},
    {"jax 0.4.999", {"nothing is known about JAX 0.4.999"}, true},
    {"cuda 13.0; gpu V100", {"nothing for V100 (sm_70)", "--cuda 12.9"}},
    {"cuda 12.4; driver 470", {"needs driver 525.60.13", "--cuda 11.8"}},
    {"cuda 12.77", {"no CUDA 12.77 is known"}, true},
    {"torch 2.14; tensorflow 2.15; gpu T4; driver 580; cuda 13",
     {"TensorFlow 2.15 is built for CUDA 12.2, not 13", "leave --cuda out"}},
    {"torch 2.4; tensorflow 2.18; gpu A100; driver 550",
     {"nvidia-cuda-runtime-cu12==12.4.*", "make an image of each"}},
    {"torch 2.4; jax 0.4.28; gpu A100; driver 550",
     {"nvidia-cudnn-cu12==9.1.0.70", "nvidia-cudnn-cu12>=8.9.2.26,<9.0", "make an image of each"}},
    {"cuda 12.4; gpu RTX 4090; driver 545", {"nvidia/cuda:12.4.1-runtime", "545", "--cuda 12.3"}},
    {"torch 2.4; gpu nonsense", {"no GPU is known as \"nonsense\""}, true},
    {"cuda 12.4; python x", {"is no version"}, true},
    {"python 3.11", {"say what the image is for"}, true},
};

}  // namespace

TEST_CASE("from nothing: one message says what would do") {
  for (const auto& [request_words, words, unmeant] : refusals) {
    const std::string request_text(request_words);
    CAPTURE(request_text);
    const Blueprint files = from_nothing(ask(request_words));
    INFO(files.problem);
    CHECK_FALSE(files.problem.empty());
    CHECK(files.dockerfile.empty());
    CHECK(files.compose.empty());
    CHECK(files.unmeant == unmeant);
    CHECK(files.problem.find('\n') == std::string::npos);
    for (const std::string_view word : words)
      CHECK_MESSAGE(files.problem.find(word) != std::string::npos, word);
  }
}

TEST_CASE("from nothing: only what is done is explained") {
  const auto told = [](std::string_view request, std::string_view word) {
    const Blueprint files = from_nothing(ask(request));
    CHECK_MESSAGE(files.problem.empty(), files.problem);
    return std::any_of(files.reasons.begin(), files.reasons.end(), [&](const std::string& each) {
      return each.find(word) != std::string::npos;
    });
  };
  CHECK_FALSE(told("torch 2.0; gpu V100", "setuptools"));
  CHECK(told("torch 2.0; gpu V100; compile; python 3.11", "setuptools<70"));
  CHECK(told("torch 2.4; cuda 12.1; gpu T4; driver 525", "525.60.13 or newer of it"));
  CHECK_FALSE(told("torch 2.4; cuda 12.1; gpu T4; driver 535", "is a branch"));
  // Windows has other numbers.
  CHECK_FALSE(told("torch 2.7; gpu RTX 5090; wsl2; driver 560.76", "is older"));
  CHECK(told("cuda 12.4; gpu A100; driver 535; small", "only the runtime library"));
  CHECK(told("cuda 12.4; gpu A100; driver 535", "libraries of CUDA without the compiler"));
  CHECK(told("jax 0.5.3; gpu A100; driver 550", "wheels for CUDA 12 ("));
  // torch.compile, only where it makes a difference.
  CHECK(told("torch 2.9; gpu A100", "Python 3.13 is not the newest that torch 2.9.1+cu128 takes"));
  CHECK(told("torch 2.9; gpu A100; python 3.14", "note: torch.compile of torch 2.9.1"));
  CHECK_FALSE(told("torch 2.9; gpu A100; python 3.13", "torch.compile"));
  CHECK_FALSE(told("torch 2.9; gpu A100; python 3.12", "torch.compile"));
  CHECK_FALSE(told("torch 2.10; gpu A100; python 3.14", "torch.compile"));
  CHECK_FALSE(told("torch 2.4; gpu A100", "torch.compile"));
  CHECK_FALSE(told("torch 1.13; gpu A100", "torch.compile"));
  // Of a line the newest release with images is taken; a newer one without is named.
  CHECK(told("cuda 13.0; gpu A100; driver 580",
             "; of CUDA 13.0.3, which is newer, no such image is known"));
  CHECK(told("cuda 12.8; small", "; images of CUDA 12.8.2, which is newer, are published, but"));
  CHECK_FALSE(told("cuda 13.0.2; gpu A100; driver 580", "which is newer"));
  CHECK_FALSE(told("cuda 12.4; gpu A100; driver 535", "which is newer"));
  CHECK(told("cuda 12.6; gpu Jetson AGX Orin", "the board has to run one of them"));
  CHECK_FALSE(told("jax 0.11; gpu A100; driver 580", "torch.compile"));
  CHECK(told("jax 0.4.20; gpu A100", "Python 3.9 is the oldest that fits"));
  CHECK_FALSE(told("jax 0.4.20; gpu A100; python 3.10", "oldest that fits"));
  CHECK_FALSE(told("jax 0.4.20; tensorflow 2.14", "oldest that fits"));
  CHECK(told("jax 0.4.25; gpu A100; driver 535", "jax[cuda12_pip] 0.4.25 comes second"));
  CHECK_FALSE(told("jax 0.4.25; gpu A100; driver 550", "comes second"));
  // The Compose file of a Jetson is another file.
  CHECK_FALSE(told("cuda 12.6; gpu Jetson AGX Orin", "service app"));
  CHECK_FALSE(from_nothing(ask("cuda 12.6; gpu Jetson AGX Orin")).compose_reasons.empty());
}

TEST_CASE("from nothing: the last step is the linter") {
  const Judge careless = [](const Candidate&) { return Verdict{}; };
  // The image of the newest CUDA that runs on the driver refuses it.
  const Request request = ask("cuda 12; gpu RTX 4090; driver 545");
  const Blueprint unasked = from_nothing(request, careless);
  REQUIRE(unasked.problem.empty());
  CHECK_FALSE(findings(request, unasked).empty());
  const Blueprint offered = from_nothing(request);
  CHECK(offered.dockerfile != unasked.dockerfile);
  CHECK(findings(request, offered).empty());
  // And where every image is refused by the host, there is none.
  const Request refused = ask("cuda 12.4; gpu RTX 4090; driver 545");
  CHECK(from_nothing(refused, careless).problem.empty());
  CHECK_FALSE(from_nothing(refused).problem.empty());
}

TEST_CASE("from nothing: what is flagged is not offered") {
  const Request request = ask("torch 2.4; gpu A100; driver 550");
  std::vector<std::string> seen;
  const auto flag = [&](std::size_t first, bool tolerable) -> Judge {
    seen.clear();
    return [&seen, first, tolerable](const Candidate& candidate) {
      seen.push_back(candidate.dockerfile);
      Verdict out;
      if (seen.size() <= first) out.against = {"flagged"};
      out.tolerable = tolerable;
      return out;
    };
  };
  // The next one is tried.
  const Blueprint second = from_nothing(request, flag(1, false));
  REQUIRE(seen.size() == 2);
  CHECK(seen[0] != seen[1]);
  CHECK(second.dockerfile == seen[1]);
  // Hints are borne where nothing is without: of those, the best is taken.
  const Blueprint hinted = from_nothing(request, flag(100000, true));
  CHECK(hinted.dockerfile == seen[0]);
  CHECK(hinted.reasons.back() == "note: flagged");
  CHECK(from_nothing(request, flag(3, true)).dockerfile == seen[3]);
  // Nothing is left.
  const Blueprint none = from_nothing(request, flag(100000, false));
  CHECK(none.dockerfile.empty());
  CHECK(none.problem.find("flagged") != std::string::npos);
  CHECK_FALSE(none.unmeant);
}

TEST_CASE("from nothing: the README's example is what comes out") {
  std::ifstream in(std::string(CUDAFIT_SOURCE_DIR) + "/README.md", std::ios::binary);
  const std::string readme{std::istreambuf_iterator<char>(in), {}};
  const Blueprint files = from_nothing(ask("torch 2.4; gpu RTX 4090; driver 535; python 3.11"));
  CHECK(readme.find("```dockerfile\n" + files.dockerfile + "```\n") != std::string::npos);
  const Blueprint none = from_nothing(ask("torch 2.4; gpu RTX 5090"));
  CHECK(readme.find("```\ncudafit: " + none.problem + "\n```\n") != std::string::npos);
}
