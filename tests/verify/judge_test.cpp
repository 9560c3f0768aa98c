// From what was seen to a verdict.

#include <doctest/doctest.h>

#include "verify/verdict.h"

using namespace cudafit;
using namespace cudafit::verify;

namespace {

/// A machine on which everything works.
Seen working() {
  Seen seen;
  seen.kernel_module =
      "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5 22:23:56 UTC 2024";
  seen.device_nodes = true;
  seen.driver = true;
  seen.driver_path = "/usr/lib/x86_64-linux-gnu/libcuda.so.1";
  seen.driver_cuda = 12040;
  seen.devices_error = Code{};
  seen.devices = {
      {"NVIDIA A100-SXM4-80GB", Version{{8, 0}, 2}, std::int64_t{80} << 30, true, true}};
  seen.context = Code{};
  seen.attempts = {{"machine code", {}, "", true}};
  seen.managed = SeenAttempt{"managed", {}, "", true};
  seen.runtime_library = "libcudart.so.12";
  seen.runtime_cuda = 12040;
  seen.runtime_error = Code{};
  seen.end = {"done", "", 0};
  return seen;
}

Observation observed(Seen seen) {
  Observation out;
  out.ended.started = true;
  out.ended.status = 0;
  out.seen = std::move(seen);
  out.gpu_way = "--gpus all";
  return out;
}

bool mentions(const Judgement& judged, std::string_view text) {
  const auto in = [&](const std::string& said) { return said.find(text) != std::string::npos; };
  for (const Note& note : judged.notes) {
    if (in(note.message)) return true;
  }
  for (const std::string& help : judged.help) {
    if (in(help)) return true;
  }
  for (const std::string& other : judged.differences) {
    if (in(other)) return true;
  }
  return in(judged.why);
}

Judgement judged(Seen seen, Expectation expected = {}) {
  return judge(observed(std::move(seen)), expected);
}

SeenFramework torch() {
  SeenFramework out;
  out.name = "torch";
  out.version = "2.4.1+cu124";
  out.cuda = "12.4";
  out.imports = true;
  out.available = out.correct = true;
  return out;
}

}  // namespace

TEST_CASE("it runs") {
  Seen seen = working();
  seen.frameworks = {torch()};
  const Judgement out = judged(std::move(seen));
  CHECK(out.verdict == Verdict::runs);
  CHECK(out.why == "a kernel ran on NVIDIA A100-SXM4-80GB and its result is right");
  CHECK(!out.error);
  CHECK(out.differences.empty());
  CHECK(out.evidence.size() >= 5);
}

TEST_CASE("no GPU on this host") {
  Seen seen;
  seen.end = {"done", "", 0};
  seen.driver_why = "libcuda.so.1: cannot open shared object file: No such file or directory";
  Observation saw = observed(seen);
  saw.gpu_way.clear();
  saw.refused = {"docker: Error response from daemon: could not select device driver."};
  CHECK(judge(saw, {}).verdict == Verdict::no_gpu);
  // With a driver on this machine it is the engine's fault, and nothing is known of the image.
  saw.host_driver = true;
  const Judgement refused = judge(saw, {});
  CHECK(refused.verdict == Verdict::undecided);
  CHECK(mentions(refused, "could not select device driver"));
  CHECK(mentions(refused, "container toolkit"));
  // The GPU was given, and what makes use of it was not.
  saw.gpu_way = "--gpus all";
  saw.refused.clear();
  saw.seen->capabilities = "utility";
  const Judgement utility = judge(saw, {});
  CHECK(utility.verdict == Verdict::fails);
  CHECK(mentions(utility, "NVIDIA_DRIVER_CAPABILITIES is utility"));
}

TEST_CASE("a libcuda inside the image proves nothing where there is no driver") {
  Seen seen;
  seen.end = {"done", "", 0};
  seen.driver = true;
  for (const std::int64_t code : {3, 100, 999}) {
    seen.init = {code, ""};
    CHECK(judged(seen).verdict == Verdict::no_gpu);
  }
  // These come from a driver only.
  seen.init = {803, ""};
  CHECK(judged(seen).verdict == Verdict::fails);
  seen.init = {100, "CUDA_ERROR_NO_DEVICE"};
  seen.device_nodes = true;
  seen.visible_devices = "void";
  const Judgement out = judged(seen);
  CHECK(out.verdict == Verdict::fails);
  REQUIRE(out.error);
  CHECK(out.error->code == 100);
  CHECK(out.error->message == "no CUDA-capable device is detected");
  CHECK(mentions(out, "NVIDIA_VISIBLE_DEVICES is void"));
}

