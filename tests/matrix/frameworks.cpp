// Releases of frameworks: what they are built with.
#include "matrix/frameworks.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "matrix/cudnn.h"
#include "matrix/driver.h"
#include "terms/pep440.h"

using namespace cudafit;
using namespace cudafit::matrix;

namespace {

Version v(std::string_view text) { return Version::parse(text).value_or(Version{}); }

bool starts(Version release, Version prefix) {
  for (std::size_t i = 0; i < prefix.parts; ++i) {
    if (release.number[i] != prefix.number[i]) return false;
  }
  return true;
}

bool toolkit_exists(Version cuda) {
  const std::vector<ToolkitRelease> all = toolkit_releases();
  return std::any_of(all.begin(), all.end(),
                     [&](const ToolkitRelease& one) { return starts(one.cuda, cuda); });
}

FrameworkRelease release(std::string_view package, std::string_view version,
                         std::string_view extra = {}, std::string_view variant = {}) {
  CAPTURE(package);
  CAPTURE(version);
  for (const FrameworkRelease& one : framework_releases(package)) {
    if (one.version == version && one.extra == extra && one.variant == variant) return one;
  }
  FAIL("no such release");
  return {};
}

using Texts = std::vector<std::string_view>;

}  // namespace

TEST_CASE("frameworks: TensorFlow") {
  const FrameworkRelease two = release("TensorFlow", "2.18.0");
  CHECK(two.range == ">=2.18,<2.19");
  CHECK(two.cuda == std::vector{v("12.5")});
  CHECK(two.cudnn == std::vector{v("9.3")});
  CHECK(two.compiler == "Clang 17.0.6");
  REQUIRE(two.needs);
  CHECK(two.needs->python_max == v("3.12"));
  CHECK(driver_text(two.needs->min_driver) == "525.60.13");
  const FrameworkRelease pins = release("tensorflow", "2.19.0", "and-cuda");
  CHECK(std::find(pins.pins.begin(), pins.pins.end(), "nvidia-cudnn-cu12==9.3.0.75") !=
        pins.pins.end());
  CHECK(pins.needs->libs_from == LibsFrom::nvidia_wheels);
  // The same builds under two names, and what only one of them has.
  CHECK(release("tensorflow_gpu", "2.4.0").cuda == release("tensorflow", "2.4.0").cuda);
  CHECK(release("tensorflow-gpu", "1.14.0").needs->cuda_minor_locked);
  CHECK(release("tensorflow-gpu", "2.12").needs->libs_from == LibsFrom::placeholder);
}

TEST_CASE("frameworks: JAX") {
  const FrameworkRelease four = release("jax", "0.4.37");
  CHECK(four.date == "2024-12-09");
  CHECK(four.jaxlib == "0.4.36");
  CHECK(four.index.empty());
  CHECK(four.extras == Texts{"cuda", "cuda12", "cuda12-pip", "cuda12-local"});
  CHECK(four.needs->python_min == v("3.10"));
  CHECK(release("jax", "0.4.20").index.ends_with("jax_cuda_releases.html"));
  const FrameworkRelease thirteen = release("jax", "0.10.2", "cuda13");
  CHECK(thirteen.cuda == std::vector{v("13.0.0")});
  CHECK(thirteen.cudnn == std::vector{v("9.12.0")});
  CHECK(thirteen.archs.front() == "sm_75");
  CHECK(driver_text(thirteen.needs->min_driver) == "580.65.06");
  // Four parts, and 0.10 behind 0.9.
  const std::vector<FrameworkRelease> all = framework_releases("jax");
  CHECK(release("jax", "0.9.0.1").date == "2026-02-03");
  CHECK(all.front().version == "0.1.49");
  CHECK(all.back().version == "0.11.0");
}

TEST_CASE("frameworks: others") {
  const FrameworkRelease ort = release("onnxruntime-gpu", "1.17", "", "onnxruntime-cuda-12");
  CHECK(ort.cuda == std::vector{v("12.2")});
  CHECK(ort.needs->cudnn_majors == std::vector<unsigned>{8});
  CHECK(ort.index.ends_with("onnxruntime-cuda-12/pypi/simple/"));
  CHECK(driver_text(release("onnxruntime-gpu", "1.5").needs->min_driver) == "440.33");
  CHECK(driver_text(release("cupy-cuda102", "7.2").needs->min_driver) == "440.33");
  CHECK(release("vllm", "0.14").torch == "2.9.1");
  CHECK(release("vllm", "0.13").torch == "2.9.0");
  CHECK(release("xformers", "0.0.25.post1").torch == "2.2.2");
  CHECK(release("torch-tensorrt", "2.5").tensorrt == "10.3");
  CHECK(release("tensorrt", "10.15").cuda == std::vector{v("12.9"), v("13.1")});
  CHECK(release("sglang", "0.5.1.post3").torch == "2.8.0");
  CHECK(release("bitsandbytes", "0.46").cuda_to == v("12.8.1"));
  CHECK(release("cuml-cu12", "24.12").cuda_from == v("12.0"));
  CHECK(release("llama-cpp-python", "0.3.0", "", "cu125").cuda == std::vector{v("12.5")});
  CHECK(release("ctranslate2", "4.6.3").needs->needs_cudnn == Known::no);
  CHECK(release("text-generation-inference", "3.2").image ==
        "ghcr.io/huggingface/text-generation-inference");
  // Only its needs are known.
  CHECK(release("numba", "0.57").needs->cuda_min == v("11.0"));
  CHECK(framework_releases("no-such-package").empty());
}

