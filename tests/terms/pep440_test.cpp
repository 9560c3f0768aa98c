#include "terms/pep440.h"

#include <doctest/doctest.h>

#include <string>

using cudafit::PyVersion;

namespace {
PyVersion version(const char* text) {
  const auto parsed = PyVersion::parse(text);
  INFO(text);
  REQUIRE(parsed);
  return *parsed;
}
}  // namespace

// Each table of this file was checked against packaging 26.4.
TEST_CASE("spellings of versions") {
  const struct {
    const char* written;
    const char* text;
    bool prerelease;
  } rows[] = {
      {"1.0", "1.0", false},
      {"2.0.1+cu118", "2.0.1+cu118", false},
      {" v2.0.1+CU118 ", "2.0.1+cu118", false},
      {"1.0-alpha_1", "1.0a1", true},
      {"1.0.beta", "1.0b0", true},
      {"1.0c2", "1.0rc2", true},
      {"1.0pre3", "1.0rc3", true},
      {"1.0-preview.3", "1.0rc3", true},
      {"1.0RC1", "1.0rc1", true},
      {"1.0a-", "1.0a0", true},
      {"1.0a--1", "1.0a0.post1", true},
      {"1.0-1", "1.0.post1", false},
      {"1.0rev2", "1.0.post2", false},
      {"1.0.r", "1.0.post0", false},
      {"1!2.0rc3.post4.dev", "1!2.0rc3.post4.dev0", true},
      {"2.8.0.dev20250601+cu128", "2.8.0.dev20250601+cu128", true},
      {"01.002", "1.2", false},
      {"1.0+Ubuntu-1_02", "1.0+ubuntu.1.2", false},
      {"0.7.12+cu121.with.pypi.cudnn", "0.7.12+cu121.with.pypi.cudnn", false},
      {"20230101123456", "20230101123456", false},
      {"1.2.3.4.5.6.7.8", "1.2.3.4.5.6.7.8", false},
  };
  for (const auto& row : rows) {
    INFO(row.written);
    const auto parsed = PyVersion::parse(row.written);
    REQUIRE(parsed);
    CHECK(parsed->text() == row.text);
    CHECK(parsed->is_prerelease() == row.prerelease);
  }
}

TEST_CASE("texts that are no versions") {
  for (const char* text :
       {"",       " ",    "v",       "a",           "1.",          ".1",
        "1..2",   "1.0x", "1.0+",    "1.0+cu_",     "1.0++1",      "1.0+a b",
        "1 .0",   "!1",   "1!",      "1.0.*",       "2.0.1 cu118", "1.0-",
        "1.0--1", "=1.0", "nightly", "1.0\xC3\xA9", "1.0dev1a2",   "1.0post1rc1"}) {
    INFO(text);
    CHECK_FALSE(PyVersion::parse(text));
  }
  // Not held, though Python can.
  CHECK_FALSE(PyVersion::parse("1.2.3.4.5.6.7.8.9"));
  CHECK_FALSE(PyVersion::parse("1.1234567890123456789"));
}

TEST_CASE("the order of versions") {
  // Each is smaller than the next.
  const char* const ascending[] = {
      "0.9",         "1.0.dev0",       "1.0.dev1+a", "1.0a0.dev1", "1.0a1",   "1.0a1.post1.dev2",
      "1.0a1.post1", "1.0a2",          "1.0b1",      "1.0rc1",     "1.0",     "1.0+abc",
      "1.0+abc.1",   "1.0+cu118",      "1.0+1",      "1.0+1.a",    "1.0+1.1", "1.0+2",
      "1.0+10",      "1.0.post0.dev1", "1.0.post0",  "1.0.post1",  "1.0.1",   "1.1.dev0",
      "1.9",         "1.10",           "2",          "2024.1",     "1!0.1",
  };
  const std::size_t count = std::size(ascending);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < count; ++j) {
      INFO(ascending[i] << " " << ascending[j]);
      CHECK((version(ascending[i]) <=> version(ascending[j])) == (i <=> j));
    }
  }
  CHECK(version("1.0") == version("1.0.0"));
  CHECK(version("1.0+CU118") == version("1+cu118"));
  CHECK(version("1.0+007") == version("1.0+7"));
}

TEST_CASE("parts of versions") {
  const PyVersion torch = version("1!2.0.1rc2.post3.dev4+cu118");
  CHECK(torch.public_version().text() == "1!2.0.1rc2.post3.dev4");
  CHECK(torch.base_version().text() == "1!2.0.1");
  CHECK(torch.major() == 2);
  CHECK(torch.minor() == 0);
  CHECK(torch.number(2) == 1);
  CHECK(torch.number(3) == 0);
  CHECK(torch.number(PyVersion::max_release - 1) == 0);
}

TEST_CASE("long texts end: the square of their length would take hours") {
  for (const char* piece : {"1", "1.", "+a", ".a", "0", "-", " ", "1!"}) {
    std::string text = "1.0+x";
    for (int i = 0; i < 500000; ++i) text += piece;
    CHECK_NOTHROW((void)PyVersion::parse(text));
    CHECK_NOTHROW((void)PyVersion::parse(text.substr(5)));
  }
}
