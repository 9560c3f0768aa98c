// Drivers, floors, branches, forward compatibility: against the documents they come from.
#include "matrix/driver.h"

#include <doctest/doctest.h>

#include <string>
#include <tuple>
#include <vector>

using namespace cudafit;
using matrix::HostOs;

namespace {

Version v(std::string_view text) { return Version::parse(text).value_or(Version{}); }

std::string floor_text(std::string_view cuda, HostOs os = HostOs::linux_) {
  const auto floor = matrix::driver_floor(v(cuda), os);
  return floor ? driver_text(floor->needed) : "";
}

}  // namespace

TEST_CASE("driver versions are written as NVIDIA writes them") {
  CHECK(driver_text(v("450.80.02")) == "450.80.02");
  CHECK(driver_text(v("535.104.05")) == "535.104.05");
  CHECK(driver_text(v("461.09")) == "461.09");
  CHECK(driver_text(v("550")) == "550");
}

TEST_CASE("the floor of a toolkit") {
  const std::vector<std::pair<std::string, std::string>> linux_floors = {{"13.4.2", "580.65.06"},
                                                                         {"13.0.0", "580.65.06"},
                                                                         {"13", "580.65.06"},
                                                                         {"12.9.1", "525.60.13"},
                                                                         {"12.4", "525.60.13"},
                                                                         {"12.0.0", "525.60.13"},
                                                                         {"12", "525.60.13"},
                                                                         {"11.8.0", "450.80.02"},
                                                                         {"11.1.1", "450.80.02"},
                                                                         {"11.0.3", "450.36.06"},
                                                                         {"10.2.89", "440.33"},
                                                                         {"10.2", "440.33"},
                                                                         {"10.1.243", "418.39"},
                                                                         {"10.0", "410.48"},
                                                                         {"9.2.148", "396.37"},
                                                                         {"9.2", "396.26"},
                                                                         {"9.1", "390.46"},
                                                                         {"9.0.176", "384.81"},
                                                                         {"8.0.61", "375.26"},
                                                                         {"7.5", "352.31"},
                                                                         {"13.999", ""},
                                                                         {"99", ""},
                                                                         {"4.2", ""},
                                                                         {"", ""}};
  for (const auto& [first, floor] : linux_floors) {
    const auto& cuda = first;
    CHECK_MESSAGE(floor_text(cuda) == floor, cuda);
  }
  CHECK(floor_text("12.4", HostOs::windows) == "528.33");
  CHECK(floor_text("11.8", HostOs::windows) == "452.39");
  CHECK(floor_text("11.0", HostOs::windows) == "451.22");
  CHECK(floor_text("10.2", HostOs::windows) == "441.22");
  CHECK(floor_text("13.0", HostOs::windows) == "580");
  CHECK(floor_text("6.5", HostOs::windows).empty());
}

TEST_CASE("what is proven too old, and what the toolkit itself asks for") {
  const auto cuda12 = matrix::driver_floor(v("12.4.1"), HostOs::linux_);
  REQUIRE(cuda12);
  CHECK(cuda12->minor_version_compatibility);
  CHECK(driver_text(cuda12->minimum_known) == "525.60.13");
  CHECK(driver_text(cuda12->toolkit_driver) == "550.54.15");
  CHECK(cuda12->toolkit_branch == 550);
  CHECK(!cuda12->source.url.empty());
  CHECK(!cuda12->weak);
  const auto windows = matrix::driver_floor(v("12.4"), HostOs::windows);
  REQUIRE(windows);
  CHECK(driver_text(windows->minimum_known) == "527.41");
  CHECK(driver_text(windows->toolkit_driver) == "551.61");  // the least of the line
  CHECK(driver_text(matrix::driver_floor(v("9.2.88"), HostOs::windows)->minimum_known) == "397.44");
  CHECK(driver_text(matrix::driver_floor(v("9.1"), HostOs::linux_)->minimum_known) == "387.26");
  CHECK(driver_text(matrix::driver_floor(v("13.0"), HostOs::linux_)->minimum_known) == "580");
  const auto old = matrix::driver_floor(v("10.1"), HostOs::linux_);
  REQUIRE(old);
  CHECK(!old->minor_version_compatibility);
  CHECK(matrix::driver_floor(v("6.0"), HostOs::linux_)->weak);
}

TEST_CASE("floors rise with the toolkit, and no toolkit's own driver is below its floor") {
  for (const HostOs os : {HostOs::linux_, HostOs::windows}) {
    Version last;
    for (const auto& release : matrix::toolkit_releases()) {
      const auto floor = matrix::driver_floor(release.cuda, os);
      if (!floor) continue;
      CHECK_MESSAGE(floor->minimum_known <= floor->needed, release.cuda.text());
      CHECK_MESSAGE(floor->minimum_known >= last, release.cuda.text());
      last = floor->minimum_known;
      // 615 without more stands for all of its releases
      if (floor->toolkit_driver)
        CHECK_MESSAGE(floor->toolkit_driver >= floor->minimum_known, release.cuda.text());
    }
  }
}

TEST_CASE("every toolkit's branch supports its line of CUDA") {
  for (const auto& release : matrix::toolkit_releases()) {
    const auto branch = matrix::driver_branch(release.branch, HostOs::linux_);
    REQUIRE_MESSAGE(branch, release.branch);
    CHECK_MESSAGE(branch->max_cuda.same_line(release.cuda), release.cuda.text());
    if (release.driver_linux.parts > 1) {
      CHECK_MESSAGE(release.driver_linux.major() == release.branch, release.cuda.text());
      CHECK_MESSAGE(branch->oldest <= release.driver_linux, release.cuda.text());
      CHECK_MESSAGE(branch->newest >= release.driver_linux, release.cuda.text());
    }
    if (release.driver_windows) {
      const auto windows = matrix::driver(release.driver_windows, HostOs::windows);
      REQUIRE_MESSAGE(windows, driver_text(release.driver_windows));
      CHECK_MESSAGE(windows->branch == release.branch, driver_text(release.driver_windows));
    }
  }
}

