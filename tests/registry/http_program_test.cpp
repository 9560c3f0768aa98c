// The network by the program curl: what it is told, and what is made of its words.

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "registry/http.h"

using namespace cudafit;
using namespace cudafit::registry;
using programs::Command;
using programs::Ended;

namespace {

Ended ended(std::string out, int status = 0, std::string error = {}) {
  Ended answer;
  answer.started = true;
  answer.status = status;
  answer.out = std::move(out);
  answer.error = std::move(error);
  return answer;
}

/// A machine with both programs.
struct Machine {
  std::vector<Command> started;
  std::map<std::string, std::string> variables;
  std::string addresses = "93.184.216.34   STREAM a.example\n93.184.216.34   DGRAM\n";
  std::vector<Ended> answers{
      ended("HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody")};  ///< one after the other

  std::unique_ptr<Http> http() {
    auto out = program_http(
        [this](const Command& command) {
          if (command.program == "curl" && command.words.back() == "--version")
            return ended("curl 7.61.1\nProtocols: file http https\nFeatures: TLS\n");
          started.push_back(command);
          if (command.program == "getent") return ended(addresses, addresses.empty() ? 2 : 0);
          Ended answer = answers.front();
          if (answers.size() > 1) answers.erase(answers.begin());
          if (command.hear_out) command.hear_out(answer.out);
          answer.out.resize(std::min(answer.out.size(), command.most_output));
          answer.stopped = command.stop != nullptr && *command.stop;
          return answer;
        },
        [this](const char* name) { return variables[name]; });
    REQUIRE(out);
    return std::move(*out);
  }

  /// What curl was told, of all its starts.
  std::string told() const {
    std::string out;
    for (const Command& command : started) {
      if (command.program == "curl") out += command.input;
    }
    return out;
  }
  bool told(std::string_view line) const {
    return ("\n" + told()).find("\n" + std::string(line) + "\n") != std::string::npos;
  }
};

Request asks(std::string_view url) { return {.url = *parse_url(url)}; }

}  // namespace

