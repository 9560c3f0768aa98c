// Driver releases, and what hosts must have.
#include "matrix/host.h"

#include <doctest/doctest.h>

#include <string>

#include "matrix/driver_releases.h"

using namespace cudafit;
using matrix::HostOs;

namespace {

Version v(std::string_view text) { return Version::parse(text).value_or(Version{}); }

}  // namespace

TEST_CASE("every driver release lies inside its branch") {
  for (const HostOs os : {HostOs::linux_, HostOs::windows}) {
    Version last;
    for (const auto& release : matrix::driver_releases(os)) {
      const std::string text = driver_text(release.driver);
      const auto branch = matrix::driver_branch(release.branch, os);
      REQUIRE_MESSAGE(branch, text);
      REQUIRE_MESSAGE(branch->oldest, text);
      CHECK_MESSAGE(branch->oldest <= release.driver, text);
      CHECK_MESSAGE(release.driver <= branch->newest, text);
      CHECK_MESSAGE(release.driver > last, text);
      last = release.driver;
    }
  }
}

TEST_CASE("the drivers of the other tables are releases") {
  for (const HostOs os : {HostOs::linux_, HostOs::windows}) {
    for (const auto& branch : matrix::driver_branches(os)) {
      if (branch.oldest) CHECK_MESSAGE(matrix::driver_release(branch.oldest, os), branch.branch);
      if (branch.newest) CHECK_MESSAGE(matrix::driver_release(branch.newest, os), branch.branch);
    }
    for (const auto& toolkit : matrix::toolkit_releases()) {
      const Version driver = os == HostOs::windows ? toolkit.driver_windows : toolkit.driver_linux;
      if (driver.parts > 1) CHECK_MESSAGE(matrix::driver_release(driver, os), driver_text(driver));
    }
  }
}

TEST_CASE("single driver releases") {
  const auto linux_driver = matrix::driver_release(v("550.54.14"), HostOs::linux_);
  REQUIRE(linux_driver);
  CHECK(linux_driver->date == "2024-02-23");
  CHECK(linux_driver->branch == 550);
  CHECK(!linux_driver->beta);
  CHECK(matrix::driver_release(v("550.40.07"), HostOs::linux_)->beta);
  CHECK(matrix::driver_release(v("570.26"), HostOs::linux_)->weak);
  CHECK(matrix::driver_release(v("560.94"), HostOs::windows)->branch == 560);
  CHECK(matrix::driver_release(v("551.78"), HostOs::windows)->branch == 550);
  CHECK(!matrix::driver_release(v("551.78"), HostOs::linux_));
  CHECK(!matrix::driver_release(v("550"), HostOs::linux_));
  CHECK(matrix::driver_releases(HostOs::linux_, 590U).size() == 2);
  CHECK(matrix::driver_releases(HostOs::linux_, 1U).empty());
}

TEST_CASE("what hosts must have") {
  CHECK(matrix::host_requirements().size() > 25);
  for (const auto& need : matrix::host_requirements()) {
    CHECK_MESSAGE(need.minimum, need.written);
    CHECK(!need.text.empty());
    CHECK(!need.source.title.empty());
  }
  const auto toolkit = matrix::host_requirement("container-toolkit", "wsl2-driver-555");
  REQUIRE(toolkit);
  CHECK(toolkit->written == "1.14.4");
  CHECK(toolkit->kind == matrix::HostRequirement::Kind::required);
  CHECK(matrix::host_requirement("docker", "cdi-for-gpus")->kind ==
        matrix::HostRequirement::Kind::changes);
  CHECK(matrix::host_requirement("docker", "windows-containers")->written == "19.03");
  CHECK(matrix::host_requirement("docker", "windows-containers")->minimum < v("20"));
  CHECK(matrix::host_requirements("docker").size() == 4);
  CHECK(matrix::host_requirement("docker", "gpus-flag")->written == "19.03");
  CHECK(toolkit->driver_branch == 555);
  CHECK(matrix::host_requirement("docker", "gpus-flag")->driver_branch == 0);
  CHECK(!matrix::host_requirement("docker", "wings"));
}

TEST_CASE("CUDA on JetPack") {
  const auto six = matrix::jetpack_compat(6);
  REQUIRE(six);
  CHECK(six->l4t == 36);
  CHECK(six->runs(v("12.2")) == Known::yes);
  CHECK(six->runs(v("12.6.1")) == Known::yes);
  CHECK(six->runs(v("12.3.2")) == Known::no);
  CHECK(six->runs(v("13.0")) == Known::unknown);
  CHECK(six->runs(v("12")) == Known::unknown);
  CHECK(matrix::jetpack_compat(5)->runs(v("12.6")) == Known::no);
  CHECK(matrix::jetpack_compat(5)->runs(v("11.4")) == Known::yes);
  CHECK(!matrix::jetpack_compat(4));
}
