// What Python packages need from the image, by version.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "matrix/library_path.h"
#include "matrix/managed_pythons.h"
#include "matrix/pip_packages.h"
#include "matrix/rows.h"
#include "matrix/shapes_image.h"
#include "matrix/tag_fields.h"

using namespace cudafit;
using namespace cudafit::matrix;

namespace {

Version v(std::string_view text) { return Version::parse(text).value_or(Version{}); }

PipPackage row(std::string_view name, std::string_view range, std::string_view extra = {},
               std::string_view variant = {}) {
  CAPTURE(name);
  CAPTURE(range);
  for (const PipPackage& found : pip_package(name)) {
    if (found.range == range && found.extra == extra && found.variant == variant) return found;
  }
  FAIL("no such row");
  return {};
}

}  // namespace

TEST_CASE("TensorFlow") {
  const PipPackage plain = row("tensorflow", ">=2.18,<2.19");
  CHECK(plain.libs_from == LibsFrom::system);
  CHECK(plain.cuda_majors == std::vector<unsigned>{12});
  CHECK_FALSE(plain.cuda_minor_locked);
  CHECK_FALSE(plain.cuda_min);
  CHECK(plain.cudnn_min == v("9.3"));
  CHECK(plain.needs_cudnn == Known::yes);
  CHECK(plain.python_min == v("3.9"));
  CHECK(plain.python_max == v("3.12"));
  CHECK(plain.silent);
  CHECK(row("tensorflow", ">=2.18,<2.19", "and-cuda").libs_from == LibsFrom::nvidia_wheels);
  CHECK(row("tensorflow", ">=2.14,<2.15", "and-cuda").cuda_majors == std::vector<unsigned>{11});
  CHECK(row("tensorflow", "<1.15").libs_from == LibsFrom::none);
  const PipPackage four = row("TensorFlow", ">=2.4,<2.5");
  CHECK(four.cuda_minor_locked);
  CHECK(four.cuda_min == v("11.0"));
  CHECK(row("tensorflow_gpu", ">=2.12").libs_from == LibsFrom::placeholder);
  CHECK(row("tensorflow-gpu", ">=1.13,<1.14").cuda_min == v("10.0"));
  // Extras before the plain rows: the first that fits counts.
  CHECK(pip_package("tensorflow")[2].extra == "and-cuda");
}

TEST_CASE("JAX") {
  CHECK(row("jax", ">=0.4.30", "cuda").libs_from == LibsFrom::nvidia_wheels);
  const PipPackage eleven = row("jax", ">=0.4.8,<0.4.26", "cuda");
  CHECK(eleven.libs_from == LibsFrom::system);
  CHECK(eleven.cuda_majors == std::vector<unsigned>{11});
  CHECK(row("jax", ">=0.6.0", "cuda12-local").cudnn_min == v("9.8"));
  CHECK(row("jax", ">=0.7.2", "cuda13-local").cudnn_min == v("9.12"));
  CHECK(row("jax", ">=0.11").libs_from == LibsFrom::none);
  CHECK(row("jaxlib", "", "", "cuda11.cudnn82").libs_from == LibsFrom::system);
  const std::vector<ExtraFact> facts = extras("jax");
  CHECK(std::any_of(facts.begin(), facts.end(), [](const ExtraFact& fact) {
    return fact.extra == "cuda12-pip" && !fact.exists && fact.range == ">=0.6.0" &&
           fact.fix == "cuda12";
  }));
  CHECK(extras("tensorflow").front().exists == false);
}

TEST_CASE("onnxruntime, CTranslate2 and CuPy") {
  const PipPackage eighteen = row("onnxruntime-gpu", ">=1.18,<1.19");
  CHECK(eighteen.cuda_majors == std::vector<unsigned>{11});
  CHECK(eighteen.cudnn_majors == std::vector<unsigned>{8});
  const PipPackage nineteen = row("onnxruntime-gpu", ">=1.19,<1.27");
  CHECK(nineteen.cuda_majors == std::vector<unsigned>{12});
  CHECK(nineteen.cudnn_majors == std::vector<unsigned>{9});
  CHECK(nineteen.base_flavor == BaseFlavor::cudnn_runtime);
  CHECK(row("onnxruntime-gpu", ">=1.27").cuda_majors == std::vector<unsigned>{13});
  CHECK(row("onnxruntime-gpu", ">=1.7,<1.9").min_driver == v("450.36.06"));
  CHECK(row("onnxruntime-gpu", ">=1.2,<1.5").min_driver == v("418.39"));
  CHECK(row("onnxruntime", "").libs_from == LibsFrom::none);

  CHECK(row("ctranslate2", ">=4.6.3").needs_cudnn == Known::no);
  CHECK(row("ctranslate2", ">=4.5,<4.6.3").needs_cudnn == Known::unknown);
  CHECK(row("ctranslate2", ">=4.5,<4.6.3").cudnn_majors == std::vector<unsigned>{9});
  CHECK(row("faster_whisper", ">=1.0").via == "ctranslate2>=4.0,<5");
  CHECK(row("faster-whisper", ">=1.0").cudnn_majors.empty());

  CHECK(row("cupy-cuda12x", "").needs_headers_at_run == Known::yes);
  CHECK(row("cupy-cuda12x", ">=14", "ctk").libs_from == LibsFrom::nvidia_wheels);
  CHECK(row("cupy-cuda102", "").cuda_minor_locked);
  CHECK_FALSE(row("cupy-cuda115", "").cuda_minor_locked);
  CHECK(row("cupy", "").needs_nvcc_at_build == Known::yes);
}