TEST_CASE("the driver is too old for the image's CUDA") {
  Seen seen = working();
  seen.kernel_module = "NVRM version: NVIDIA UNIX x86_64 Kernel Module  450.80.02  Wed Sep";
  seen.driver_cuda = 11000;
  seen.runtime_error = Code{35, "cudaErrorInsufficientDriver"};
  const Judgement out = judged(seen);
  CHECK(out.verdict == Verdict::fails);
  REQUIRE(out.error);
  CHECK(out.error->code == 35);
  CHECK(mentions(out, "CUDA 12.4 needs a driver >= 525.60.13"));
  CHECK(mentions(out, "driver 450.80.02, which knows CUDA up to 11.0"));
}

TEST_CASE("code that was compiled for the image decides, code that is carried does not") {
  Seen seen = working();
  seen.attempts = {{"machine code", {209, ""}, "cuModuleLoadData", false},
                   {"PTX", {222, ""}, "cuModuleLoadData", false}};
  CHECK(judged(seen).verdict == Verdict::undecided);
  seen.attempts.insert(
      seen.attempts.begin(),
      {"compiled", {222, "CUDA_ERROR_UNSUPPORTED_PTX_VERSION"}, "cuModuleLoadData", false});
  Judgement out = judged(seen);
  CHECK(out.verdict == Verdict::fails);
  CHECK(mentions(out, "CUDA 12.4 compiles PTX for a driver >= 550"));
  // It fails although the carried one runs.
  seen.attempts = {{"compiled", {209, ""}, "cuModuleLoadData", false},
                   {"machine code", {}, "", true}};
  out = judged(seen);
  CHECK(out.verdict == Verdict::fails);
  CHECK(mentions(out, "compile for sm_80"));
  seen.attempts = {{"compiled", {}, "", true}, {"machine code", {}, "", true}};
  CHECK(judged(seen).verdict == Verdict::runs);
}

TEST_CASE("a wrong result, a GPU that is taken, memory of both kinds") {
  Seen seen = working();
  seen.attempts = {{"PTX", {}, "", false}};
  CHECK(judged(seen).verdict == Verdict::fails);
  CHECK(mentions(judged(seen), "its result is wrong"));
  seen.attempts.clear();
  seen.context = Code{46, ""};
  CHECK(judged(seen).verdict == Verdict::undecided);
  seen.context = Code{802, ""};
  CHECK(judged(seen).verdict == Verdict::fails);
  CHECK(mentions(judged(seen), "nvidia-fabricmanager"));
  seen = working();
  seen.managed = SeenAttempt{"managed", {801, ""}, "cuMemAllocManaged", false};
  CHECK(judged(seen).verdict == Verdict::runs);
  CHECK(mentions(judged(seen), "managed memory does not work"));
}

TEST_CASE("forward compatibility") {
  Seen seen = working();
  seen.driver_path = "/usr/local/cuda-12.4/compat/libcuda.so.1";
  seen.init = {803, ""};
  Judgement out = judged(seen);
  CHECK(out.verdict == Verdict::fails);
  CHECK(mentions(out, "compat/libcuda.so.1"));
  CHECK(mentions(out, "LD_LIBRARY_PATH"));
  seen.driver_path = "/usr/lib/libcuda.so.1";
  CHECK(mentions(judged(seen), "no driver inside the image"));
  seen.init = {804, ""};
  CHECK(mentions(judged(seen), "data-center GPUs only"));
}

TEST_CASE("a library that somebody opens") {
  Expectation expected;
  expected.libraries = {{"libcudnn.so.9", "onnxruntime-gpu 1.20.1"}, {"libnccl.so.2", ""}};
  Seen seen = working();
  seen.libraries = {
      {"libcudnn.so.9", false, "libcudnn.so.9: cannot open shared object file", 0, {}},
      {"libnccl.so.2", false, "libnccl.so.2: cannot open shared object file", 0, {}}};
  Judgement out = judged(seen, expected);
  CHECK(out.verdict == Verdict::fails);
  CHECK(out.why == "onnxruntime-gpu 1.20.1 opens libcudnn.so.9, which does not load");
  // Without a GPU, too.
  Seen bare;
  bare.end = {"done", "", 0};
  bare.libraries = seen.libraries;
  CHECK(judged(bare, expected).verdict == Verdict::fails);
  // Not where it is the driver that is missing.
  bare.libraries[0].why = "libcuda.so.1: cannot open shared object file";
  CHECK(judged(bare, expected).verdict == Verdict::no_gpu);
  // Nobody asked for it.
  expected.libraries[0].who.clear();
  CHECK(judged(seen, expected).verdict == Verdict::runs);
  seen.libraries[0] = {"libcudnn.so.9", true, "", 90100, 1001};
  CHECK(judged(seen, expected).verdict == Verdict::runs);
  expected.libraries[0].who = "torch 2.4";
  CHECK(judged(seen, expected).verdict == Verdict::fails);
}

