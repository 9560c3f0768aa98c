// Tables that a Shape declares: what the build-time program refuses.
#include <doctest/doctest.h>

#include "compiler.h"

using matrix_tests::compile;

namespace {

const std::string sources = "table: sources\nsources:\n  - {id: listing, title: a listing}\n";

const std::string head = "table: driver-floor\nsource: listing\nrows:\n";
const std::string good =
    "  - {os: linux, cuda: 11.0, lowest_said: 450, driver: 450.36.06, minor_version_compatibility: "
    "true}\n"
    "  - {os: windows, cuda: 9.2, driver: 397.44, weak: true, as_of: 2025-12-15}\n";

std::string refuse(const std::string& rows) {
  const auto result = compile({{"floor.yaml", head + rows}, {"sources.yaml", sources}});
  CHECK(result.status == 1);
  return result.text;
}

}  // namespace

TEST_CASE("a table that a shape declares compiles") {
  const auto result = compile({{"floor.yaml", head + good}, {"sources.yaml", sources}});
  CHECK(result.status == 0);
  CHECK(result.text.starts_with("matrix: 2 files, 3 rows (0 tags, 1 sources), "));
  CHECK(result.text.find("driver-floor 2 rows, 56 bytes of cells\n") != std::string::npos);
}

TEST_CASE("several files may hold one table") {
  const std::string second = "  - {os: linux, cuda: 9.2, driver: 396.26}\n";
  const auto result =
      compile({{"a.yaml", head + good}, {"b.yaml", head + second}, {"sources.yaml", sources}});
  CHECK(result.status == 0);
  CHECK(result.text.find("driver-floor 3 rows") != std::string::npos);
  CHECK(
      compile({{"a.yaml", head + good}, {"b.yaml", head + good}, {"sources.yaml", sources}}).text ==
      "b.yaml:4: \"linux 11.0\" stands twice (also a.yaml, line 4)\n"
      "b.yaml:5: \"windows 9.2\" stands twice (also a.yaml, line 5)\n");
  CHECK(
      compile({{"floor.yaml", head + good}, {"sources.yaml", sources}, {"sources2.yaml", sources}})
          .text == "sources2.yaml:3: \"listing\" stands twice\n");
}

TEST_CASE("keys, words and kinds of cells") {
  CHECK(refuse("  - {os: linux, cuda: 11.0, drivr: 450.36.06}\n") ==
        "floor.yaml:4: unknown key \"drivr\"; did you mean \"driver\"?\n"
        "floor.yaml:4: this row has no \"driver\"\n");
  CHECK(refuse("  - {os: linx, cuda: 11.0, driver: 450.36.06}\n") ==
        "floor.yaml:4: unknown os \"linx\"; did you mean \"linux\"?\n");
  CHECK(refuse("  - {os: linux, cuda: v11, driver: 450.36.06}\n") ==
        "floor.yaml:4: \"v11\" is not a version\n");
  CHECK(refuse("  - {os: linux, cuda: 11.0, driver: 450.36.6}\n") ==
        "floor.yaml:4: \"450.36.6\" is not a driver version\n");
  CHECK(refuse("  - {os: linux, cuda: 11.0, driver: 450, minor_version_compatibility: maybe}\n") ==
        "floor.yaml:4: \"minor_version_compatibility\" is true or false\n");
  CHECK(refuse("  - {os: linux, cuda: 11.0, driver: 450, as_of: 2025-02-30}\n") ==
        "floor.yaml:4: \"2025-02-30\" is not a date (YYYY-MM-DD)\n");
  CHECK(refuse("  - {os: linux, cuda: 11.0, driver: [450]}\n") ==
        "floor.yaml:4: \"driver\" is one word or sentence\n");
  CHECK(refuse("  - linux\n") == "floor.yaml:4: a row here is a mapping (key: value)\n");
}

TEST_CASE("order and duplicates of rows") {
  // Versions rise as numbers: 9.2 stands before 11.0.
  CHECK(refuse("  - {os: linux, cuda: 11.0, driver: 450}\n"
               "  - {os: linux, cuda: 9.2, driver: 396.26}\n") ==
        "floor.yaml:5: \"linux 9.2\" is not sorted: keys rise\n");
  CHECK(refuse("  - {os: windows, cuda: 9.2, driver: 450}\n"
               "  - {os: linux, cuda: 9.2, driver: 396.26}\n") ==
        "floor.yaml:5: \"linux 9.2\" is not sorted: keys rise\n");
  CHECK(refuse("  - {os: linux, cuda: 9.2, driver: 450}\n"
               "  - {os: linux, cuda: 9.2.0, driver: 396.26}\n") ==
        "floor.yaml:5: \"linux 9.2.0\" stands twice (also line 4)\n");
}

TEST_CASE("citations of rows") {
  CHECK(compile({{"floor.yaml", "table: driver-floor\nrows:\n" + good}, {"sources.yaml", sources}})
            .text ==
        "floor.yaml:3: this row has no source\nfloor.yaml:4: this row has no source\n");
  CHECK(refuse("  - {os: linux, cuda: 11.0, driver: 450, source: listign}\n"
               "  - {os: linux, cuda: 11.1, driver: 450}\n") ==
        "floor.yaml:4: no table of sources holds \"listign\"; did you mean \"listing\"?\n");
  CHECK(
      compile({{"floor.yaml", "table: driver-floor\nsource: listing\n"}, {"sources.yaml", sources}})
          .text == "floor.yaml:1: this file has no \"rows\"\n");
}
