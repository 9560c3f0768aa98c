// What is asked of registries, and what is made of their answers, over a web in memory.

#include "registry/client.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "memory_http.h"
#include "source/base64.h"
#include "source/sha256.h"

using namespace cudafit;
using namespace cudafit::registry;
using State = Answer::State;
using std::chrono::milliseconds;

namespace {

std::string digest(const std::string& bytes) { return "sha256:" + sha256_hex(bytes); }

/// An image as a registry holds it.
struct Image {
  std::string config, manifest;
  explicit Image(const std::string& environment)
      : config(R"({"os":"linux","architecture":"amd64","config":{"Env":[)" + environment + "]}}"),
        manifest(R"({"config":{"digest":")" + digest(config) + R"("},"layers":[{"digest":")" +
                 digest("x") + R"(","size":1000},{"digest":")" + digest("y") +
                 R"(","size":500}]})") {}
};

struct World {
  MemoryHttp http;
  Settings settings;
  MemoryFiles files;
  std::map<std::string, std::string> variables{{"HOME", "/home/u"}};
  programs::Run run = [](const programs::Command&) { return programs::Ended{}; };
  std::vector<std::string> announced;
  milliseconds slept{0};
  Clock::time_point now{};

  /// An image under a registry's `/v2/PATH/`.
  void put(const std::string& at, const std::string& tag, const Image& image) {
    http.on(at + "/manifests/" + tag, Response{.status = 200, .body = image.manifest});
    http.on(at + "/manifests/" + digest(image.manifest),
            Response{.status = 200, .body = image.manifest});
    http.on(at + "/blobs/" + digest(image.config), Response{.status = 200, .body = image.config});
  }

  Answer ask(const std::string& image, bool contents = true) {
    const Result<facts::ImageReference> reference = facts::image_reference(image);
    REQUIRE(reference);
    Surroundings around{.announce = [&](const std::string& host) { announced.push_back(host); },
                        .sleep =
                            [&](milliseconds time) {
                              slept += time;
                              now += time;
                            },
                        .now = [&] { return now; }};
    Logins logins(
        files,
        [&](const char* name) {
          const auto found = variables.find(name);
          return found == variables.end() ? std::string() : found->second;
        },
        run);
    Network network(http, settings, logins, around);
    Client client(network, logins, settings, cache, around);
    return client.look_up({*reference, "linux/amd64", contents});
  }
  void log_in(const std::string& host, const std::string& user = "me:secret") {
    files.add("/home/u/.docker/config.json",
              R"({"auths": {")" + host + R"(": {"auth": ")" + to_base64(user) + "\"}}}");
  }
  /// Wants a token of `realm` for everything.
  void guard(const std::string& at, const std::string& realm, const std::string& token,
             Response behind) {
    http.on(at, [=](const Request& request) -> Response {
      for (const auto& [name, value] : request.headers) {
        if (name == "Authorization" && value == "Bearer " + token) return behind;
      }
      return {.status = 401,
              .headers = {{"www-authenticate",
                           "Bearer realm=\"" + realm + "\",service=\"s\",scope=\"ignored\""}}};
    });
  }
  bool shown_to(const std::string& host, const std::string& secret) const {
    return std::any_of(http.asked.begin(), http.asked.end(), [&](const Request& request) {
      if (request.url.host != host) return false;
      if (request.body.find(secret) != std::string::npos) return true;
      return std::any_of(request.headers.begin(), request.headers.end(), [&](const auto& header) {
        return header.second.find(secret) != std::string::npos;
      });
    });
  }

  Cache cache;
};

const std::string at = "https://r.example/v2/a/b";
const std::string missing = R"({"errors":[{"code":"MANIFEST_UNKNOWN"}]})";

}  // namespace

TEST_CASE("an image: its configuration and the size of its layers") {
  World world;
  world.put(at, "1", Image(R"("A=1")"));
  const Answer answer = world.ask("r.example/a/b:1");
  CHECK(answer.why == "");
  CHECK(answer.state == State::there);
  CHECK(answer.registry == "r.example");
  CHECK(answer.compressed == 1500);
  CHECK(answer.digest == digest(Image(R"("A=1")").manifest));
  REQUIRE(answer.configuration);
  CHECK(answer.configuration->environment.size() == 1);
  CHECK(world.announced == std::vector<std::string>{"r.example"});
}

TEST_CASE("Docker Hub is asked where it answers") {
  World world;
  world.put("https://registry-1.docker.io/v2/library/python", "3", Image(""));
  CHECK(world.ask("python:3").state == State::there);
  CHECK(world.announced == std::vector<std::string>{"registry-1.docker.io"});
}