TEST_CASE("Python") {
  Seen seen = working();
  seen.frameworks = {torch()};
  seen.frameworks[0].correct.reset();
  seen.frameworks[0].error = "RuntimeError: CUDA error: no kernel image is available";
  Judgement out = judged(seen);
  CHECK(out.verdict == Verdict::fails);
  CHECK(mentions(out, "no kernel image"));
  seen.frameworks[0].available = false;
  CHECK(judged(seen).why == "torch 2.4.1+cu124 sees no GPU, and CUDA does");
  seen.frameworks[0].cuda.clear();
  seen.frameworks[0].version = "2.4.1+cpu";
  CHECK(mentions(judged(seen), "built without CUDA"));
  // Without a GPU only what cannot be imported fails.
  Seen bare;
  bare.end = {"done", "", 0};
  bare.frameworks = seen.frameworks;
  CHECK(judged(bare).verdict == Verdict::no_gpu);
  bare.frameworks[0].imports = false;
  bare.frameworks[0].error = "ImportError: libcudnn.so.9: cannot open shared object file";
  CHECK(judged(bare).verdict == Verdict::fails);
  bare.frameworks[0].error = "ImportError: libcuda.so.1: cannot open shared object file";
  CHECK(judged(bare).verdict == Verdict::no_gpu);
}

TEST_CASE("the probe was broken off") {
  Seen seen = working();
  seen.end = {"crashed", "cuInit", 11};
  CHECK(judged(seen).verdict == Verdict::fails);
  CHECK(mentions(judged(seen), "crashes at cuInit with signal 11"));
  seen.end = {"timed out", "cuInit", 0};
  CHECK(judged(seen).verdict == Verdict::undecided);
  Expectation expected;
  expected.libraries = {{"libnccl.so.2", ""}};
  seen.end = {"crashed", "libnccl.so.2", 11};
  CHECK(judged(seen, expected).verdict == Verdict::undecided);
}

TEST_CASE("the probe did not start") {
  Observation saw;
  saw.ended.started = true;
  saw.ended.status = 125;
  saw.ended.error =
      "docker: Error response from daemon: OCI runtime create failed: nvidia-container-cli: "
      "requirement error: unsatisfied condition: cuda>=12.8, please update your driver\n";
  Judgement out = judge(saw, {});
  CHECK(out.verdict == Verdict::fails);
  CHECK(mentions(out, "cuda>=12.8"));
  saw.ended.error = "exec /.cudafit/probe: exec format error\n";
  out = judge(saw, {});
  CHECK(out.verdict == Verdict::undecided);
  CHECK(mentions(out, "another processor"));
  saw.ended.error = "exec /.cudafit/probe: no such file or directory\n";
  CHECK(mentions(judge(saw, {}), "no glibc"));
  saw.ended.error = "something else\nRun 'docker run --help' for more information\n";
  out = judge(saw, {});
  CHECK(out.verdict == Verdict::undecided);
  CHECK(mentions(out, "something else"));
}

TEST_CASE("what differs from the matrix is said") {
  const Expectation expected = expect("nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04", {});
  REQUIRE(expected.contents);
  CHECK(expected.runtimes.front() == "libcudart.so.12");
  Seen seen = working();
  seen.libraries = {{"libcudnn.so.9", true, "", 90100, 0}};
  CHECK(judged(seen, expected).differences.empty());
  seen.runtime_cuda = 12010;
  CHECK(mentions(judged(seen, expected), "its CUDA runtime is of CUDA 12.1; expected 12.4"));
  seen = working();
  seen.driver_cuda = 12030;
  CHECK(mentions(judged(seen), "driver 550.54.15 knows CUDA up to 12.3; expected 12.4"));
  seen = working();
  seen.devices[0].cc = Version{{9, 0}, 2};
  CHECK(mentions(judged(seen), "compute capability 9.0; expected 8.0"));
}

TEST_CASE("answers of any shape are read") {
  CHECK(!read_seen(""));
  CHECK(!read_seen("[]"));
  CHECK(!read_seen("{\"probe\":1}"));
  CHECK(!read_seen("{\"probe\":2,\"end\":{}}"));
  const auto seen = read_seen(
      "{\"probe\":1,\"end\":{\"end\":7},\"driver\":[],\"devices\":{\"list\":[1,{\"name\":[]}]},"
      "\"kernel\":{\"tried\":{}},\"python\":\"x\",\"libraries\":null,\"runtime\":{\"code\":1e99}}");
  REQUIRE(seen);
  CHECK(seen->devices.size() == 1);
  CHECK(cuda_version(12040) == Version::parse("12.4"));
  CHECK(!cuda_version(-5));
  CHECK(
      driver_version("NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.86.15  Release "
                     "Build") == "570.86.15");
  CHECK(driver_version("gcc version 12.2.0").empty());
}
