// The file names of CUDA's libraries, which of them packages open, and who compiles with libdevice.

#include "matrix/library_names.h"

#include <doctest/doctest.h>

#include "matrix/frameworks.h"
#include "matrix/pip_packages.h"
#include "matrix/rows.h"
#include "matrix/shapes_frameworks.h"
#include "terms/pep440.h"

namespace cudafit::matrix {
namespace {

Version v(std::string_view text) { return *Version::parse(text); }

TEST_CASE("a library has a number of its own in each toolkit") {
  CHECK(library_in_toolkit("libcusolver.so.11", v("11.1.1")).present == Known::yes);
  const LibraryName old = library_in_toolkit("libcusolver.so.11", v("11.0.3"));
  CHECK(old.present == Known::no);
  CHECK(old.instead == "libcusolver.so.10");
  CHECK_FALSE(old.weak);
  CHECK(library_in_toolkit("libcusolver.so.11", v("12.4.1")).present == Known::yes);
  CHECK(library_in_toolkit("libcudart.so.11.0", v("11.8")).present == Known::yes);
  CHECK(library_in_toolkit("libcudart.so.11.0", v("12.4")).present == Known::no);
  CHECK(library_in_toolkit("libcudart.so.11.0", v("14.0")).present == Known::unknown);
  CHECK(library_in_toolkit("libcusolver.so.10", v("10.2")).present == Known::unknown);
  CHECK(library_in_toolkit("libnobody.so.1", v("12.4")).present == Known::unknown);
}

TEST_CASE("what is opened is in the toolkit that a release was tested with") {
  for (const auto row : rows<shapes::opened_libraries>()) {
    const auto opened = opened_libraries(row.text("package"), row.version("from"));
    REQUIRE(opened);
    for (const FrameworkRelease& release : framework_releases(row.text("package"))) {
      const auto version = Version::parse(release.version);
      if (!version || *version < row.version("from") || !(*version < row.version("below")))
        continue;
      for (const Version& cuda : release.cuda) {
        for (const std::string_view name : opened->names)
          CHECK(library_in_toolkit(name, cuda).present != Known::no);
      }
    }
  }
  CHECK(opened_libraries("tensorflow", v("2.10.1"))->names.size() == 5);
  CHECK_FALSE(opened_libraries("tensorflow", v("2.22")));
  CHECK_FALSE(opened_libraries("torch", v("2.6.0")));
}

TEST_CASE("who compiles with libdevice is described as a user of the system's CUDA") {
  for (const auto row : rows<shapes::libdevice_users>()) {
    REQUIRE(Specifiers::parse(row.text("range")));
    bool system = false;
    for (const PipPackage& each : pip_package(row.text("package")))
      system = system || (each.extra == row.text("extra") && each.libs_from == LibsFrom::system);
    CHECK_MESSAGE(system, row.text("package"));
  }
  CHECK(libdevice_users("tensorflow").front().training);
  CHECK(libdevice_users("nobody").empty());
}

}  // namespace
}  // namespace cudafit::matrix