TEST_CASE("frameworks: every name has releases, rising") {
  const std::vector<std::string_view> names = framework_names();
  CHECK(std::is_sorted(names.begin(), names.end()));
  CHECK(names.size() > 150);
  for (const std::string_view name : names) {
    CAPTURE(name);
    const std::vector<FrameworkRelease> all = framework_releases(name);
    CHECK_FALSE(all.empty());
    std::optional<PyVersion> last;
    for (const FrameworkRelease& one : all) {
      CAPTURE(one.version);
      const std::optional<PyVersion> here =
          PyVersion::parse(one.version.empty() ? "0" : one.version);
      REQUIRE(here);
      if (last) CHECK(*last <= *here);
      last = here;
      CHECK_FALSE(one.source.title.empty());
      const std::optional<Specifiers> range = Specifiers::parse(one.range);
      REQUIRE(range);
      if (!one.version.empty()) CHECK(range->contains(*here, true));
    }
  }
}

// A range that reached beyond the row that says what its releases need would say wrong things of
// the later ones.
TEST_CASE("frameworks: a release needs one thing") {
  for (const std::string_view name : framework_names()) {
    const std::vector<PipPackage> needs = pip_package(name);
    for (const FrameworkRelease& one : framework_releases(name)) {
      const std::optional<Specifiers> range = Specifiers::parse(one.range);
      if (!one.image.empty() || one.range.empty() || !range || !one.needs) continue;
      for (const PipPackage& other : needs) {
        if (other.extra != one.extra || other.variant != one.needs->variant) continue;
        const std::optional<Specifiers> others = Specifiers::parse(other.range);
        for (const Specifier& begin : others->all) {
          if (begin.op != Specifier::Op::greater_equal) continue;
          CAPTURE(name);
          CAPTURE(one.range);
          CAPTURE(other.range);
          const bool inside =
              range->contains(begin.version, true) &&
              begin.version > *PyVersion::parse(one.version.empty() ? "0" : one.version);
          CHECK_FALSE(inside);
        }
      }
    }
  }
}

TEST_CASE("frameworks: CUDA and cuDNN exist") {
  // Releases of cuDNN that no image of nvidia/cuda in the table of cuDNN ever held.
  const std::set<std::string> elsewhere = {"7.4", "7.5", "8.0.3", "8.0.4"};
  for (const std::string_view name : framework_names()) {
    CAPTURE(name);
    for (const FrameworkRelease& one : framework_releases(name)) {
      CAPTURE(one.version);
      for (const Version cuda : one.cuda) CHECK_MESSAGE(toolkit_exists(cuda), cuda.text());
      for (const Version cuda : {one.cuda_from, one.cuda_to}) {
        if (cuda) CHECK_MESSAGE(toolkit_exists(cuda), cuda.text());
      }
      for (const Version cudnn : one.cudnn) {
        const bool known = !cudnn_releases(cudnn).empty() || elsewhere.contains(cudnn.text());
        CHECK_MESSAGE(known, cudnn.text());
      }
      CHECK(std::is_sorted(one.cuda.begin(), one.cuda.end()));
    }
  }
}

TEST_CASE("frameworks: the same facts as in pip-packages") {
  for (const std::string_view name : framework_names()) {
    // TensorRT's and Paddle's rows name the CUDA of all their builds, PyPI has one.
    if (name == "tensorrt" || name == "paddlepaddle-gpu") continue;
    CAPTURE(name);
    for (const FrameworkRelease& one : framework_releases(name)) {
      if (!one.needs) continue;
      CAPTURE(one.version);
      const std::vector<unsigned>& majors = one.needs->cuda_majors;
      for (const Version cuda : one.cuda) {
        if (majors.empty()) break;
        CHECK(std::find(majors.begin(), majors.end(), cuda.major()) != majors.end());
      }
      if (one.needs->cuda_minor_locked && one.cuda.size() == 1)
        CHECK(one.needs->cuda_min.same_line(one.cuda.front()));
      for (const Version cudnn : one.cudnn) {
        const std::vector<unsigned>& wanted = one.needs->cudnn_majors;
        if (!wanted.empty())
          CHECK(std::find(wanted.begin(), wanted.end(), cudnn.major()) != wanted.end());
      }
      if (!name.starts_with("tensorflow") || one.cuda.empty()) continue;
      CHECK(one.cudnn == std::vector{one.needs->cudnn_min});
      if (one.needs->note.starts_with("tested with"))
        CHECK(one.needs->note == "tested with CUDA " + one.cuda.front().text());
    }
  }
}
