// What each toolkit's compiler targets, and which toolkit a component belongs to.
#include "matrix/nvcc.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "matrix/components.h"
#include "matrix/driver.h"
#include "matrix/gpu.h"

using namespace cudafit;

namespace {

Version v(std::string_view text) { return Version::parse(text).value_or(Version{}); }

Known knows(std::string_view cuda, std::string_view arch) {
  return matrix::nvcc_knows(v(cuda), arch);
}

}  // namespace

TEST_CASE("architectures a compiler knows") {
  CHECK(knows("11.8.0", "sm_90") == Known::yes);
  CHECK(knows("11.8", "compute_90") == Known::yes);
  CHECK(knows("11.8", "sm_90a") == Known::no);
  CHECK(knows("12.0", "sm_90a") == Known::yes);
  CHECK(knows("11.7.1", "sm_89") == Known::no);
  CHECK(knows("11.0.3", "sm_86") == Known::no);
  CHECK(knows("12.6.3", "sm_120") == Known::no);
  CHECK(knows("12.8.0", "sm_120") == Known::yes);
  CHECK(knows("12.9.1", "sm_70") == Known::yes);
  CHECK(knows("13.0.0", "sm_70") == Known::no);
  CHECK(knows("13.0.0", "lto_75") == Known::yes);
  CHECK(knows("12.0.1", "sm_35") == Known::no);
  CHECK(knows("11.0", "sm_30") == Known::no);
  // Targets the compilers' own lists have though many tables lack them.
  CHECK(knows("12.8.1", "sm_101a") == Known::yes);
  CHECK(knows("12.9.1", "sm_101f") == Known::yes);
  CHECK(knows("12.9.1", "sm_103f") == Known::yes);
  CHECK(knows("12.9.1", "sm_121f") == Known::yes);
  CHECK(knows("13.0.0", "sm_110a") == Known::yes);
  CHECK(knows("13.0.0", "sm_110f") == Known::yes);
  CHECK(knows("13.4.1", "sm_107a") == Known::yes);
  CHECK(knows("13.0.0", "sm_101") == Known::no);  // sm_110 there
  // What nobody lists is not proven wrong; neither is a toolkit that is not in the table.
  CHECK(knows("12.8", "sm_999") == Known::unknown);
  CHECK(knows("12.8", "gfx90a") == Known::unknown);
  CHECK(knows("12.8", "") == Known::unknown);
  CHECK(knows("13.999", "sm_80") == Known::unknown);
  CHECK(knows("12", "sm_80") == Known::unknown);
  CHECK(knows("12.7", "sm_80") == Known::unknown);
}

TEST_CASE("native and all") {
  CHECK(knows("11.5.2", "native") == Known::no);
  CHECK(knows("11.6.0", "native") == Known::yes);
  CHECK(knows("11.4.3", "all") == Known::no);
  CHECK(knows("11.5", "all-major") == Known::yes);
  CHECK(knows("13.4.2", "native") == Known::yes);
}

TEST_CASE("the targets of a line") {
  const auto cuda12 = matrix::nvcc_targets(v("12.8.1"));
  REQUIRE(cuda12);
  CHECK(cuda12->cuda == v("12.8"));
  CHECK(cuda12->min_cc == v("5.0"));
  CHECK(cuda12->max_cc == v("12.0"));
  CHECK(cuda12->default_arch == "sm_52");
  CHECK(cuda12->max_gcc == 14);
  CHECK(cuda12->deprecated.size() == 8);
  CHECK(!cuda12->source.url.empty());
  CHECK(matrix::nvcc_targets(v("13.0"))->min_cc == v("7.5"));
  CHECK(!matrix::nvcc_targets(v("12.7")));
  CHECK(!matrix::nvcc_targets(v("12")));
}