TEST_CASE("of a list, the platform's manifest") {
  World world;
  const Image amd(R"("A=amd")"), arm(R"("A=arm")");
  world.put(at, "x", amd);
  world.put(at, "y", arm);
  const auto entry = [](const Image& image, const std::string& platform) {
    return R"({"digest":")" + digest(image.manifest) + R"(","platform":{"os":"linux",)" +
           R"("architecture":")" + platform + "\"}}";
  };
  const std::string list =
      R"({"manifests":[)" + entry(arm, "arm64") + "," + entry(amd, "amd64") + "]}";
  world.http.on(at + "/manifests/1", Response{.status = 200, .body = list});
  Answer answer = world.ask("r.example/a/b:1");
  CHECK(answer.platforms == std::vector<std::string>{"linux/arm64", "linux/amd64"});
  REQUIRE(answer.configuration);
  CHECK(answer.configuration->environment[0].second == "amd");
  CHECK(answer.digest == digest(list));
  // Only one for another platform.
  world.http.on(at + "/manifests/2",
                Response{.status = 200, .body = R"({"manifests":[)" + entry(arm, "arm64") + "]}"});
  answer = world.ask("r.example/a/b:2");
  CHECK(answer.state == State::there);
  CHECK_FALSE(answer.configuration);
  CHECK(answer.why == "there is none for linux/amd64");
}

TEST_CASE("only whether it is there") {
  World world;
  world.put(at, "1", Image(""));
  CHECK(world.ask("r.example/a/b:1", false).state == State::there);
  CHECK(world.http.lines() == std::vector<std::string>{"HEAD " + at + "/manifests/1"});
}

TEST_CASE("what proves that a tag is missing") {
  World world;
  world.http.on(at + "/manifests/2", Response{.status = 404, .body = missing});
  world.http.on(at + "/tags/list",
                Response{.status = 200, .body = R"({"name":"a/b","tags":["1","3"]})"});
  Answer answer = world.ask("r.example/a/b:2", false);
  CHECK(answer.state == State::missing);
  CHECK(answer.tags == std::vector<std::string>{"1", "3"});
  CHECK(world.ask("r.example/a/b@" + digest("x")).state == State::unknown);  // 404 without a word
}

TEST_CASE("what does not prove it") {
  World world;
  const std::string reference = "r.example/a/b:2", manifests = at + "/manifests/2";
  const auto unknown = [&](Response response) {
    world.http.on(manifests, std::move(response));
    const Answer answer = world.ask(reference);
    CHECK_FALSE(answer.why.empty());
    return answer.state == State::unknown;
  };
  CHECK(unknown({.status = 404, .body = R"({"errors":[{"code":"NAME_UNKNOWN"}]})"}));
  CHECK(unknown({.status = 404, .body = "<html>not found</html>"}));
  CHECK(unknown({.status = 404}));
  CHECK(unknown({.status = 401}));
  CHECK(unknown({.status = 403, .body = missing}));
  CHECK(unknown({.status = 410, .body = missing}));
  CHECK(unknown({.status = 500, .body = missing}));
  CHECK(unknown({.status = 429, .body = missing}));
  CHECK(unknown({.status = 200, .body = "{}"}));
  CHECK(unknown({.status = 204}));
  CHECK(unknown({.error = "it did not answer in 15 s"}));
  // It lists the tag all the same.
  world.http.on(at + "/tags/list", Response{.status = 200, .body = R"({"tags":["2"]})"});
  CHECK(unknown({.status = 404, .body = missing}));
  // The repository may be one that is not shown to us.
  for (const int status : {401, 403, 404, 429, 500, 0}) {
    world.http.on(at + "/tags/list", Response{.status = status, .body = "{}"});
    CHECK(unknown({.status = 404, .body = missing}));
  }
  world.http.on(at + "/tags/list", Response{.status = 200, .body = "<html>"});
  CHECK(unknown({.status = 404, .body = missing}));
}

