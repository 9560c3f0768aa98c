#include "read/toml_values.h"

#include <doctest/doctest.h>

#include <string>

using namespace cudafit::read;

TEST_CASE("values of a TOML file by their names") {
  const TomlValues toml = read_toml_values(
      "a = 1\n[b]\nc = true # yes\nd = \"x\"\n\"e.f\" = 'y'\n[b.g]\nh = false\n[[i]]\nj = 1\n");
  CHECK(toml.known);
  CHECK(toml.broken_line == 0);
  CHECK(toml.values.size() == 5);
  CHECK(toml.values.at("a") == "1");
  CHECK(toml.values.at("b.c") == "true");
  CHECK(toml.values.at("b.d") == "x");
  CHECK(toml.values.at("b.e.f") == "y");
  CHECK(toml.values.at("b.g.h") == "false");
  CHECK(read_toml_values("").values.empty());
}

TEST_CASE("what is no TOML") {
  const TomlValues toml = read_toml_values("a = 1\n[b\nc = 2\n");
  CHECK(toml.broken_line == 2);
  CHECK(toml.values.empty());
  CHECK(read_toml_values("a = yes\n").broken_line == 1);
  CHECK(read_toml_values(std::string("\xff\0", 2)).broken_line == 1);
}

TEST_CASE("what nobody writes is not read") {
  std::string endless;
  for (int i = 0; i < 5000; ++i) endless += "a.";
  const TomlValues toml = read_toml_values(endless + "a = 1\n");
  CHECK_FALSE(toml.known);
  CHECK(toml.values.empty());
}