TEST_CASE("which toolkits know an architecture") {
  const auto turing = matrix::arch_support("sm_75");
  REQUIRE(turing);
  CHECK(turing->first == v("10.0"));
  CHECK(!turing->last);
  CHECK(turing->architecture == "Turing");
  const auto volta = matrix::arch_support("compute_70");
  REQUIRE(volta);
  CHECK(volta->first == v("9.0"));
  CHECK(volta->last == v("12.9"));
  const auto thor = matrix::arch_support("sm_101");
  REQUIRE(thor);
  CHECK(thor->last == v("12.9"));
  CHECK(thor->renamed == "sm_110");
  CHECK(matrix::arch_support("9.0a")->first == v("12.0"));
  CHECK(!matrix::arch_support("sm_999"));
  CHECK(!matrix::arch_support("native"));
}

TEST_CASE("each architecture is known by toolkits without a gap, and the lists are in order") {
  const std::vector<matrix::NvccTargets> lines = matrix::nvcc_lines();
  std::set<std::string_view> seen, gone;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::set<std::string_view> now(lines[i].real.begin(), lines[i].real.end());
    for (const std::string_view arch : now) {
      CHECK_MESSAGE(!gone.contains(arch), arch);
      CHECK_MESSAGE(!matrix::architecture_of(matrix::cc_of(arch)).empty(), arch);
    }
    for (const std::string_view arch : seen) {
      if (!now.contains(arch)) gone.insert(arch);
    }
    for (const std::string_view arch : lines[i].deprecated) CHECK(now.contains(arch));
    if (!lines[i].default_arch.empty()) CHECK(now.contains(lines[i].default_arch));
    if (i) CHECK(lines[i].max_gcc >= lines[i - 1].max_gcc);
    seen.insert(now.begin(), now.end());
  }
}

TEST_CASE("every toolkit's compiler is in the table") {
  for (const auto& release : matrix::toolkit_releases())
    CHECK_MESSAGE(matrix::nvcc_targets(release.cuda), release.cuda.text());
}

TEST_CASE("names torch takes for architectures") {
  const auto ampere = matrix::torch_named_arch("Ampere");
  REQUIRE(ampere);
  CHECK(ampere->items == std::vector<std::string_view>{"8.0", "8.6+PTX"});
  CHECK(matrix::torch_named_arch("Turing")->items == std::vector<std::string_view>{"7.5+PTX"});
  CHECK(!matrix::torch_named_arch("turing"));
  CHECK(!matrix::torch_named_arch("Common"));
}

TEST_CASE("which toolkit a component belongs to") {
  const auto cudas = [](std::string_view package, std::string_view version) {
    std::string out;
    for (const Version& cuda : matrix::toolkit_of(package, v(version)).cudas)
      out += (out.empty() ? "" : " ") + cuda.text();
    return out;
  };
  CHECK(cudas("nvidia-cuda-runtime-cu12", "12.4.127") == "12.4.1");
  CHECK(cudas("nvidia-cuda-runtime-cu12", "12.1.105") == "12.1.1");
  CHECK(cudas("nvidia-cuda-runtime-cu12", "12.6.77") == "12.6.2 12.6.3");
  CHECK(cudas("nvidia-cuda-nvcc-cu12", "12.4.131") == "12.4.1");
  CHECK(cudas("nvidia-cublas-cu12", "12.1.3.1") == "12.1.1");
  CHECK(cudas("nvidia-cuda-runtime", "13.0.96") == "13.0.2");
  CHECK(cudas("cuda-cudart", "12.4.127") == "12.4.1");
  CHECK(cudas("cuda_cudart", "13.4.92") == "13.4.2");
  CHECK(cudas("nvidia-cuda-runtime-cu12", "12.99.1").empty());
  CHECK(cudas("numpy", "12.4.127").empty());
  CHECK(matrix::component_version("nvidia-cuda-nvcc-cu12", v("12.4.1")) == v("12.4.131"));
  CHECK(!matrix::component_version("libcublas", v("5.0")));
}
