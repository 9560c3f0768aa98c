// Since when and until when toolkits and drivers know a compute capability.
#include "matrix/sm_history.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "matrix/driver.h"
#include "matrix/gpu.h"
#include "matrix/nvcc.h"

using namespace cudafit;
using matrix::sm_history;

namespace {

Version v(std::string_view text) { return Version::parse(text).value_or(Version{}); }

}  // namespace

TEST_CASE("every GPU's and every compiler's architecture is in the table, and the reverse") {
  for (const auto& gpu : matrix::gpus()) CHECK_MESSAGE(sm_history(gpu.cc), gpu.name);
  for (const auto& line : matrix::nvcc_lines()) {
    for (const std::string_view real : line.real)
      CHECK_MESSAGE(sm_history(matrix::cc_of(real)), real);
  }
  for (const Version cc : matrix::known_ccs()) {
    const auto found = sm_history(cc);
    REQUIRE(found);
    REQUIRE_MESSAGE(!found->targets.empty(), cc.text());
    CHECK_MESSAGE(found->targets.front().name == matrix::sm_name(cc), cc.text());
    CHECK_MESSAGE(found->first_cuda, cc.text());
    if (found->last_cuda) CHECK_MESSAGE(found->first_cuda <= found->last_cuda, cc.text());
    if (found->deprecated_since && found->last_cuda)
      CHECK_MESSAGE(found->deprecated_since <= found->last_cuda, cc.text());
    if (found->first_branch && found->last_branch)
      CHECK_MESSAGE(found->first_branch <= found->last_branch, cc.text());
    // The last driver that runs a GPU runs programs of the last toolkit for it: within one major
    // of CUDA any toolkit will do (470 is of CUDA 11.4, but 11.8 still targets sm_35).
    if (found->last_branch && found->last_cuda) {
      const auto branch = matrix::driver_branch(found->last_branch, matrix::HostOs::linux_);
      REQUIRE_MESSAGE(branch, cc.text());
      CHECK_MESSAGE(branch->max_cuda.major() >= found->last_cuda.major(), cc.text());
    }
  }
}

TEST_CASE("histories") {
  const auto kepler = sm_history(v("3.0"));
  REQUIRE(kepler);
  CHECK(kepler->first_cuda.text() == "4.2");
  CHECK(kepler->last_cuda.text() == "10.2");
  CHECK(kepler->deprecated_since.text() == "10.2");
  CHECK(kepler->last_branch == 470);
  CHECK(sm_history(v("1.0"))->last_cuda.text() == "6.0");
  CHECK(sm_history(v("3.7"))->first_cuda.text() == "6.5");
  CHECK(sm_history(v("3.7"))->last_cuda.text() == "11.8");
  const auto volta = sm_history(v("7.0"));
  REQUIRE(volta);
  CHECK(volta->first_cuda.text() == "9.0");
  CHECK(volta->deprecated_since.text() == "12.8");
  CHECK(volta->last_cuda.text() == "12.9");
  const auto hopper = sm_history(v("9.0"));
  REQUIRE(hopper);
  CHECK(hopper->architecture == "Hopper");
  CHECK(!hopper->last_cuda);
  REQUIRE(hopper->targets.size() == 2);
  CHECK(hopper->targets[1].name == "sm_90a");
  CHECK(hopper->targets[1].first.text() == "12.0");
  const auto thor = sm_history(v("10.1"));
  REQUIRE(thor);
  CHECK(thor->last_cuda.text() == "12.9");
  CHECK(thor->renamed == "sm_110");
  CHECK(sm_history(v("10.0"))->targets.size() == 3);
  CHECK(!sm_history(v("4.0")));
  CHECK(!sm_history({}));
}

TEST_CASE("what a product's name and line say") {
  const auto one = [](std::string_view name) { return matrix::find_gpu(name).gpus.at(0); };
  CHECK(one("A100 SXM4 80GB").memory_gb == 80);
  CHECK(one("A100").memory_gb == 0);
  CHECK(one("L4").memory_gb == 0);
  CHECK(one("A100").segment == "datacenter");
  CHECK(one("RTX 4090").segment == "geforce");
  CHECK(one("RTX 4090 Laptop GPU").segment == "geforce-mobile");
  CHECK(one("RTX Spark N1X").cc == v("12.1"));
  CHECK(one("8.0").segment.empty());
  for (const auto& gpu : matrix::gpus()) CHECK_MESSAGE(!gpu.segment.empty(), gpu.name);
  const auto names = matrix::gpu_product_names();
  CHECK(names.size() > matrix::gpus().size());
  CHECK(std::is_sorted(names.begin(), names.end()));
  CHECK(std::binary_search(names.begin(), names.end(), "H100 NVL"));
}