TEST_CASE("an answer by the program curl") {
  Machine machine;
  Request request = asks("https://a.example/v2/x?y=1");
  request.headers = {{"Authorization", "Basic c2VjcmV0"}, {"X", "a\"b\\c\nurl = \"file:///x\""}};
  const Response response = machine.http()->send(request);
  CHECK(response.status == 200);
  CHECK(response.body == "body");
  CHECK(response.header("a") == "b");
  CHECK(response.error.empty());
  REQUIRE(machine.started.size() == 2);
  CHECK(machine.started[0].words == std::vector<std::string>{"ahosts", "a.example"});
  // Everybody may read a command line.
  CHECK(machine.started[1].words ==
        std::vector<std::string>{"-q", "--noproxy", "*", "--config", "-"});
  CHECK(machine.told("connect-to = \"::93.184.216.34:443\""));
  CHECK(machine.told("proto = \"=https\""));
  CHECK(machine.told("url = \"https://a.example/v2/x?y=1\""));
  CHECK(machine.told("header = \"Authorization: Basic c2VjcmV0\""));
  CHECK(machine.told(R"(header = "X: a\"b\\c\nurl = \"file:///x\"")"));
  CHECK(machine.told().find("location") == std::string::npos);
}

TEST_CASE("curl connects to no address that may not be connected to") {
  for (const char* const inside :
       {"10.0.0.1 STREAM a\n", "169.254.169.254 STREAM a\n127.0.0.1 STREAM\n", "::1 STREAM a\n",
        "::ffff:10.0.0.1 STREAM a\n", "fd00::1 STREAM a\n", "0.0.0.0 STREAM a\n"}) {
    CAPTURE(inside);
    Machine machine;
    machine.addresses = inside;
    const Response response = machine.http()->send(asks("https://a.example/"));
    CHECK(response.status == 0);
    CHECK(response.error.find("--private-registry a.example") != std::string::npos);
    CHECK(machine.told().empty());
  }
  for (const char* const none :
       {"", "fe80::1%eth0 STREAM a\n", "words\n\n", "2130706433 STREAM\n"}) {
    CAPTURE(none);
    Machine machine;
    machine.addresses = none;
    CHECK(machine.http()->send(asks("https://a.example/")).error == "no address is known of it");
    CHECK(machine.told().empty());
  }
  Machine mixed;
  mixed.addresses = "10.0.0.1 STREAM a\n2600::1 STREAM\n93.184.216.34 STREAM\n";
  CHECK(mixed.http()->send(asks("https://a.example/")).status == 200);
  CHECK(mixed.told("connect-to = \"::[2600::1]:443\""));
  CHECK(mixed.told().find("10.0.0.1") == std::string::npos);

  Machine literal;
  CHECK(literal.http()->send(asks("https://10.0.0.1/")).status == 0);
  CHECK(literal.http()->send(asks("http://[::1]:5000/")).status == 0);
  CHECK(literal.started.empty());
  Request allowed = asks("http://[::1]:5000/");
  allowed.reach = Reach::machine;
  CHECK(literal.http()->send(allowed).status == 200);
  CHECK(literal.told("connect-to = \"::[::1]:5000\""));
  CHECK(literal.told("proto = \"=http\""));
}

TEST_CASE("the next address is tried where one cannot be connected to") {
  Machine machine;
  machine.addresses = "2600::1 STREAM a\n93.184.216.34 STREAM\n93.184.216.35 STREAM\n";
  machine.answers.insert(machine.answers.begin(), ended("", 7, "curl: (7) no route\n"));
  CHECK(machine.http()->send(asks("https://a.example/")).status == 200);
  CHECK(machine.started.size() == 3);
  // One that answers, however badly, is the server.
  Machine bad;
  bad.addresses = machine.addresses;
  bad.answers = {ended("HTTP/1.1 200 OK\r\n\r\nha", 18, "curl: (18) transfer closed\n")};
  const Response response = bad.http()->send(asks("https://a.example/"));
  CHECK(response.error == "its answer broke off");
  CHECK(response.passing);
  CHECK(bad.started.size() == 2);
  Machine gone;
  gone.addresses = machine.addresses;
  gone.answers = {ended("", 7)};
  CHECK(gone.http()->send(asks("https://a.example/")).error == "it cannot be reached");
  CHECK(gone.started.size() == 4);
}

TEST_CASE("heads, bounds and failures of curl's answers") {
  Machine machine;
  machine.answers = {
      ended("HTTP/1.1 100 Continue\r\n\r\nHTTP/2 401 \r\nwww-authenticate: Basic\r\n\r\n")};
  Response response = machine.http()->send(asks("https://a.example/"));
  CHECK(response.status == 401);
  CHECK(response.header("www-authenticate") == "Basic");
  CHECK(response.body.empty());
  machine.answers = {ended("HTTP/1.1 200 OK\n\nHTTP/1.1 500 no\r\n\r\n")};
  response = machine.http()->send(asks("https://a.example/"));
  CHECK(response.status == 200);
  CHECK(response.body == "HTTP/1.1 500 no\r\n\r\n");
  for (const char* const broken :
       {"", "HTTP/", "HTTP/1.1", "HTTP/1.1 x\r\n\r\n", "SSH-2.0\r\n", "\n"}) {
    CAPTURE(broken);
    machine.answers = {ended(broken)};
    response = machine.http()->send(asks("https://a.example/"));
    CHECK(response.status == 0);
    CHECK(response.error == "its answer broke off");
  }
  Request small = asks("https://a.example/");
  small.most = 2048;
  for (const std::string& large : {"HTTP/1.1 200 OK\r\n\r\n" + std::string(2049, 'x'),
                                   "HTTP/1.1 200 OK\r\n\r\n" + std::string(1 << 20, 'x'),
                                   "HTTP/1.1 200 OK\r\n" + std::string(129 << 10, 'x')}) {
    machine.answers = {ended(large)};
    response = machine.http()->send(small);
    CHECK(response.status == 0);
    CHECK(response.body.empty());
    CHECK(response.error == "its answer is larger than 2 KiB, and was not read");
  }
  machine.answers = {ended("", 63)};
  CHECK(machine.http()->send(small).error.find("larger") != std::string::npos);
  machine.answers = {
      ended("", 60, "curl: (60) SSL certificate problem: self-signed\nMore details\n")};
  CHECK(machine.http()->send(small).error ==
        "no secure connection: SSL certificate problem: self-signed");
  machine.answers = {ended("", 2, "curl: option --connect-to: is unknown\n")};
  CHECK(machine.http()->send(small).error == "no answer: curl: option --connect-to: is unknown");
  Ended late = ended("HTTP/1.1 200 OK\r\n", -1);
  late.timed_out = true;
  machine.answers = {late};
  CHECK(machine.http()->send(small).error == "its answer took longer than 15 s");
}

TEST_CASE("proxies, certificates and forms for curl") {
  Machine machine;
  machine.variables = {{"https_proxy", "http://u:\"p@proxy:3128"}, {"SSL_CERT_FILE", "/ca.pem"}};
  Request request = asks("https://a.example/");
  request.method = Request::Method::post;
  request.body = "a=@/etc/passwd";
  CHECK(machine.http()->send(request).status == 200);
  CHECK(machine.started.size() == 1);  // the proxy knows where the name leads
  CHECK(machine.started[0].words[2].empty());
  CHECK(machine.told("proxy = \"http://u:\\\"p@proxy:3128\""));
  CHECK(machine.told("cacert = \"/ca.pem\""));
  CHECK(machine.told("data-raw = \"a=@/etc/passwd\""));
  CHECK(machine.told().find("connect-to") == std::string::npos);
  machine.started.clear();
  request.method = Request::Method::head;
  request.files = {"/c/ca.crt", "/c/r:5000/client.cert", "/c/r:5000/client.key"};
  machine.http()->send(request);
  CHECK(machine.told("cacert = \"/c/ca.crt\""));
  CHECK(machine.told(R"(cert = "/c/r\\:5000/client.cert")"));
  CHECK(machine.told("key = \"/c/r:5000/client.key\""));
  CHECK(machine.told("head"));
}

TEST_CASE("without the programs") {
  const Environment nothing = [](const char*) { return std::string(); };
  Ended missing;
  missing.error = "curl is not installed";
  for (const Ended& curl :
       {missing, ended("", 127), ended("curl 8\nProtocols: ftp http\n"), ended("")})
    CHECK_FALSE(program_http([&](const Command&) { return curl; }, nothing));
  const auto http = program_http(
      [&](const Command& command) {
        return command.program == "getent" ? missing : ended("Protocols: http https\n");
      },
      nothing);
  REQUIRE(http);
  CHECK((*http)
            ->send(asks("https://a.example/"))
            .error.starts_with("its address cannot be looked up"));
}
