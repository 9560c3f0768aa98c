#include "read/online_config.h"

#include <doctest/doctest.h>

#include <string>

using namespace cudafit;
using read::parse_online_config;

namespace {

/// The first error; empty: none.
std::string wrong(std::string_view bytes) {
  const read::ParsedOnlineConfig parsed = parse_online_config(0, bytes);
  return parsed.errors.empty() ? std::string() : parsed.errors.front().message;
}

}  // namespace

TEST_CASE("the user's own configuration") {
  const read::ParsedOnlineConfig parsed = parse_online_config(0, R"([online]
private-registries = ["registry.corp"]
insecure-registries = ["lab.example:5000", "b"]
timeout = 20
[online.mirrors]
"docker.io" = "https://mirror.corp/hub"
[online.tokens]
"registry.corp" = "gitlab.corp"
)");
  CHECK(parsed.errors.empty());
  CHECK(parsed.config.private_registries == std::vector<std::string>{"registry.corp"});
  CHECK(parsed.config.insecure_registries.size() == 2);
  CHECK(parsed.config.timeout == 20);
  REQUIRE(parsed.config.mirrors.size() == 1);
  CHECK(parsed.config.mirrors[0].first == "docker.io");
  CHECK(parsed.config.mirrors[0].second == "https://mirror.corp/hub");
  CHECK(parsed.config.tokens.size() == 1);
  CHECK(parse_online_config(0, "").errors.empty());
}

TEST_CASE("what nobody can mean is an error at its place") {
  CHECK(wrong("[online]\ntimeuot = 5") ==
        "unknown key \"timeuot\" in [online]; did you mean \"timeout\"?");
  CHECK(wrong("[host]") == "unknown key \"host\" in your own configuration; known are online");
  CHECK(wrong("online = 1") == "\"online\" must be a table");
  for (const char* const time : {"0", "601", "'5'", "1.5", "-1", "true"}) {
    CAPTURE(time);
    CHECK(wrong("[online]\ntimeout = " + std::string(time)) ==
          "\"timeout\" must be a number of seconds, from 1 to 600");
  }
  CHECK(wrong("[online]\nprivate-registries = 'a'") ==
        "\"private-registries\" must be a list of strings");
  CHECK(wrong("[online]\nprivate-registries = [1]") ==
        "\"private-registries\" must be a list of strings");
  CHECK(wrong("[online]\nmirrors = []") == "\"mirrors\" must be a table");
  CHECK(wrong("[online.mirrors]\na = 1") == "\"a\" must be a string");
  CHECK_FALSE(wrong("[online").empty());
  CHECK_FALSE(wrong("a." + std::string(20000, 'b') + " = 1").empty());
  std::string endless = "[online]\na";
  for (int i = 0; i < 20000; ++i) endless += ".a";
  CHECK_FALSE(wrong(endless + " = 1").empty());
  const auto places = parse_online_config(0, "[online]\ntimeuot = 5").errors;
  REQUIRE(places.size() == 1);
  CHECK(places[0].span.begin == 9);
}
