#include "registry/credentials.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <map>
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
  const auto own = logins.find("r.example", "/v2/a/b", problem);
  REQUIRE(own);
  CHECK(own->user == "u");
  CHECK(own->secret == "s");
  logins.find("R.example", "/v2/a/b", problem);
  const auto hub = logins.find("docker.io", "/v2/a/b", problem);
  REQUIRE(hub);
  CHECK(hub->identity_token == "identity");
  CHECK(hub->user.empty());
  CHECK_FALSE(logins.find("other.example", "/v2/a/b", problem));
  CHECK(problem.empty());
  CHECK_FALSE(logins.find("e.example", "/v2/a/b", problem));
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
    CHECK_FALSE(logins.find("r.example", "/v2/a/b", problem));
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
  CHECK(logins.problems() ==
        std::vector<std::string>{"/d/config.json: it is no JSON; its credentials are not used"});
}

TEST_CASE("Podman's logins") {
  MemoryFiles files;
  std::map<std::string, std::string> variables{{"HOME", "/home/u"}, {"XDG_RUNTIME_DIR", "/run/u"}};
  const Environment environment = [&](const char* name) { return variables[name]; };
  const auto user = [&](std::string_view host, std::string_view path) {
    Logins logins(files, environment, {});
    CHECK(logins.problems().empty());
    std::string problem;
    const auto login = logins.find(host, path, problem);
    CHECK(problem.empty());
    CHECK((!login || logins.names(host)));
    return login ? login->user : std::string();
  };
  // "docker", "run", "part", "own", "named", each with the secret "x".
  files.add("/home/u/.docker/config.json", R"({"auths": {"a.example": {"auth": "ZG9ja2VyOng="},
            "e.example/part": {"auth": "ZG9ja2VyOng="}}})");
  files.add("/run/u/containers/auth.json",
            R"({"auths": {"a.example": {"auth": "cnVuOng="}, "b.example": {"auth": "cnVuOng="},
            "c.example/team/x": {"auth": "cGFydDp4"}, "c.example": {"auth": "cnVuOng="},
            "https://d.example/v1/": {"auth": "cnVuOng="}, "f.example/only": {"auth": "cGFydDp4"}}})");
  files.add("/home/u/.config/containers/auth.json", R"({"auths": {"b.example": {"auth": "b3duOng="},
            "g.example": {"auth": "b3duOng="}}})");
  CHECK(user("a.example", "/v2/x") == "docker");
  CHECK(user("b.example", "/v2/x") == "run");
  CHECK(user("c.example", "/v2/x") == "run");
  CHECK(user("c.example", "/v2/team/x") == "part");
  CHECK(user("c.example", "/v2/team/x/y") == "part");
  CHECK(user("c.example", "/v2/team/xy") == "run");
  CHECK(user("d.example", "/v2/x") == "run");
  CHECK(user("e.example", "/v2/other") == "docker");
  CHECK(user("f.example", "/v2/only/x") == "part");
  CHECK(user("f.example", "/v2/x").empty());
  CHECK(user("g.example", "/v2/x") == "own");
  files.add("/run/containers/" + std::to_string(getuid()) + "/auth.json",
            R"({"auths": {"h.example": {"auth": "b3duOng="}}})");
  CHECK(user("h.example", "/v2/x").empty());
  variables.erase("XDG_RUNTIME_DIR");
  CHECK(user("h.example", "/v2/x") == "own");
  files.add("/named.json", R"({"auths": {"b.example": {"auth": "bmFtZWQ6eA=="}}})");
  variables["REGISTRY_AUTH_FILE"] = "/named.json";
  CHECK(user("b.example", "/v2/x") == "named");
  CHECK(user("g.example", "/v2/x").empty());
  CHECK(user("a.example", "/v2/x") == "docker");
  files.add("/named.json", "{");
  const Logins broken(files, environment, {});
  CHECK(broken.problems() ==
        std::vector<std::string>{"/named.json: it is no JSON; its credentials are not used"});
}