TEST_CASE("branches of drivers") {
  const auto linux_driver = matrix::driver(v("550.54.15"), HostOs::linux_);
  REQUIRE(linux_driver);
  CHECK(linux_driver->branch == 550);
  CHECK(linux_driver->max_cuda.text() == "12.4");
  CHECK(linux_driver->kind == "production");
  CHECK(linux_driver->end_of_life == "2025-04-17");
  CHECK(driver_text(linux_driver->newest) == "550.163.01");
  CHECK(!linux_driver->weak);
  CHECK(matrix::driver(v("535"), HostOs::linux_)->max_cuda.text() == "12.2");
  CHECK(matrix::driver(v("565.57.01"), HostOs::linux_)->max_cuda.text() == "12.7");
  CHECK(matrix::driver(v("470.256.02"), HostOs::linux_)->last_branch_for == "Kepler");
  CHECK(!matrix::driver(v("700.10"), HostOs::linux_));
  CHECK(!matrix::driver(v("551.78"), HostOs::linux_));  // a Windows number
  const std::vector<std::tuple<std::string, unsigned, std::string>> windows = {
      {"551.78", 550, "12.4"}, {"560.94", 560, "12.6"}, {"528.33", 525, "12.0"},
      {"537.13", 535, "12.2"}, {"545.84", 545, "12.3"}, {"572.61", 570, "12.8"},
      {"581.15", 580, "13.0"}, {"591.59", 590, "13.1"}, {"461.33", 460, "11.2"},
      {"452.39", 450, "11.0"}, {"546", 545, "12.3"},    {"535", 535, "12.2"}};
  for (const auto& [first, branch, second] : windows) {
    const auto& number = first;
    const auto& cuda = second;
    const auto found = matrix::driver(v(number), HostOs::windows);
    REQUIRE_MESSAGE(found, number);
    CHECK_MESSAGE(found->branch == branch, number);
    CHECK_MESSAGE(found->max_cuda.text() == cuda, number);
    CHECK_MESSAGE(!found->weak, number);
  }
  CHECK(matrix::driver(v("425.31"), HostOs::windows)->weak);
  CHECK(!matrix::driver(v("700.10"), HostOs::windows));
  CHECK(!matrix::driver({}, HostOs::windows));
  CHECK(matrix::newest_branch() >= 615);
}

TEST_CASE("Windows numbers belong to one branch") {
  for (unsigned n = 300; n < 700; ++n) {
    const auto whole = matrix::driver(v(std::to_string(n)), HostOs::windows);
    if (!whole) continue;
    CHECK_MESSAGE(whole->branch <= n, n);
    CHECK_MESSAGE(whole->branch + 12 > n, n);
  }
}

TEST_CASE("a bare branch is some release of it") {
  CHECK(matrix::driver_below(v("525"), v("525.60.13")) == Known::unknown);
  CHECK(matrix::driver_below(v("535"), v("525.60.13")) == Known::no);
  CHECK(matrix::driver_below(v("470"), v("525.60.13")) == Known::yes);
  CHECK(matrix::driver_below(v("580"), v("580.65.06")) == Known::no);
  CHECK(matrix::driver_below(v("580"), v("580")) == Known::no);
  CHECK(matrix::driver_below(v("525.60.13"), v("525.60.13")) == Known::no);
  CHECK(matrix::driver_below(v("525.53"), v("525.60.13")) == Known::yes);
  CHECK(matrix::driver_below(v("528"), v("528.33"), HostOs::windows) == Known::unknown);
  CHECK(matrix::driver_below({}, v("528.33")) == Known::unknown);
  const auto releases = matrix::branch_releases(535);
  REQUIRE(releases);
  CHECK(releases->first < v("535.54.03"));
  CHECK(releases->second >= v("535.309.01"));
  CHECK(!matrix::branch_releases(700));
}

TEST_CASE("forward compatibility") {
  using Status = matrix::ForwardCompat::Status;
  CHECK(matrix::forward_compat(v("13.4"), 535).status == Status::supported);
  CHECK(matrix::forward_compat(v("13.4.2"), 580).status == Status::supported);
  CHECK(matrix::forward_compat(v("13.0.1"), 580).status == Status::not_needed);
  CHECK(matrix::forward_compat(v("12.4.1"), 570).status == Status::forbidden);
  CHECK(matrix::forward_compat(v("12.4.1"), 535).status == Status::supported);
  CHECK(matrix::forward_compat(v("12.9"), 550).status == Status::supported);
  CHECK(matrix::forward_compat(v("12.4"), 525).status == Status::supported);
  CHECK(matrix::forward_compat(v("12.4"), 550).status == Status::not_needed);
  CHECK(matrix::forward_compat(v("12.4"), 515).status == Status::unknown);
  const auto newer = matrix::forward_compat(v("12.4"), 565);  // in no table, but newer than 550
  CHECK(newer.status == Status::forbidden);
  CHECK(newer.weak);
  CHECK(newer.package_branch == 550);
  CHECK(matrix::forward_compat(v("15.0"), 535).status == Status::unknown);
  CHECK(matrix::cuda_error(804)->message ==
        "forward compatibility was attempted on non supported HW");
  CHECK(!matrix::cuda_error(1));
}