TEST_CASE("a digest has to fit") {
  World world;
  const Image image("");
  world.put(at, "1", image);
  CHECK(world.ask("r.example/a/b@" + digest(image.manifest)).state == State::there);
  const std::string other = digest("other");
  world.http.on(at + "/manifests/" + other, Response{.status = 200, .body = image.manifest});
  Answer answer = world.ask("r.example/a/b@" + other);
  CHECK(answer.state == State::unknown);
  CHECK(answer.why.find("something else") != std::string::npos);
  // The configuration is not the one that the manifest names.
  world.http.on(at + "/blobs/" + digest(image.config),
                Response{.status = 200, .body = Image("\"A=evil\"").config});
  answer = world.ask("r.example/a/b:1");
  CHECK_FALSE(answer.configuration);
  CHECK(answer.why.find("something else") != std::string::npos);
  // The server says itself that it sends something else.
  world.http.on(at + "/manifests/1", Response{.status = 200,
                                              .headers = {{"docker-content-digest", other}},
                                              .body = image.manifest});
  CHECK(world.ask("r.example/a/b:1").state == State::unknown);
  CHECK(world.ask("r.example/a/b@sha512:" + std::string(128, 'a')).state == State::unknown);
}

TEST_CASE("a token of the realm, without and with a login") {
  World world;
  const Image image("");
  world.put(at, "1", image);
  world.guard(at + "/manifests/1", "https://r.example/token", "T",
              {.status = 200, .body = image.manifest});
  world.http.on("https://r.example/token", Response{.status = 200, .body = R"({"token":"T"})"});
  CHECK(world.ask("r.example/a/b:1").configuration);
  const std::vector<std::string> lines = world.http.lines();
  REQUIRE(lines.size() == 4);
  CHECK(lines[0] == "GET " + at + "/manifests/1");
  CHECK(lines[1] == "GET https://r.example/token?service=s&scope=repository%3Aa%2Fb%3Apull");
  CHECK(lines[2] == "GET " + at + "/manifests/1 Bearer T");
  CHECK(lines[3].ends_with(" Bearer T"));
  world.http.asked.clear();
  world.log_in("r.example");
  CHECK(world.ask("r.example/a/b:1").configuration);
  CHECK(world.http.lines()[1].ends_with(" Basic " + to_base64("me:secret")));
}

TEST_CASE("a token that is out of date when it comes") {
  World world;
  const Image image("");
  world.put(at, "1", image);
  world.guard(at + "/manifests/1", "https://r.example/token", "new",
              {.status = 200, .body = image.manifest});
  int given = 0;
  world.http.on("https://r.example/token", [&](const Request&) -> Response {
    return {.status = 200, .body = ++given == 1 ? R"({"token":"old"})" : R"({"token":"new"})"};
  });
  CHECK(world.ask("r.example/a/b:1").state == State::there);
  // One that never does is not asked for for ever.
  given = 0;
  world.http.on("https://r.example/token", [&](const Request&) -> Response {
    ++given;
    return {.status = 200, .body = R"({"token":"old"})"};
  });
  CHECK(world.ask("r.example/a/b:1").state == State::unknown);
  CHECK(given == 2);
}

TEST_CASE("a login is for its own host") {
  World world;
  world.log_in("r.example");
  const auto with_realm = [&](const std::string& realm) {
    world.http.asked.clear();
    world.guard(at, realm, "T", {.status = 404, .body = missing});
    world.http.on(at + "/tags/list", Response{.status = 200, .body = R"({"tags":[]})"});
    return world.ask("r.example/a/b:1");
  };
  world.http.on("https://evil.example/", Response{.status = 200, .body = R"({"token":"T"})"});
  const std::string secret = to_base64("me:secret");
  // The token is asked for without it.
  CHECK(with_realm("https://evil.example/token").state == State::missing);
  CHECK_FALSE(world.shown_to("evil.example", secret));
  CHECK_FALSE(world.shown_to("evil.example", "Bearer"));
  CHECK_FALSE(world.shown_to("r.example", secret));
  for (const char* const realm :
       {"file:///etc/passwd", "http://r.example/token", "x", "", "http://127.0.0.1:1/t",
        "https://localhost/t", "https://me@evil.example/"}) {
    CAPTURE(realm);
    const Answer answer = with_realm(realm);
    CHECK(answer.state == State::unknown);
    CHECK(world.http.asked.size() == 1);
    CHECK(answer.why.find("does not answer that to us") != std::string::npos);
  }
  // Unless its owner says so.
  world.settings.realms = {{"r.example", "evil.example"}};
  CHECK(with_realm("https://evil.example/token").state == State::missing);
  CHECK(world.shown_to("evil.example", secret));
  CHECK(with_realm("http://evil.example/token").state == State::unknown);
}

