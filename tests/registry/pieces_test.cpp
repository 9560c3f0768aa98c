// The small parts: addresses, digests, challenges, documents.

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>

#include <cstring>
#include <map>
#include <string>

#include "registry/addresses.h"
#include "registry/challenge.h"
#include "registry/documents.h"
#include "registry/proxy.h"
#include "registry/url.h"

using namespace cudafit::registry;

namespace {

std::string read_back(std::string_view text) {
  const auto url = parse_url(text);
  return url ? url->text() : "";
}

std::string led(std::string_view base, std::string_view location) {
  const auto url = resolve(*parse_url(base), location);
  return url ? url->text() : "";
}

Address kind(const char* text) {
  sockaddr_storage storage{};
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  if (inet_pton(AF_INET, text, &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    std::memcpy(&storage, &v4, sizeof v4);
  } else {
    REQUIRE(inet_pton(AF_INET6, text, &v6.sin6_addr) == 1);
    v6.sin6_family = AF_INET6;
    std::memcpy(&storage, &v6, sizeof v6);
  }
  sockaddr address{};
  std::memcpy(&address, &storage, sizeof address);
  // Longer than a sockaddr, so it has to stay where it is.
  return address_kind(*reinterpret_cast<const sockaddr*>(&storage));
}

}  // namespace

TEST_CASE("addresses of the web") {
  CHECK(read_back("https://a.example") == "https://a.example/");
  CHECK(read_back("HTTPS://A.Example:443/x?y#z") == "https://a.example/x?y");
  CHECK(read_back("http://a:80/") == "http://a/");
  CHECK(read_back("https://a:8443?q=1") == "https://a:8443/?q=1");
  CHECK(read_back("https://[::1]:5000/v2/") == "https://[::1]:5000/v2/");
  for (const char* const wrong : {"",
                                  "a",
                                  "file:///etc/passwd",
                                  "ftp://a/",
                                  "https://",
                                  "https:///x",
                                  "https://u@a/",
                                  "https://u:p@a/",
                                  "https://a:0/",
                                  "https://a:65536/",
                                  "https://a:/",
                                  "https://a:1x/",
                                  "https://a b/",
                                  "https://a/ b",
                                  "https://a/\r\nX: y",
                                  "https://a\\b/",
                                  "https://a..b/",
                                  "https://[::1/",
                                  "https://[]/",
                                  "https://-a/",
                                  "gopher://a/",
                                  "https://a/\x80",
                                  "javascript:x",
                                  "//a/b",
                                  "https://a/\"",
                                  "https://a/<b>"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_url(wrong));
  }
  CHECK_FALSE(parse_url("https://a/" + std::string(9000, 'x')));
}

TEST_CASE("where a Location leads") {
  const char* const base = "https://a.example:8443/v2/x/blobs/y?z=1";
  CHECK(led(base, "https://b.example/c?d") == "https://b.example/c?d");
  CHECK(led(base, "/c") == "https://a.example:8443/c");
  CHECK(led(base, "c") == "https://a.example:8443/v2/x/blobs/c");
  CHECK(led(base, "?c") == "https://a.example:8443/v2/x/blobs/y?c");
  CHECK(led(base, "//b.example/c") == "https://b.example/c");
  CHECK(led(base, "file:///etc/passwd").empty());
  CHECK(led(base, "data:text/plain,x").empty());
  CHECK(led(base, "").empty());
  CHECK(led(base, "/a:b") == "https://a.example:8443/a:b");
}

TEST_CASE("servers of this machine, as written") {
  for (const char* const here : {"localhost", "127.0.0.1", "127.9.9.9", "[::1]"}) {
    CAPTURE(here);
    CHECK(names_loopback(here));
  }
  for (const char* const elsewhere :
       {"localhost.example", "127.0.0.1.example", "a", "10.0.0.1", "[::2]", "1270.0.0.1"}) {
    CAPTURE(elsewhere);
    CHECK_FALSE(names_loopback(elsewhere));
  }
}

TEST_CASE("kinds of addresses") {
  for (const char* const open :
       {"1.1.1.1", "172.15.255.255", "172.32.0.1", "100.63.0.1", "100.128.0.1", "192.0.1.1",
        "223.255.255.255", "11.0.0.1", "2606:4700::1111", "2a00::1", "::ffff:8.8.8.8",
        "64:ff9b::808:808", "2002:0808:0808::1"}) {
    CAPTURE(open);
    CHECK(kind(open) == Address::everywhere);
  }
  for (const char* const here :
       {"127.0.0.1", "127.255.255.255", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"}) {
    CAPTURE(here);
    CHECK(kind(here) == Address::loopback);
  }
  for (const char* const inside : {"10.0.0.1",
                                   "172.16.0.1",
                                   "172.31.255.255",
                                   "192.168.1.1",
                                   "169.254.169.254",
                                   "0.0.0.0",
                                   "0.1.2.3",
                                   "100.64.0.1",
                                   "198.18.0.1",
                                   "198.51.100.1",
                                   "203.0.113.1",
                                   "224.0.0.1",
                                   "255.255.255.255",
                                   "240.0.0.1",
                                   "192.0.0.1",
                                   "168.63.129.16",
                                   "::",
                                   "fe80::1",
                                   "fc00::1",
                                   "fd00:ec2::254",
                                   "ff02::1",
                                   "fec0::1",
                                   "::ffff:10.0.0.1",
                                   "::ffff:169.254.169.254",
                                   "64:ff9b::a00:1",
                                   "2002:a00:1::",
                                   "2001:db8::1",
                                   "2001::1",
                                   "::10.0.0.1"}) {
    CAPTURE(inside);
    CHECK(kind(inside) == Address::inside);
  }
  CHECK(literal_address("10.0.0.1") == Address::inside);
  CHECK(literal_address("[::1]") == Address::loopback);
  CHECK(literal_address("2600::1") == Address::everywhere);
  for (const char* const name :
       {"", "a.example", "10.0.0", "[", "[]", "fe80::1%eth0", "2130706433"})
    CHECK_FALSE(literal_address(name));
  CHECK(reachable(Address::everywhere, Reach::internet));
  CHECK_FALSE(reachable(Address::loopback, Reach::internet));
  CHECK_FALSE(reachable(Address::inside, Reach::machine));
  CHECK(reachable(Address::loopback, Reach::machine));
  CHECK(reachable(Address::inside, Reach::anywhere));
}

TEST_CASE("challenges") {
  auto all = parse_challenges(
      R"(Bearer realm="https://auth.docker.io/token",service="registry.docker.io",)"
      R"(scope="repository:a/b:pull")");
  REQUIRE(all.size() == 1);
  CHECK(all[0].scheme == "bearer");
  CHECK(all[0].parameter("realm") == "https://auth.docker.io/token");
  CHECK(all[0].parameter("service") == "registry.docker.io");
  CHECK(all[0].parameter("error").empty());
  all = parse_challenges(R"(Basic realm="a \"b\", c" , Bearer realm=x)");
  REQUIRE(all.size() == 2);
  CHECK(all[0].parameter("realm") == R"(a "b", c)");
  CHECK(all[1].parameter("realm") == "x");
  CHECK(parse_challenges("Negotiate").size() == 1);
  CHECK(parse_challenges("").empty());
  for (const char* const wrong : {"=", "\"", "Bearer realm=\"x", "realm=x", "Bearer realm=",
                                  "Bearer realm=\"x\\", ",,,", "\x01", "Bearer \x01"}) {
    CAPTURE(wrong);
    for (const Challenge& each : parse_challenges(wrong)) CHECK(each.parameter("realm").empty());
  }
}

TEST_CASE("which proxy") {
  std::map<std::string, std::string> variables;
  const Environment environment = [&](const char* name) {
    const auto found = variables.find(name);
    return found == variables.end() ? std::string() : found->second;
  };
  const Url tls = *parse_url("https://a.example/"), plain = *parse_url("http://a.example:5000/");
  CHECK(proxy_for(tls, environment).empty());
  variables = {{"HTTPS_PROXY", "http://p:1"}, {"HTTP_PROXY", "http://q:1"}};
  CHECK(proxy_for(tls, environment) == "http://p:1");
  CHECK(proxy_for(plain, environment).empty());
  variables["http_proxy"] = "http://r:1";
  CHECK(proxy_for(plain, environment) == "http://r:1");
  CHECK(proxy_for(*parse_url("http://127.0.0.1:5000/"), environment).empty());
  variables["NO_PROXY"] = "b.example, .example";
  CHECK(proxy_for(tls, environment).empty());
  variables["no_proxy"] = "b.example";
  CHECK(proxy_for(tls, environment) == "http://p:1");
  CHECK(in_no_proxy("*", tls));
  CHECK(in_no_proxy("A.EXAMPLE", tls));
  CHECK(in_no_proxy("example", tls));
  CHECK(in_no_proxy("*.example", tls));
  CHECK(in_no_proxy("a.example:443", tls));
  CHECK_FALSE(in_no_proxy("a.example:444", tls));
  CHECK_FALSE(in_no_proxy("ple", tls));
  CHECK_FALSE(in_no_proxy("", tls));
  const Url address = *parse_url("https://10.1.2.3/");
  CHECK(in_no_proxy("10.0.0.0/8", address));
  CHECK(in_no_proxy("10.1.2.3", address));
  CHECK_FALSE(in_no_proxy("11.0.0.0/8", address));
  CHECK_FALSE(in_no_proxy("2.3", address));
  CHECK_FALSE(in_no_proxy("10.0.0.0/40", address));
}

TEST_CASE("documents") {
  const std::string a = "sha256:" + std::string(64, 'a'), b = "sha256:" + std::string(64, 'b');
  const auto image = parse_manifest(R"({"schemaVersion": 2, "config": {"digest": ")" + a +
                                    R"(", "size": 7}, "layers": [{"digest": ")" + b +
                                    R"(", "size": 1234567890123}]})");
  REQUIRE(image);
  CHECK_FALSE(image->list);
  CHECK(image->config.digest == a);
  REQUIRE(image->parts.size() == 1);
  CHECK(image->parts[0].size == 1234567890123u);
  const auto list = parse_manifest(
      R"({"manifests": [{"digest": ")" + a +
      R"(", "platform": {"os": "linux", "architecture": "arm", "variant": "v7"}}, {"digest": ")" +
      b + R"(", "platform": {"os": "unknown", "architecture": "unknown"}}]})");
  REQUIRE(list);
  CHECK(list->list);
  REQUIRE(list->parts.size() == 1);
  CHECK(list->parts[0].platform == "linux/arm/v7");
  for (const std::string& wrong :
       {std::string(), std::string("[]"), std::string("{"), std::string("{}"),
        std::string(R"({"schemaVersion": 1, "fsLayers": []})"),
        std::string(R"({"config": {"digest": "x"}, "layers": []})"),
        R"({"config": {"digest": ")" + a + R"("}})",
        R"({"config": {"digest": ")" + a + R"("}, "layers": {}})",
        R"({"config": {"digest": ")" + a + R"("}, "layers": [{"digest": "../../x"}]})",
        R"({"manifests": [{"digest": "sha256:)" + std::string(64, 'G') + R"("}]})",
        std::string(5000, '['), "{\"a\":" + std::string(5000, '['),
        std::string("<html>not JSON</html>"), std::string("{\"manifests\": 1}")}) {
    CAPTURE(wrong.substr(0, 100));
    CHECK_FALSE(parse_manifest(wrong));
  }
}