TEST_CASE("who pins torch") {
  const auto pin = [](std::string_view package, std::string_view range) -> std::string_view {
    for (const TorchPin& found : torch_pins(package)) {
      if (found.range == range) return found.torch;
    }
    return "none";
  };
  CHECK(pin("vllm", ">=0.13,<0.14") == "2.9.0");
  CHECK(pin("vllm", ">=0.16,<0.17") == "2.9.1");
  CHECK(pin("vllm", ">=0.20,<0.21") == "2.11.0");
  CHECK(pin("vllm", ">=0.17,<0.19") == "2.10.0");
  CHECK(pin("vllm", ">=0.27,<0.33") == "2.13.0");
  CHECK(pin("vllm", ">=0.34").empty());
  CHECK(pin("xformers", "==0.0.25.post1") == "2.2.2");
  CHECK(pin("xformers", ">=0.0.34").empty());
  CHECK(pin("torch-tensorrt", "==2.3.*") == "2.3.*");
  CHECK(torch_pins("numpy").empty());
  CHECK(row("vllm", ">=0.20,<0.21").cuda_majors == std::vector<unsigned>{13});
}

TEST_CASE("placeholders, bundled and CPU packages") {
  CHECK(row("nvidia-cuda-runtime-cu13", "").libs_from == LibsFrom::placeholder);
  CHECK(row("nvidia-cudnn-cu13", "").libs_from == LibsFrom::nvidia_wheels);
  CHECK(row("faiss-gpu", "<=1.7.2").base_flavor == BaseFlavor::any);
  CHECK(row("faiss-gpu", ">=1.14.3").libs_from == LibsFrom::nvidia_wheels);
  CHECK_FALSE(row("faiss-gpu", ">=1.14.3").python_max);
  CHECK(row("xgboost", ">=3.4").cuda_majors == std::vector<unsigned>{13});
  CHECK(row("paddlepaddle-gpu", ">=2.5,<3.0").cuda_majors.empty());
  CHECK_FALSE(row("paddlepaddle-gpu", ">=2.5,<3.0").min_driver);
  CHECK(row("opencv_python", "").libs_from == LibsFrom::none);
  CHECK(row("triton", ">=2.0").needs_cc_at_run == Known::yes);
  CHECK(row("sglang", ">=0.5.20").needs_nvcc_at_run == Known::yes);
  CHECK(pip_package("nobody-knows-this").empty());
  CHECK(newest_release("jax")->version == "0.11.0");
  CHECK_FALSE(newest_release("nobody-knows-this"));
}

TEST_CASE("the words of needs") {
  const std::set<std::string_view> words = {"cudnn",       "library-path",   "nvcc-at-build",
                                            "nvcc-at-run", "headers-at-run", "cc-at-run",
                                            "torch"};
  for (const auto found : rows<shapes::pip_packages>()) {
    for (const std::string_view word : found.texts("needs")) CHECK(words.contains(word));
    for (const std::string_view word : found.texts("needs_not")) CHECK(words.contains(word));
    for (const std::string_view major : found.texts("cuda_majors")) CHECK(v(major));
  }
}

TEST_CASE("patterns with fields") {
  CHECK(match_fields("{cuda}-{cudnn}-runtime-{os}", "12.2.2-cudnn8-runtime-ubuntu22.04"));
  CHECK_FALSE(match_fields("{cuda}-runtime-{os}", "12.2.2-cudnn8-runtime-ubuntu22.04"));
  CHECK_FALSE(match_fields("{cuda}-base", "12.-base"));
  CHECK_FALSE(match_fields("cuda-{X}-{Y}", "cuda-toolkit-12-4"));
  CHECK(match_fields("*", ""));
  CHECK_FALSE(match_fields("{os}", ""));
  CHECK_FALSE(match_fields("{rest}", std::string(1000, 'a')));
  CHECK(fixed_length("{cuda}-base-ubuntu{system}") == 25);
  CHECK(fixed_length("{system}") > fixed_length("*"));
  CHECK(fill_fields("a{x}b{y}c", {{"x", "1"}}) == "a1bc");
}

TEST_CASE("wheels that TensorFlow does not find by itself") {
  const auto with_cuda = [](std::string_view range) {
    for (const PipPackage& row : pip_package("tensorflow")) {
      if (row.extra == "and-cuda" && row.range == range) return needs_library_path(row);
    }
    FAIL("no row of ", range);
    return false;
  };
  CHECK(with_cuda(">=2.16,<2.17"));
  CHECK(with_cuda(">=2.17,<2.18"));
  CHECK_FALSE(with_cuda(">=2.15,<2.16"));
  CHECK_FALSE(with_cuda(">=2.18,<2.19"));
  for (const PipPackage& row : pip_package("tensorflow")) {
    if (row.libs_from == LibsFrom::system) CHECK_FALSE(needs_library_path(row));
  }
}

TEST_CASE("Pythons that installers bring") {
  const auto uv = managed_pythons("uv");
  REQUIRE(uv);
  CHECK(uv->image == "ghcr.io/astral-sh/uv:" + uv->release.text());
  CHECK(uv->python_min == v("3.8"));
  CHECK(uv->python_max == v("3.14"));
  CHECK_FALSE(managed_pythons("pip"));
}
