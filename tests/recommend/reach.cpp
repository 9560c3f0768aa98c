// Files from nothing: what runs although nothing names it. Code of an architecture runs on the
// later ones of its generation.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "ask.h"
#include "matrix/gpu.h"
#include "recommend/from_nothing.h"
#include "recommend/target.h"

using namespace cudafit;
using namespace cudafit::recommend;
using test::ask;

namespace {

struct Case {
  std::string_view request;
  std::vector<std::string_view> words;
};

bool has(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

void check_files(const std::vector<Case>& cases) {
  for (const Case& each : cases) {
    INFO(each.request);
    const Blueprint files = from_nothing(ask(each.request));
    CHECK_MESSAGE(files.problem.empty(), files.problem);
    INFO(files.dockerfile);
    for (const std::string_view word : each.words) CHECK_MESSAGE(has(files.dockerfile, word), word);
  }
}

void check_refusals(const std::vector<Case>& cases) {
  for (const Case& each : cases) {
    INFO(each.request);
    const Blueprint files = from_nothing(ask(each.request));
    CHECK(files.dockerfile.empty());
    for (const std::string_view word : each.words)
      CHECK_MESSAGE(has(files.problem, word), files.problem);
  }
}

bool told(std::string_view request, std::string_view word) {
  const Blueprint files = from_nothing(ask(request));
  CHECK_MESSAGE(files.problem.empty(), files.problem);
  return std::any_of(files.reasons.begin(), files.reasons.end(),
                     [&](const std::string& each) { return has(each, word); });
}

/// "8.6", or nothing.
std::string compiled(std::string_view gpu, Version cuda) {
  return compiled_for(matrix::find_gpu(gpu).gpus.front(), cuda).text();
}

}  // namespace

TEST_CASE("reach: which code a CUDA compiles for a GPU") {
  CHECK(compiled("RTX 4090", {{11, 8}, 2}) == "8.9");
  CHECK(compiled("RTX 4090", {{11, 6, 2}, 3}) == "8.6");
  CHECK(compiled("RTX 4090", {{11, 0}, 2}) == "8.0");
  CHECK(compiled("RTX 3090", {{11, 0, 3}, 3}) == "8.0");
  CHECK(compiled("sm_103", {{12, 8}, 2}) == "10.0");
  // sm_72 is a Jetson's, and code for one is for no other.
  CHECK(compiled("T4", {{9, 2}, 2}) == "7.0");
  CHECK(compiled("Jetson AGX Orin", {{11, 4}, 2}) == "8.7");
  CHECK(compiled("Jetson AGX Orin", {{11, 1}, 2}).empty());
  CHECK(compiled("Jetson AGX Xavier", {{9, 0}, 2}).empty());
  // Never of another generation, nor of a later GPU of its own; 9.0a is for nothing else.
  CHECK(compiled("A100", {{10, 2}, 2}).empty());
  CHECK(compiled("RTX 5090", {{12, 6}, 2}).empty());
  CHECK(compiled("B200", {{12, 6}, 2}).empty());
  CHECK(compiled("K80", {{12, 0}, 2}).empty());
  CHECK(compiled("V100", {{13, 0}, 2}).empty());
}

TEST_CASE("reach: CUDA that came before the GPU") {
  check_files({
      {"tensorflow 2.4; gpu RTX 3090",
       {"nvidia/cuda:11.0.3-cudnn8-runtime-", "\"tensorflow==2.4.*\""}},
      {"tensorflow 2.7; gpu RTX 4090", {"\"tensorflow==2.7.*\""}},
      {"tensorflow 2.10; gpu RTX 4090", {"\"tensorflow==2.10.*\""}},
      {"tensorflow 2.11; gpu RTX 4090; driver 535", {"\"tensorflow==2.11.*\""}},
      {"cuda 11.1; gpu L4", {"nvidia/cuda:11.1.1-runtime-"}},
      {"cuda 11.0; gpu RTX 3090", {"nvidia/cuda:11.0.3-runtime-"}},
      {"cuda 11.6; gpu RTX 4090; compile",
       {"nvidia/cuda:11.6.2-devel-", "-gencode=arch=compute_86,code=sm_86 main.cu",
        "CUDA 11.6.2 does not know RTX 4090 (sm_89), which runs its code for sm_86"}},
      {"cuda 11.0; gpu RTX 3090; gpu A100; compile",
       {"nvcc -O2 -gencode=arch=compute_80,code=sm_80 main.cu"}},
      // Its own where it is known.
      {"cuda 11.8; gpu RTX 4090; compile",
       {"nvcc -O2 -gencode=arch=compute_89,code=sm_89 main.cu"}},
      {"torch 1.13; gpu RTX 4090; compile; python 3.10",
       {"TORCH_CUDA_ARCH_LIST=\"8.6\"", "does not know RTX 4090 (sm_89)"}},
      {"torch 1.7; gpu RTX 3090; compile", {"TORCH_CUDA_ARCH_LIST=\"8.0\""}},
  });
  CHECK(told("tensorflow 2.10; gpu RTX 4090", "CUDA 11.2 does not know RTX 4090 (sm_89)"));
  CHECK_FALSE(told("tensorflow 2.12; gpu RTX 4090", "does not know"));
  CHECK_FALSE(told("tensorflow 2.10; gpu A100", "does not know"));
  check_refusals({
      {"cuda 12.6; gpu RTX 5090", {"CUDA 12.6.3 has nothing for RTX 5090 (sm_120)", "--cuda 12.8"}},
      {"cuda 11.6; gpu H100", {"has nothing for H100 (sm_90)", "--cuda 11.8"}},
      {"cuda 10.2; gpu A100", {"has nothing for A100 (sm_80)"}},
      {"tensorflow 2.3; gpu RTX 3090", {"CUDA 10.1, which has nothing for RTX 3090 (sm_86)"}},
      {"tensorflow 2.18; gpu B200", {"CUDA 12.5, which has nothing for B200 (sm_100)"}},
  });
}

TEST_CASE("reach: drivers that forward compatibility carries") {
  check_files({
      {"cuda 12.4; gpu T4; driver 470",
       {"FROM nvidia/cuda:12.4.1-runtime-", "driver 525.60.13 or newer; driver 470 only by forward",
        "cuda-compat-12-4"}},
      {"cuda 12.8; gpu T4; driver 470; small", {"FROM nvidia/cuda:12.8.1-base-"}},
      {"cuda 12.4; gpu A100; driver 470; compile", {"-devel-", "code=sm_80", "cuda-compat-12-4"}},
      {"cuda 12.4; gpu A100; gpu T4; driver 470.82.01", {"cuda-compat-12-4"}},
      {"tensorflow 2.15; gpu T4; driver 470",
       {"FROM nvidia/cuda:12.2.2-cudnn8-runtime-", "\"tensorflow==2.15.*\"", "cuda-compat-12-2"}},
      {"tensorflow 2.16; gpu A100; driver 470", {"FROM nvidia/cuda:12.", "forward compatibility"}},
  });
  CHECK(told("cuda 12.4; gpu T4; driver 470",
             "what carries it is forward compatibility, which is for data-center GPUs: "
             "cuda-compat-12-4 of the image brings the libraries of driver 550 ("));
  // What leans on nothing goes first, and says nothing of it.
  CHECK_FALSE(told("cuda 12.4; gpu T4; driver 525", "forward compatibility"));
  CHECK_FALSE(told("cuda 11; gpu T4; driver 450.36.06", "forward compatibility"));
  CHECK_FALSE(told("tensorflow 2.15; gpu T4; driver 535", "forward compatibility"));
  check_refusals({
      // No GPU of a data center, or nobody says which; no row of NVIDIA's table; no Linux.
      {"cuda 12.4; gpu RTX 3090; driver 470", {"needs driver 525.60.13", "--cuda 11.8"}},
      {"cuda 12.4; gpu T4; gpu RTX 3090; driver 470", {"needs driver 525.60.13"}},
      {"cuda 12.4; gpu sm_75; driver 470", {"needs driver 525.60.13"}},
      {"cuda 12.4; driver 470", {"needs driver 525.60.13"}},
      {"cuda 12.4; gpu T4; driver 450", {"needs driver 525.60.13"}},
      {"cuda 12.9; gpu T4; driver 470", {"needs driver 525.60.13"}},
      {"cuda 13.0; gpu T4; driver 470", {"needs driver 580"}},
      {"cuda 12.4; gpu T4; wsl2; driver 472.12", {"needs driver 528.33"}},
      {"tensorflow 2.15; gpu RTX 3090; driver 470", {"needs driver 525.60.13"}},
      // The images that wheels are put into have nothing of it.
      {"torch 2.5; cuda 12; gpu T4; driver 470", {"needs driver 525.60.13"}},
      {"jax 0.4.31; gpu T4; driver 470", {"needs driver 525.60.13"}},
  });
}

TEST_CASE("reach: Jetsons whose image has no nvcc of its own") {
  check_refusals({
      {"cuda 10.2; gpu Jetson Nano; compile",
       {"nvcr.io/nvidia/l4t-base:r32.7.1 is not known to have nvcc", "Docker's default runtime",
        "DOCKER_BUILDKIT=0", "what would do: leave --compile out"}},
      {"cuda 10.2; gpu Jetson Xavier NX; compile; python 3.8", {"is not known to have nvcc"}},
  });
  check_files({
      {"cuda 10.2; gpu Jetson Nano", {"FROM nvcr.io/nvidia/l4t-base:r32.7.1\n"}},
      {"cuda 11.4; gpu Jetson AGX Orin; compile",
       {"FROM nvcr.io/nvidia/l4t-jetpack:r35.4.1 AS builder\n", "code=sm_87"}},
      {"cuda 12.6; gpu Jetson AGX Orin; compile",
       {"FROM nvcr.io/nvidia/l4t-jetpack:r36.4.0 AS builder\n", "code=sm_87"}},
      {"cuda 13.0; gpu Jetson AGX Thor; compile",
       {"-devel-ubuntu24.04 AS builder\n", "code=sm_110"}},
  });
}

TEST_CASE("reach: what would do where the asked release does not") {
  check_refusals({
      // Another release of the line, before another line.
      {"jax 0.4.31; gpu V100; driver 470", {"would do: ask for --jax 0.4.25"}},
      {"jax 0.4.35; gpu RTX 5090; driver 570", {"would do: ask for --jax 0.6"}},
      // Images with the framework inside, of the line that is asked for before other lines.
      {"tensorflow 1.15; gpu V100; driver 535",
       {"would do: the image nvcr.io/nvidia/tensorflow:23.01-tf1-py3, with TensorFlow 1.15.5 and "
        "CUDA 12.0.1 ("}},
      {"tensorflow 2.18; gpu RTX 5090",
       {"would do: the image nvcr.io/nvidia/tensorflow:25.02-tf2-py3, with TensorFlow 2.17.0"}},
      {"tensorflow 2.20; gpu RTX 5090; driver 570", {"nvcr.io/nvidia/tensorflow:25.02-tf2-py3"}},
      {"tensorflow 2.3; gpu RTX 3090", {"would do: ask for --tensorflow 2.4"}},
  });
  // None that the driver or the GPU does not run, nor one to compile in.
  for (const std::string_view request :
       {"tensorflow 1.15; gpu RTX 3090; driver 470", "tensorflow 1.15; gpu M60; driver 535",
        "tensorflow 1.15; gpu RTX 5090", "tensorflow 2.18; gpu RTX 5090; compile",
        "tensorflow 2.18; gpu RTX 5090; cuda 13", "tensorflow 2.18; gpu RTX 5090; gpu T4",
        "tensorflow 2.18; torch 2.7; gpu RTX 5090"}) {
    CAPTURE(std::string(request));
    const Blueprint files = from_nothing(ask(request));
    CHECK_FALSE(files.problem.empty());
    CHECK_MESSAGE(!has(files.problem, "nvcr.io/"), files.problem);
  }
}
