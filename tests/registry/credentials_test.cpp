#include "registry/credentials.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace cudafit;
using namespace cudafit::registry;

TEST_CASE("credentials by a helper program") {
  MemoryFiles files;
  files.add("/home/u/.docker/config.json",
            R"({"credsStore": "store", "credHelpers": {"r.example": "own", "e.example": )"
            R"("../../bin/sh"}, "auths": {"w.example": {}}})");
  std::vector<std::string> started;
  const programs::Run run = [&](const programs::Command& command) {
    started.push_back(command.program + " " + command.words.at(0) + " < " + command.input);
    programs::Ended out;
    out.started = true;
    out.status = 0;
    out.out = command.input == "r.example" ? R"({"Username": "u", "Secret": "s"})"
              : command.input.starts_with("https://index")
                  ? R"({"Username": "<token>", "Secret": "identity"})"
                  : "";
    if (out.out.empty()) {
      out.status = 1;
      out.out = "credentials not found in native keychain\n";
    }
    return out;
  };
  const Environment environment = [](const char* name) {
    return std::string(std::string_view(name) == "HOME" ? "/home/u" : "");
  };
  Logins logins(files, environment, run);
  std::string problem;
  const auto own = logins.find("r.example", problem);
  REQUIRE(own);
  CHECK(own->user == "u");
  CHECK(own->secret == "s");
  logins.find("R.example", problem);
  const auto hub = logins.find("docker.io", problem);
  REQUIRE(hub);
  CHECK(hub->identity_token == "identity");
  CHECK(hub->user.empty());
  CHECK_FALSE(logins.find("other.example", problem));
  CHECK(problem.empty());
  CHECK_FALSE(logins.find("e.example", problem));
  CHECK_FALSE(problem.empty());
  CHECK(started ==
        std::vector<std::string>{"docker-credential-own get < r.example",
                                 "docker-credential-store get < https://index.docker.io/v1/",
                                 "docker-credential-store get < other.example"});
  CHECK(logins.names("w.example"));
  CHECK(logins.names("r.example"));
  CHECK_FALSE(logins.names("other.example"));
}

TEST_CASE("a helper that fails is said, and nobody is logged in") {
  MemoryFiles files;
  files.add("/d/config.json", R"({"credsStore": "x"})");
  const Environment environment = [](const char* name) {
    return std::string(std::string_view(name) == "DOCKER_CONFIG" ? "/d" : "");
  };
  for (int i = 0; i < 4; ++i) {
    CAPTURE(i);
    Logins logins(files, environment, [&](const programs::Command&) {
      programs::Ended out;
      out.started = i != 0;
      out.timed_out = i == 1;
      out.status = i == 2 ? 1 : 0;
      out.out = i == 2 ? "pass is not initialized\nmore" : "no JSON";
      out.error = "docker-credential-x is not installed";
      return out;
    });
    std::string problem;
    CHECK_FALSE(logins.find("r.example", problem));
    CHECK(problem.starts_with("docker-credential-x"));
    CHECK(problem.find('\n') == std::string::npos);
  }
}

TEST_CASE("how hosts are written in Docker's configuration") {
  CHECK(login_host("https://index.docker.io/v1/") == "docker.io");
  CHECK(login_host("docker.io") == "docker.io");
  CHECK(login_host("https://R.example/v2/") == "r.example");
  CHECK(login_host("r.example:5000") == "r.example:5000");
  MemoryFiles files;
  files.add("/d/config.json", "{ no JSON");
  const Environment environment = [](const char* name) {
    return std::string(std::string_view(name) == "DOCKER_CONFIG" ? "/d" : "");
  };
  const Logins logins(files, environment, {});
  CHECK(logins.problem() == "/d/config.json: it is no JSON; its credentials are not used");
}
