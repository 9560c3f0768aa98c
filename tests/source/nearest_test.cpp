#include "source/nearest.h"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace cudafit;

TEST_CASE("the nearest name, or none") {
  constexpr std::array<std::string_view, 4> names = {"fail-on", "select", "ignore", "exclude"};
  CHECK(nearest("fail-on", names) == "fail-on");
  CHECK(nearest("fail_on", names) == "fail-on");
  CHECK(nearest("FAIL-ON", names) == "fail-on");
  CHECK(nearest("slect", names) == "select");
  CHECK(nearest("esclude", names) == "exclude");
  CHECK(nearest("ingore", names) == "ignore");  // a swap is one step
  CHECK(nearest("something", names) == "");
  CHECK(nearest("", names) == "");
  CHECK(nearest(std::string(1000, 'a'), names) == "");
  CHECK(did_you_mean("ignor", names) == "; did you mean \"ignore\"?");
  CHECK(did_you_mean("zzz", names).empty());
}