TEST_CASE("a login does not go along with a redirect") {
  World world;
  world.log_in("r.example");
  const Image image("");
  world.put(at, "1", image);
  world.http.on(at, [&](const Request& request) -> Response {
    const bool shown = std::any_of(request.headers.begin(), request.headers.end(),
                                   [](const auto& each) { return each.first == "Authorization"; });
    if (!shown) return {.status = 401, .headers = {{"www-authenticate", "Basic realm=\"x\""}}};
    if (request.url.target.find("/blobs/") == std::string::npos)
      return {.status = 200, .body = image.manifest};
    return {.status = 307, .headers = {{"location", "https://store.example/c?sig=1"}}};
  });
  world.http.on(at + "/manifests/1", [&](const Request& request) -> Response {
    if (request.headers.size() < 2)
      return {.status = 401, .headers = {{"www-authenticate", "Basic realm=\"x\""}}};
    return {.status = 200, .body = image.manifest};
  });
  world.http.on(at + "/blobs/" + digest(image.config), [&](const Request&) -> Response {
    return {.status = 307, .headers = {{"location", "https://store.example/c?sig=1"}}};
  });
  world.http.on("https://store.example/c", Response{.status = 200, .body = image.config});
  CHECK(world.ask("r.example/a/b:1").configuration);
  CHECK(world.shown_to("r.example", to_base64("me:secret")));
  CHECK_FALSE(world.shown_to("store.example", "Basic"));
  CHECK(world.announced == std::vector<std::string>{"r.example", "store.example"});
}

TEST_CASE("redirects that lead nowhere") {
  World world;
  const std::string manifests = at + "/manifests/1";
  for (const std::string& location :
       {std::string(manifests), std::string("file:///etc/passwd"), std::string(""),
        std::string("http://r.example/v2/"), std::string("http://127.0.0.1/"),
        std::string("https://localhost/"), std::string("https://[::1]/")}) {
    CAPTURE(location);
    world.http.asked.clear();
    world.http.on(manifests,
                  Response{.status = 302, .headers = {{"location", location}}, .body = ""});
    const Answer answer = world.ask("r.example/a/b:1");
    CHECK(answer.state == State::unknown);
    CHECK_FALSE(answer.why.empty());
    for (const Request& request : world.http.asked) CHECK(request.url.host == "r.example");
    CHECK(world.http.asked.size() <= 6);
  }
}

TEST_CASE("how far a request may go") {
  World world;
  const auto reach = [&](const std::string& image) {
    world.http.asked.clear();
    world.ask(image, false);
    return world.http.asked.at(0).reach;
  };
  CHECK(reach("r.example/a/b:1") == Reach::internet);
  CHECK(reach("localhost:5000/a:1") == Reach::machine);
  CHECK(world.http.asked.at(0).url.tls == false);
  CHECK(world.ask("10.0.0.1:5000/a:1").why.find("only you can allow that") != std::string::npos);
  CHECK(world.ask("[fd00::1]/a:1").why.find("only you can allow that") != std::string::npos);
  world.settings.inside = {"10.0.0.1:5000"};
  CHECK(reach("10.0.0.1:5000/a:1") == Reach::anywhere);
  CHECK(world.http.asked.at(0).url.tls);
  world.settings.insecure = {"lab.example"};
  CHECK(reach("lab.example/a:1") == Reach::anywhere);
  CHECK_FALSE(world.http.asked.at(0).url.tls);
  // Whoever has logged in there has named it.
  world.log_in("corp.example");
  CHECK(reach("corp.example/a:1") == Reach::anywhere);
  CHECK(world.http.asked.at(0).url.tls);
}

TEST_CASE("waiting as long as is asked for, and no longer") {
  World world;
  const Image image("");
  world.put(at, "1", image);
  int asked = 0;
  std::string wait = "3";
  int status = 429;
  world.http.on(at + "/manifests/1", [&](const Request&) -> Response {
    if (++asked == 1) return {.status = status, .headers = {{"retry-after", wait}}};
    return {.status = 200, .body = image.manifest};
  });
  CHECK(world.ask("r.example/a/b:1").state == State::there);
  CHECK(world.slept == milliseconds(3000));
  for (const char* const long_wait :
       {"3600", "99999999999999999999", "-1", "soon", "Wed, 21 Oct 2026 07:28:00 GMT"}) {
    CAPTURE(long_wait);
    asked = 0;
    wait = long_wait;
    world.slept = {};
    CHECK(world.ask("r.example/a/b:1").state == State::unknown);
    CHECK(world.slept == milliseconds(0));
  }
  asked = 0;
  wait = "";
  status = 503;
  CHECK(world.ask("r.example/a/b:1").state == State::there);
  // For ever is not tried for ever.
  world.http.on(at + "/manifests/1", [&](const Request&) -> Response {
    ++asked;
    return {.status = 500};
  });
  asked = 0;
  CHECK(world.ask("r.example/a/b:1").state == State::unknown);
  CHECK(asked == 3);
}