TEST_CASE("configurations") {
  const auto read = parse_configuration(
      R"({"os": "linux", "architecture": "amd64", "created": "2024-05-01T00:00:00Z", "config": )"
      R"({"Env": ["A=1", "B=x=y", "A=2", "=z", "C", 5], )"
      R"("WorkingDir": "/w", "Entrypoint": ["/e"], "Cmd": null}})");
  REQUIRE(read);
  CHECK(read->platform == "linux/amd64");
  CHECK(read->directory == "/w");
  REQUIRE(read->environment.size() == 2);
  CHECK(read->environment[0] == std::pair<std::string, std::string>("B", "x=y"));
  CHECK(read->environment[1] == std::pair<std::string, std::string>("A", "2"));
  CHECK_FALSE(parse_configuration("{}"));  // a chart, a signature, a model
  CHECK_FALSE(parse_configuration("nothing"));
}

TEST_CASE("tokens that may become a header") {
  CHECK(parse_token(R"({"token": "a.b-c"})") == "a.b-c");
  CHECK(parse_token(R"({"access_token": "x"})") == "x");
  CHECK(parse_token(R"({"token": "a\r\nX: y"})").empty());
  CHECK(parse_token(R"({"token": "a b"})").empty());
  CHECK(parse_token(R"({"token": 5})").empty());
  CHECK(parse_token("<html>").empty());
  CHECK(parse_errors(R"({"errors": [{"code": "MANIFEST_UNKNOWN"}]})") ==
        std::vector<std::string>{"MANIFEST_UNKNOWN"});
  CHECK(parse_errors(R"({"errors": 1})").empty());
}
