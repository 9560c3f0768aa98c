// What Docker and Podman are told about registries, and what becomes of it.

#include "registry/engine_settings.h"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "registry/certificates.h"

using namespace cudafit;
using namespace cudafit::registry;

namespace {

struct Home {
  MemoryFiles files;
  std::map<std::string, std::string> variables{{"HOME", "/home/u"}};
  Environment environment = [this](const char* name) { return variables[name]; };
  std::vector<std::string> problems;

  Settings settings() {
    Settings out;
    out.mirrors.emplace_back("docker.io", "https://flag.example");
    problems = add_engine_settings(files, environment, out);
    return out;
  }
};

/// "registry.corp/team", or where its images are; with what stands behind it.
std::string routed(const Settings& settings, std::string_view image) {
  std::string_view rest;
  const Route* const route = route_of(settings.routes, image, rest);
  return route == nullptr ? "" : route->prefix + " " + std::string(rest);
}

}  // namespace

TEST_CASE("mirrors of Docker's daemon") {
  Home home;
  home.files.add(
      "/etc/docker/daemon.json",
      R"({"registry-mirrors": ["https://m.corp", "http://10.0.0.1:5000/", 5, "x", "ftp://a"],
                     "insecure-registries": ["lab:5000", "10.0.0.0/8", "a b", 7], "runtimes": {}})");
  home.files.add("/home/u/.config/docker/daemon.json",
                 R"({"registry-mirrors": ["https://own.corp"]})");
  const Settings settings = home.settings();
  using Pair = std::pair<std::string, std::string>;
  CHECK(settings.mirrors == std::vector<Pair>{{"docker.io", "https://flag.example"},
                                              {"docker.io", "https://own.corp"},
                                              {"docker.io", "https://m.corp"},
                                              {"docker.io", "http://10.0.0.1:5000/"}});
  CHECK(settings.insecure == std::vector<std::string>{"lab:5000"});
  CHECK(home.problems.size() == 2);  // two mirrors are no addresses
  CHECK(home.problems.at(0).starts_with("/etc/docker/daemon.json: a mirror is no address"));
}

TEST_CASE("files of engines that cannot be read are told of and passed over") {
  for (const char* const broken : {"{", "[[registry", "\xff\xfe", "[[registry]]\nprefix = 5 5\n"}) {
    CAPTURE(broken);
    Home home;
    home.files.add("/etc/docker/daemon.json", broken);
    home.files.add("/etc/containers/registries.conf", broken);
    home.files.add("/etc/containers/registries.conf.d/9.conf", "[[registry]]\nprefix = 'a'\n");
    const Settings settings = home.settings();
    CHECK(home.problems.size() == 2);
    CHECK(settings.routes.size() == 1);
    CHECK(settings.mirrors.size() == 1);
  }
  for (const char* const odd :
       {"", "[]", "5", R"({"registry-mirrors": {"a": 1}})", R"({"registry-mirrors": "x"})"}) {
    CAPTURE(odd);
    Home home;
    home.files.add("/etc/docker/daemon.json", odd);
    home.files.add("/etc/containers/registries.conf",
                   "registry = 5\n[registries.search]\nregistries = ['a']\n");
    CHECK(home.settings().routes.empty());
    CHECK(home.problems.empty());
  }
  Home none;
  none.variables.clear();
  CHECK(none.settings().routes.empty());
}