TEST_CASE("a server that does not answer is asked once") {
  World world;
  Surroundings around{
      .announce = {}, .sleep = [](milliseconds) {}, .now = [] { return Clock::time_point{}; }};
  world.http.on("https://", Response{.error = "it did not answer in 15 s"});
  Logins logins(
      world.files, [](const char*) { return std::string(); }, world.run);
  Network network(world.http, world.settings, logins, around);
  Client client(network, logins, world.settings, world.cache, around);
  std::vector<Asked> asked;
  for (const char* const name : {"r.example/a:1", "r.example/b:1", "r.example/c:1"})
    asked.push_back({*facts::image_reference(name), "linux/amd64", true});
  for (const Asked& each : asked)
    CHECK(client.look_up(each).why == "r.example: it did not answer in 15 s");
  CHECK(world.http.asked.size() == 1);
}

TEST_CASE("mirrors come first, and prove nothing by what they lack") {
  World world;
  world.settings.mirrors = {{"docker.io", "https://m.example/hub"}};
  const std::string mirrored = "https://m.example/v2/hub/library/python";
  world.put(mirrored, "3", Image(""));
  Answer answer = world.ask("python:3");
  CHECK(answer.state == State::there);
  CHECK(answer.registry == "m.example, a mirror of docker.io");
  CHECK(world.announced == std::vector<std::string>{"m.example"});
  world.http.on(mirrored + "/manifests/4", Response{.status = 404, .body = missing});
  world.put("https://registry-1.docker.io/v2/library/python", "4", Image(""));
  answer = world.ask("python:4");
  CHECK(answer.state == State::there);
  CHECK(answer.registry == "docker.io");
  world.http.on("https://registry-1.docker.io/", Response{.status = 500});
  world.http.on(mirrored + "/manifests/5", Response{.status = 404, .body = missing});
  CHECK(world.ask("python:5").state == State::unknown);
  // Nothing of the mirror is for others.
  CHECK(world.ask("r.example/a/b:1").registry == "r.example");
}

TEST_CASE("an identity token is posted to the realm of its own host") {
  World world;
  world.files.add("/home/u/.docker/config.json",
                  R"({"auths": {"r.example": {"auth": "eDo=", "identitytoken": "id&x"}}})");
  const Image image("");
  world.put(at, "1", image);
  world.guard(at + "/manifests/1", "https://r.example/token", "T",
              {.status = 200, .body = image.manifest});
  world.http.on("https://r.example/token",
                Response{.status = 200, .body = R"({"access_token":"T"})"});
  CHECK(world.ask("r.example/a/b:1").state == State::there);
  CHECK(world.http.lines()[1] ==
        "POST https://r.example/token grant_type=refresh_token&client_id=cudafit&service=s&scope="
        "repository%3Aa%2Fb%3Apull&refresh_token=id%26x");
}

TEST_CASE("where registries.conf leads") {
  World world;
  world.settings.routes = {
      {.prefix = "old.example/team", .instead = "https://10.0.0.1/squad"},
      {.prefix = "shut.example", .blocked = true},
      {.prefix = "docker.io/library",
       .mirrors = {{.at = "http://10.0.0.2/hub"}, {.at = "https://m.example", .tags = false}},
       .instead = {}}};
  CHECK(world.ask("shut.example/a:1").why ==
        "registries.conf blocks shut.example, and nobody is asked");
  CHECK(world.http.lines().empty());
  // What is missing there proves nothing, and nobody else is asked.
  world.http.on("https://10.0.0.1/v2/squad/a/manifests/1",
                Response{.status = 404, .body = R"({"errors": [{"code": "MANIFEST_UNKNOWN"}]})"});
  const Answer answer = world.ask("old.example/team/a:1");
  CHECK(answer.state == Answer::State::unknown);
  CHECK(answer.why == "10.0.0.1, where registries.conf leads old.example/team does not have it");
  CHECK(world.http.lines() ==
        std::vector<std::string>{"GET https://10.0.0.1/v2/squad/a/manifests/1"});
  world.http.asked.clear();
  world.ask("python:3");
  REQUIRE(world.http.lines().size() == 2);
  CHECK(world.http.lines()[0] == "GET http://10.0.0.2/v2/hub/python/manifests/3");
  CHECK(world.http.lines()[1].starts_with("GET https://registry-1.docker.io/v2/library/python/"));
}
