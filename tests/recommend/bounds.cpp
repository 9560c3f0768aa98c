// Up to which cuDNN and NCCL pip may go, where the packages' own requirements leave it open.
#include "recommend/library_bounds.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "ask.h"

using namespace cudafit;
using namespace cudafit::recommend;
using test::ask;

namespace {

bool has(const std::string& text, std::string_view word) {
  return text.find(word) != std::string::npos;
}

Target target_of(std::string_view request) {
  Target out;
  REQUIRE(read_target(ask(request), out).empty());
  return out;
}

/// The requirements that are added to a pick with one requirement of another package.
std::vector<std::string> bounds(std::string_view request, std::string name, std::string spec,
                                std::vector<Version> cudnn = {}) {
  matrix::FrameworkRelease build;
  build.cudnn = std::move(cudnn);
  Pick pick;
  pick.label = "it";
  pick.pins[name] = spec;
  add_library_bounds(target_of(request), &build, pick);
  // What others may not contradict is the same.
  CHECK(pick.requirements.empty() == (pick.pins[name] == spec));
  CHECK(pick.requirements.empty() == pick.why_there.empty());
  return pick.requirements;
}

using Words = std::vector<std::string>;
constexpr Version cudnn8{{8, 9}, 2};
constexpr Version cudnn9{{9, 8}, 2};

}  // namespace

TEST_CASE("bounds: another major than it is built for") {
  CHECK(bounds("", "nvidia-cudnn-cu12", ">=8.9", {cudnn8}) == Words{"nvidia-cudnn-cu12<9"});
  CHECK(bounds("", "nvidia-cudnn-cu11", "", {cudnn8}) == Words{"nvidia-cudnn-cu11<9"});
  CHECK(bounds("", "nvidia-cudnn-cu12", ">=8.9,<9.0", {cudnn8}).empty());
  CHECK(bounds("", "nvidia-cudnn-cu12", "==8.9.7.29", {cudnn8}).empty());
  // There is no cuDNN 10; nothing says which it is built for; it is no cuDNN.
  CHECK(bounds("", "nvidia-cudnn-cu12", ">=9.8", {cudnn9}).empty());
  CHECK(bounds("", "nvidia-cudnn-cu12", ">=8.9").empty());
  CHECK(bounds("", "nvidia-cudnn-frontend", ">=1.0", {cudnn8}).empty());
  CHECK(bounds("", "nvidia-cublas-cu12", ">=12.1", {cudnn8}).empty());
  // None for CUDA 13 is older than 9.
  CHECK(bounds("", "nvidia-nccl-cu12", ">=2.18", {cudnn8}).empty());
}

TEST_CASE("bounds: libraries that have nothing for a GPU any more") {
  CHECK(bounds("gpu P100", "nvidia-cudnn-cu12", ">=9.8,<10", {cudnn9}) ==
        Words{"nvidia-cudnn-cu12<9.11"});
  CHECK(bounds("gpu V100; gpu H100", "nvidia-cudnn-cu12", ">=9.1") ==
        Words{"nvidia-cudnn-cu12<9.11"});
  CHECK(bounds("gpu sm_52", "nvidia-nccl-cu12", ">=2.25.1,<3") == Words{"nvidia-nccl-cu12<2.28.3"});
  CHECK(bounds("gpu T4", "nvidia-cudnn-cu12", ">=9.8,<10").empty());
  CHECK(bounds("", "nvidia-cudnn-cu12", ">=9.8,<10").empty());
  CHECK(bounds("gpu V100", "nvidia-cudnn-cu12", "==9.3.0.75").empty());
  CHECK(bounds("gpu V100", "nvidia-cudnn-cu12", ">=9.8,<9.10").empty());
  // The last one for CUDA 11 has it.
  CHECK(bounds("gpu V100", "nvidia-cudnn-cu11", ">=9.0").empty());
  // One release lacked it, and the next had it again.
  CHECK(bounds("gpu T4", "nvidia-nccl-cu13", ">=2.27.3").empty());
  // Not one is left: that is no matter of a bound.
  CHECK(bounds("gpu V100", "nvidia-cudnn-cu12", ">=9.12").empty());
  // Both at once: the lower one.
  CHECK(bounds("gpu P100", "nvidia-cudnn-cu12", ">=8.9", {cudnn8}) == Words{"nvidia-cudnn-cu12<9"});
}

