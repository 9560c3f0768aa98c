#include "terms/pep440.h"

#include <doctest/doctest.h>

using cudafit::PyVersion;

TEST_CASE("spellings of versions") {
  const struct {
    const char* written;
    const char* text;
  } rows[] = {{"1.0", "1.0"},
              {" v2.0.1+CU118 ", "2.0.1+cu118"},
              {"1.0-alpha_1", "1.0a1"},
              {"1.0-1", "1.0.post1"},
              {"1!2.0c3.dev", "1!2.0rc3.dev0"}};
  for (const auto& row : rows) {
    INFO(row.written);
    const auto version = PyVersion::parse(row.written);
    REQUIRE(version);
    CHECK(version->text() == row.text);
  }
}