TEST_CASE("registries.conf of Podman") {
  Home home;
  home.files.add("/etc/containers/registries.conf", R"(
unqualified-search-registries = ["docker.io"]
[[registry]]
location = "docker.io"
[[registry.mirror]]
location = "m.corp/hub"
[[registry.mirror]]
location = "127.0.0.1:5000"
insecure = true
pull-from-mirror = "digest-only"
[[registry.mirror]]
location = "no host"
[[registry]]
prefix = "docker.io/library"
[[registry]]
prefix = "*.corp"
blocked = true
[[registry]]
prefix = "good.corp"
[[registry]]
prefix = "old.example/team"
location = "new.example/squad"
mirror-by-digest-only = true
[[registry.mirror]]
location = "copy.example"
[[registry]]
location = "lab:5000"
insecure = true
[[registry]]
prefix = "part.example/x"
insecure = true
[[registry]]
prefix = "*.lab"
insecure = true
[[registry]]
blocked = true
)");
  home.files.add("/etc/containers/registries.conf.d/1.conf",
                 "[[registry]]\nprefix = 'over.example'\nblocked = true\n");
  home.files.add("/home/u/.config/containers/registries.conf.d/2.conf",
                 "[[registry]]\nprefix = 'over.example'\n");
  home.files.add("/etc/containers/registries.conf.d/README", "[[");
  const Settings settings = home.settings();
  CHECK(home.problems.empty());
  CHECK(settings.insecure == std::vector<std::string>{"lab:5000"});
  CHECK(routed(settings, "docker.io/nvidia/cuda") == "docker.io /nvidia/cuda");
  CHECK(routed(settings, "docker.io/library/python") == "docker.io/library /python");
  CHECK(routed(settings, "docker.io/libraryx/python") == "docker.io /libraryx/python");
  CHECK(routed(settings, "docker.io.evil/x") == "");
  CHECK(routed(settings, "a.corp/x") == "*.corp /x");
  CHECK(routed(settings, "good.corp/x") == "good.corp /x");
  CHECK(routed(settings, "corp/x") == "");
  CHECK(routed(settings, "xcorp/x") == "");
  std::string_view rest;
  const Route* const hub = route_of(settings.routes, "docker.io/nvidia/cuda", rest);
  REQUIRE(hub->mirrors.size() == 2);
  CHECK(hub->mirrors[0].at == "https://m.corp/hub");
  CHECK(hub->mirrors[1].at == "http://127.0.0.1:5000");
  CHECK_FALSE(hub->mirrors[1].tags);
  CHECK(hub->mirrors[1].digests);
  CHECK(hub->instead.empty());
  const Route* const old = route_of(settings.routes, "old.example/team/a", rest);
  CHECK(old->instead == "https://new.example/squad");
  CHECK(rest == "/a");
  CHECK_FALSE(old->mirrors.at(0).tags);
  CHECK(route_of(settings.routes, "part.example/x/y", rest)->instead == "http://part.example/x");
  CHECK(route_of(settings.routes, "part.example/y", rest) == nullptr);
  CHECK(route_of(settings.routes, "a.lab/x", rest)->instead.empty());
  CHECK(route_of(settings.routes, "a.corp/x", rest)->blocked);
  CHECK_FALSE(route_of(settings.routes, "over.example/x", rest)->blocked);

  // The user's own file stands for that of the machine, and a named one for both.
  home.files.add("/home/u/.config/containers/registries.conf", "[[registry]]\nprefix = 'own'\n");
  CHECK(routed(home.settings(), "docker.io/nvidia/cuda") == "");
  CHECK(routed(home.settings(), "own/x") == "own /x");
  home.files.add("/named.conf", "[[registry]]\nprefix = 'named'\n");
  home.variables["CONTAINERS_REGISTRIES_CONF"] = "/named.conf";
  CHECK(routed(home.settings(), "own/x") == "");
  CHECK(routed(home.settings(), "named/x") == "named /x");
}

TEST_CASE("certificates of a host") {
  Home home;
  std::vector<std::string> told;
  Certificates certificates(home.files, home.environment,
                            [&](const std::string& line) { told.push_back(line); });
  home.variables["SSL_CERT_FILE"] = "/usual.pem";
  home.files.add("/usual.pem", "usual");
  const std::string at = "/etc/docker/certs.d/r.example:5000/";
  home.files.add(at + "a.crt", "one");
  home.files.add(at + "b.crt", "two");
  home.files.add(at + "c.cert", "c");
  home.files.add(at + "c.key", "k");
  home.files.add("/etc/docker/certs.d/keyless.example/c.cert", "c");
  home.files.add("/home/u/.config/containers/certs.d/both.example/ca.crt", "own");
  home.files.add("/etc/docker/certs.d/both.example/ca.crt", "machine");
  const auto content = [](const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  const TlsFiles files = certificates.of(*parse_url("https://r.example:5000/v2/"));
  CHECK(content(files.authorities) == "one\ntwo\nusual");
  CHECK(files.certificate == at + "c.cert");
  CHECK(files.key == at + "c.key");
  CHECK(certificates.of(*parse_url("https://r.example:5000/")) == files);
  CHECK(content(certificates.of(*parse_url("https://both.example/")).authorities) == "own\nusual");
  for (const char* const other : {"https://r.example/", "https://r.example:5001/", "https://x/"})
    CHECK(certificates.of(*parse_url(other)) == TlsFiles{});
  CHECK(told.empty());
  for (int i = 0; i < 2; ++i)
    CHECK(certificates.of(*parse_url("https://keyless.example/")) == TlsFiles{});
  CHECK(told ==
        std::vector<std::string>{"/etc/docker/certs.d/keyless.example/c.cert: it has no key "
                                 "beside it, and is not shown"});
}