TEST_CASE("bounds: they stand beside the package, and say why") {
  struct Case {
    std::string_view request, package, bound, why;
  };
  for (const Case& each : {
           Case{"jax 0.4.25; gpu A100; driver 550", "\"jax[cuda12_pip]==0.4.25\"",
                "\"nvidia-cudnn-cu12<9\"", "JAX 0.4.25 is built for cuDNN 8"},
           Case{"torch 2.1; jax 0.4.25", "torch==2.1.2+cu121", "\"nvidia-cudnn-cu12<9\"",
                "JAX 0.4.25 is built for cuDNN 8"},
           Case{"jax 0.4.20", "\"jax[cuda12_pip]==0.4.20\"", "\"nvidia-cudnn-cu12<9\"",
                "JAX 0.4.20 is built for cuDNN 8"},
           Case{"jax 0.4.20; tensorflow 2.14", "\"jax[cuda11_pip]==0.4.20\"",
                "\"nvidia-cudnn-cu11<9\"", "JAX 0.4.20 is built for cuDNN 8"},
           Case{"jax 0.4.7; gpu V100; driver 470", "\"jax[cuda11_pip]==0.4.7\"",
                "\"nvidia-cudnn-cu11<9\"", "JAX 0.4.7 is built for cuDNN 8"},
           Case{"jax 0.7.2; gpu P100; driver 580", "\"jax[cuda12]==0.7.2\"",
                "\"nvidia-cudnn-cu12<9.11\"", "cuDNN 9.11 and newer have nothing for P100 (sm_60)"},
           Case{"jax 0.4.35; gpu V100; driver 550", "\"jax[cuda12]==0.4.35\"",
                "\"nvidia-cudnn-cu12<9.11\"", "have nothing for V100 (sm_70)"},
           Case{"tensorflow 2.20; gpu V100; driver 550", "\"tensorflow[and-cuda]==2.20.*\"",
                "\"nvidia-cudnn-cu12<9.11\"", "have nothing for V100 (sm_70)"},
       }) {
    CAPTURE(std::string(each.request));
    const Blueprint files = from_nothing(ask(each.request));
    CHECK_MESSAGE(files.problem.empty(), files.problem);
    INFO(files.dockerfile);
    for (const std::string_view word : {each.package, each.bound, each.why})
      CHECK(has(files.dockerfile, word));
    CHECK(std::any_of(files.reasons.begin(), files.reasons.end(),
                      [&](const std::string& reason) { return has(reason, each.why); }));
  }
  // Where nothing is open, or for GPUs that the newest one runs on.
  for (const std::string_view request :
       {"jax 0.7.2; gpu T4; driver 580", "jax 0.7.2", "jax 0.7.0", "jax 0.4.26; gpu A100",
        "tensorflow 2.18; gpu V100; driver 550", "tensorflow 2.15; gpu P100; driver 535",
        "torch 2.14; gpu V100; driver 580", "torch 2.9; gpu P100; driver 580",
        "jax 0.11; gpu H100; driver 580", "tensorflow 2.20; gpu T4"}) {
    CAPTURE(std::string(request));
    const Blueprint files = from_nothing(ask(request));
    CHECK_MESSAGE(files.problem.empty(), files.problem);
    CHECK_FALSE(has(files.dockerfile, "nvidia-cudnn-"));
  }
}

TEST_CASE("bounds: the linter's reason and the comment stand there once") {
  const Blueprint files = from_nothing(ask("jax 0.11; tensorflow 2.21; gpu V100; driver 580"));
  REQUIRE_MESSAGE(files.problem.empty(), files.problem);
  const std::size_t first = files.dockerfile.find("nvidia-cudnn-cu12<9.11: ");
  REQUIRE(first != std::string::npos);
  CHECK(files.dockerfile.find("nvidia-cudnn-cu12<9.11: ", first + 1) == std::string::npos);
  CHECK(std::count_if(files.reasons.begin(), files.reasons.end(), [](const std::string& each) {
          return has(each, "nvidia-cudnn-cu12<9.11: ");
        }) == 1);
}

TEST_CASE("bounds: what is built for cuDNN 8 does not go with what brings 9") {
  // As far as their metadata says, pip would install both.
  const Blueprint two = from_nothing(ask("torch 2.5; jax 0.4.25; driver 550"));
  CHECK(has(two.problem, "jax[cuda1"));
  CHECK_FALSE(from_nothing(ask("torch 2.13; jax 0.4.25")).problem.empty());
  CHECK(from_nothing(ask("torch 2.5; jax 0.4.35; driver 550")).problem.empty());
  // One's wheels bring NCCL 2.16.5, the other wants 2.18.3 or newer: the image has it for the
  // first.
  CHECK(has(from_nothing(ask("tensorflow 2.15; jax 0.4.23; gpu T4; driver 535")).dockerfile,
            "FROM nvidia/cuda:12.2.2-cudnn8-runtime-"));
}

TEST_CASE("bounds: a wheel of torch whose cuDNN has nothing for the GPU") {
  for (const std::string_view request :
       {"torch 2.4; gpu K80; driver 470", "torch 2.4; gpu T4; gpu K80; driver 470"}) {
    CAPTURE(std::string(request));
    const Blueprint files = from_nothing(ask(request));
    INFO(files.problem);
    for (const std::string_view word :
         {"torch 2.4.1+cu118 has code for K80 (sm_37), but brings cuDNN 9.1.0.70",
          "cuDNN 9.0 and newer for CUDA 11 have none (", "would do: ask for --torch 2.3"})
      CHECK(has(files.problem, word));
  }
  CHECK(has(from_nothing(ask("torch 2; gpu K80; driver 470")).dockerfile, "torch==2.3.1+cu118"));
  // The oldest GPUs that it has something for, and cuDNN 8.
  CHECK(from_nothing(ask("torch 2.4; gpu M60; driver 470")).problem.empty());
  CHECK(from_nothing(ask("torch 2.4; driver 470")).problem.empty());
  CHECK(from_nothing(ask("torch 2.3; gpu K80; driver 470")).problem.empty());
  CHECK(from_nothing(ask("torch 1.13; gpu K80; driver 470")).problem.empty());
  // What is only inferred of a library is no reason.
  CHECK(without_cudnn(target_of("gpu V100"), {{9, 11}, 2}, {{12}, 1}).gpus.empty());
  CHECK(without_cudnn(target_of("gpu V100"), {{9, 17}, 2}, {{12}, 1}).gpus.size() == 1);
  CHECK(without_cudnn(target_of("gpu T4"), {{9, 17}, 2}, {{12}, 1}).gpus.empty());
  CHECK(without_cudnn(target_of("gpu K80"), {{8, 9}, 2}, {{11, 8}, 2}).gpus.empty());
  CHECK(without_cudnn(target_of(""), {{9, 17}, 2}, {{12}, 1}).gpus.empty());
}
