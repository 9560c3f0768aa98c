// What the metadata of packages leaves out, and the Pythons of wheels with CUDA.
#include "matrix/pip_limits.h"

#include <doctest/doctest.h>

#include <string>

#include "matrix/rows.h"
#include "matrix/shapes_pairings.h"
#include "terms/pep440.h"

using namespace cudafit;
using namespace cudafit::matrix;

namespace {

Version v(std::string_view text) { return Version::parse(text).value_or(Version{}); }

std::string limits(std::string_view package, std::string_view version) {
  std::string out;
  for (const MissingLimit& each : missing_limits(package, version))
    out += (out.empty() ? "" : " ") + std::string(each.limit) + (each.at_build ? " (build)" : "");
  return out;
}

}  // namespace

TEST_CASE("pip limits: only of the releases that lack them") {
  CHECK(limits("tensorflow", "2.10.1") == "numpy<2");
  CHECK(limits("TensorFlow", "2.7.0") == "numpy<2 protobuf<3.20");
  CHECK(limits("tensorflow", "2.7.3") == "numpy<2");
  CHECK(limits("tensorflow", "2.12.0").empty());
  CHECK(limits("tensorflow", "2.14.0") == "numpy<2");
  CHECK(limits("tensorflow", "2.14.1").empty());
  CHECK(limits("tensorflow", "2.4.4") == "protobuf<3.20");
  CHECK(limits("tensorflow", "2.6.5").empty());
  CHECK(limits("tensorflow", "2.18.0").empty());
  CHECK(limits("torch", "1.7.1").empty());
  CHECK(limits("torch", "2.1.2") == "setuptools<70 (build)");
  CHECK(limits("torch", "2.2.0").empty());
  CHECK(limits("torch", "").empty());
  CHECK(limits("jax", "0.4.25") == "numpy<2");
  CHECK(limits("jaxlib", "0.4.25") == "numpy<2");
  CHECK(limits("jax", "0.4.26").empty());
  CHECK(limits("jaxlib", "0.4.26").empty());
  CHECK(limits("numpy", "1.26.4").empty());
  CHECK(missing_limit("tensorflow", "2.10.1", "numpy"));
  CHECK_FALSE(missing_limit("tensorflow", "2.10.1", "protobuf"));
  CHECK_FALSE(missing_limit("torch", "2.1.2", "setuptools"));  // only where it is built against
}

TEST_CASE("pip limits: every row is a range and a requirement") {
  for (const auto row : rows<shapes::missing_limits>()) {
    CHECK_MESSAGE(Specifiers::parse(row.text("range")), row.text("range"));
    const std::string_view limit = row.text("limit");
    const std::size_t name = limit.find_first_of("=<>!~");
    REQUIRE(name != limit.npos);
    CHECK_MESSAGE(Specifiers::parse(limit.substr(name)), limit);
  }
}

TEST_CASE("pip limits: Pythons of wheels with CUDA") {
  const auto wheels = [](std::string_view extra, std::string_view platform,
                         std::string_view release) {
    const auto found = wheel_pythons("jax", extra, platform, v(release));
    return found ? found->python_min.text() + " to " + found->python_max.text() : std::string();
  };
  CHECK(wheels("cuda12", "linux/amd64", "0.4.30") == "3.9 to 3.12");
  CHECK(wheels("cuda12", "linux/amd64", "0.4.34") == "3.10 to 3.13");
  CHECK(wheels("cuda12", "linux/amd64", "0.4.21").empty());
  CHECK(wheels("cuda12", "linux/arm64", "0.4.37") == "3.10 to 3.13");
  CHECK(wheels("cuda12", "linux/arm64", "0.4.38").empty());
  CHECK(wheels("cuda12", "linux/arm64", "0.4.30").empty());
  CHECK(wheels("cuda13", "linux/arm64", "0.11.0") == "3.12 to 3.14");
  CHECK(wheels("cuda11", "linux/amd64", "0.4.30").empty());
  const auto cpu = wheel_pythons("tensorflow", {}, "linux/arm64", v("2.18.0"));
  REQUIRE(cpu);
  CHECK(cpu->cpu_only);
  CHECK_FALSE(wheel_pythons("tensorflow", {}, "linux/arm64", v("2.5.0")));
}
