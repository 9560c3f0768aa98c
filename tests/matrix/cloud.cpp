// Cloud instances: every row names a GPU of the tables, every type one family.
#include "matrix/cloud.h"

#include <doctest/doctest.h>

#include <string>

#include "matrix/driver.h"
#include "matrix/gpu.h"
#include "matrix/pattern.h"
#include "matrix/rows.h"
#include "matrix/shapes_host.h"

using namespace cudafit;
using matrix::cloud_instance;

namespace {

std::string lower(std::string_view text) {
  std::string out;
  for (const char c : text) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::string upper(std::string_view text) {
  std::string out;
  for (const char c : text) out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

}  // namespace

TEST_CASE("every type has a family, and its GPU is one of the tables") {
  CHECK(matrix::cloud_instance_types().size() > 200);
  for (const std::string_view type : matrix::cloud_instance_types()) {
    const auto found = cloud_instance(type);
    REQUIRE_MESSAGE(found, type);
    CHECK_MESSAGE(found->name == type, type);
    CHECK_MESSAGE(found->gpu.empty() != found->other.empty(), type);
    CHECK_MESSAGE((found->count == 0 || found->share.empty()), type);
    CHECK_MESSAGE(!found->source.title.empty(), type);
    const auto shouted = cloud_instance(upper(type));
    REQUIRE_MESSAGE(shouted, type);
    CHECK_MESSAGE(shouted->name == type, type);
    if (found->gpu.empty()) continue;
    const auto gpus = matrix::find_gpu(found->gpu).gpus;
    REQUIRE_MESSAGE(gpus.size() == 1, found->gpu);
    CHECK_MESSAGE(!gpus[0].tegra, found->gpu);
    if (gpus[0].memory_gb && found->memory_gib)
      CHECK_MESSAGE(gpus[0].memory_gb == found->memory_gib, type);
    // Nobody installs a driver that does not run the GPU.
    if (!found->default_driver) continue;
    CHECK(!found->default_driver_source.title.empty());
    if (gpus[0].last_branch)
      CHECK_MESSAGE(found->default_driver.major() <= gpus[0].last_branch, type);
    CHECK_MESSAGE(found->default_driver.major() >= gpus[0].first_branch, type);
    CHECK_MESSAGE(matrix::driver(found->default_driver, matrix::HostOs::linux_), type);
  }
}

TEST_CASE("one family fits each type, and says what its name promises") {
  for (const std::string_view type : matrix::cloud_instance_types()) {
    std::size_t families = 0;
    for (const auto row : matrix::rows<matrix::shapes::cloud_family>()) {
      for (const std::string_view pattern : row.texts("patterns"))
        families += matrix::match_glob(pattern, lower(type)) ? 1 : 0;
    }
    CHECK_MESSAGE(families == 1, type);
    const auto found = cloud_instance(type);
    REQUIRE(found);
    if (found->provider == "aws") CHECK_MESSAGE(type.find('.') != std::string_view::npos, type);
    if (found->provider == "azure") CHECK_MESSAGE(type.starts_with("Standard_N"), type);
    const bool arm = found->gpu.starts_with("GB") || found->gpu == "T4G";
    CHECK_MESSAGE(found->platform == (arm ? "arm64" : "amd64"), type);
  }
}

TEST_CASE("no family is without a type, and no driver without a family") {
  for (const auto row : matrix::rows<matrix::shapes::cloud_family>()) {
    bool used = row.text("family") == "dl1" || row.text("family") == "NVv4";  // sizes not listed
    for (const std::string_view type : matrix::cloud_instance_types())
      used = used || cloud_instance(type)->family == row.text("family");
    CHECK_MESSAGE(used, row.text("family"));
    if (const auto id = row.text("driver"); !id.empty())
      CHECK_MESSAGE(matrix::rows<matrix::shapes::cloud_driver>().find(id).size() == 1, id);
  }
}

TEST_CASE("instances people use") {
  const auto p3 = cloud_instance("p3.2xlarge");
  REQUIRE(p3);
  CHECK(p3->gpu == "Tesla V100 SXM2 16GB");
  CHECK(p3->count == 1);
  CHECK(p3->memory_gib == 16);
  CHECK(p3->default_driver_on == "EKS nodes with Amazon's accelerated image");
  CHECK(p3->default_driver_weak);
  CHECK(cloud_instance("G5.12XLARGE")->count == 4);
  CHECK(cloud_instance("g4dn.metal")->count == 8);
  CHECK(cloud_instance("p6-b300.48xlarge")->gpu == "B300 SXM6 AC");
  CHECK(cloud_instance("g5g.xlarge")->platform == "arm64");
  CHECK(cloud_instance("p2.xlarge")->retired);
  CHECK(!cloud_instance("p2.xlarge")->default_driver);
  CHECK(cloud_instance("g4ad.xlarge")->other == "AMD Radeon Pro V520");
  const auto part = cloud_instance("gr6f.4xlarge");
  REQUIRE(part);
  CHECK(part->share == "1/2");
  CHECK(part->count == 0);
  CHECK(part->vgpu);
  CHECK(cloud_instance("standard_nc4as_t4_v3")->name == "Standard_NC4as_T4_v3");
  CHECK(driver_text(cloud_instance("Standard_NC24r")->default_driver) == "470.82.01");
  CHECK(driver_text(cloud_instance("Standard_ND96isr_H100_v5")->default_driver) == "580.159.04");
  CHECK(cloud_instance("Standard_NC24s_v3")->family == "NCv3");
  CHECK(cloud_instance("a2-ultragpu-8g")->gpu == "A100 SXM4 80GB");
  CHECK(cloud_instance("g2-standard-8")->weak);
  CHECK(!cloud_instance("g2-standard-96")->weak);
  CHECK(cloud_instance("n1-standard-8+nvidia-tesla-t4")->gpu == "Tesla T4");
  CHECK(cloud_instance("nvidia-tesla-v100")->gpu == "Tesla V100");
}

TEST_CASE("a size that no list names is answered from its family") {
  const auto found = cloud_instance("g6e.96xlarge");
  REQUIRE(found);
  CHECK(found->name.empty());
  CHECK(found->gpu == "L40S");
  CHECK(found->count == 0);
  CHECK(!cloud_instance("m5.large"));
  CHECK(!cloud_instance("n1-standard-8"));
  CHECK(!cloud_instance("Standard_NC48ads_X900_v9"));
  CHECK(!cloud_instance(""));
}
