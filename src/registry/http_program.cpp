// The door to the network by the program curl, for a cudafit that cannot load its library. Nothing
// secret stands on a command line, where everybody on the machine could read it: what curl is to do
// it reads from its standard input.

#include <algorithm>
#include <atomic>
#include <charconv>
#include <utility>

#include "registry/http.h"
#include "registry/http_answers.h"

namespace cudafit::registry {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t most_addresses = 4;        ///< that are tried of one name
constexpr std::chrono::seconds next_address{4};  ///< how long one is tried where there are more
// What curl says, as the statuses it ends with.
constexpr int not_connected = 7, timed_out = 28, above_the_limit = 63;

/// As files of curl's configuration have it.
std::string quoted(std::string_view value) {
  std::string out = "\"";
  for (const char c : value) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + '"';
}

/// "curl: (60) SSL certificate problem", without what stands before and below.
std::string first_words(std::string_view said) {
  said = said.substr(0, said.find('\n'));
  if (said.starts_with("curl: ("))
    said = said.substr(std::min(said.find(") "), said.size() - 2) + 2);
  return std::string(said.substr(0, 200));
}

/// The heads of an answer and its body, which come in one stream. False where the heads are too
/// long.
bool take_answer(std::string_view text, Response& out) {
  std::size_t head = 0;
  bool inside = text.starts_with("HTTP/");
  while (inside) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    head += line.size() + 1;
    if (head > most_headers) return false;
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with("HTTP/")) {
      const std::size_t blank = std::min(line.find(' '), line.size() - 1);
      out.status = 0;
      std::from_chars(line.data() + blank + 1, line.data() + line.size(), out.status);
    }
    take_header(line, out.headers);
    // Behind "100 Continue" comes the answer itself.
    if (line.empty()) inside = out.status / 100 == 1 && text.starts_with("HTTP/");
    if (end == std::string_view::npos) break;
  }
  out.body = text;
  return true;
}

/// Its addresses by the machine's own rules (/etc/hosts, name servers), the best first.
std::vector<std::string> addresses_in(std::string_view said) {
  std::vector<std::string> out;
  while (!said.empty()) {
    const std::string_view line = said.substr(0, said.find('\n'));
    said.remove_prefix(std::min(line.size() + 1, said.size()));
    std::string address(line.substr(0, line.find_first_of(" \t")));
    if (address.find(':') != std::string::npos) address = "[" + address + "]";
    if (std::find(out.begin(), out.end(), address) == out.end()) out.push_back(std::move(address));
  }
  return out;
}

class ProgramHttp : public Http {
 public:
  ProgramHttp(programs::Run run, Environment environment)
      : run_(std::move(run)), environment_(std::move(environment)) {}

  Response send(const Request& request) override {
    const Clock::time_point until = Clock::now() + request.limit;
    if (const std::string proxy = proxy_for(request.url, environment_); !proxy.empty())
      return ask(request, "proxy = " + quoted(proxy) + "\n", true, until).response;
    std::vector<std::string> addresses;
    if (Response failed = find(request, addresses); !failed.error.empty()) return failed;
    for (std::size_t i = 0;; ++i) {
      const bool more = i + 1 < addresses.size();
      // Here the connection leads, whatever the name: curl looks none up.
      std::string where =
          "connect-to = \"::" + addresses[i] + ":" + std::to_string(request.url.port) + "\"\n";
      if (more) where += "connect-timeout = " + std::to_string(next_address.count()) + "\n";
      Attempt attempt = ask(request, where, false, until);
      if (!more || !attempt.unconnected || Clock::now() >= until)
        return std::move(attempt.response);
    }
  }

 private:
  struct Attempt {
    Response response{};
    bool unconnected = false;
  };

  static milliseconds left(Clock::time_point until) {
    return std::max(std::chrono::duration_cast<milliseconds>(until - Clock::now()),
                    milliseconds{1});
  }

  /// The addresses that the request may be sent to, or why there are none.
  Response find(const Request& request, std::vector<std::string>& addresses) const {
    const std::string& host = request.url.host;
    if (literal_address(host)) {
      addresses = {host};
    } else {
      programs::Command command{.program = "getent", .words = {"ahosts", host}};
      command.limit = request.limit;
      command.most_output = 64u << 10;
      const programs::Ended ended = run_(command);
      if (!ended.started) return {.error = "its address cannot be looked up: " + ended.error};
      addresses = addresses_in(ended.out);
    }
    std::erase_if(addresses, [](const std::string& each) { return !literal_address(each); });
    if (addresses.empty()) return {.error = "no address is known of it"};
    std::erase_if(addresses, [&](const std::string& each) {
      return !reachable(*literal_address(each), request.reach);
    });
    if (addresses.empty()) return refused(request);
    addresses.resize(std::min(addresses.size(), most_addresses));
    return {};
  }

  Attempt ask(const Request& request, const std::string& way, bool proxied,
              Clock::time_point until) const {
    std::atomic<bool> enough = false;
    std::size_t came = 0;
    programs::Command command{.program = "curl"};
    // -q: the user's own ~/.curlrc is for other things. NO_PROXY has been looked at.
    command.words = {"-q", "--noproxy", proxied ? "" : "*", "--config", "-"};
    command.limit = left(until);
    command.input = wishes(request) + way;
    // Should we be gone before it is, it ends by itself.
    command.input += "max-time = " + std::to_string(command.limit.count() / 1000 + 2) + "\n";
    command.most_output = request.most + most_headers;
    command.stop = &enough;
    command.hear_out = [&](std::string_view more) {
      came += more.size();
      if (came > command.most_output) enough = true;
    };
    programs::Ended ended = run_(command);
    Attempt out;
    if (!ended.started) {
      out.response.error = ended.error;
      return out;
    }
    const bool short_head = take_answer(ended.out, out.response);
    const bool large = ended.stopped || ended.status == above_the_limit || !short_head ||
                       out.response.body.size() > request.most;
    if (large) {
      out.response = too_large(request);
    } else if (ended.timed_out) {
      explain_timeout(request, out.response);
    } else if (ended.status != 0) {
      out.unconnected =
          out.response.status == 0 && (ended.status == not_connected || ended.status == timed_out);
      explain(ended.status, first_words(ended.error), request, proxied, out.response);
    } else if (out.response.status == 0) {
      out.response.error = "its answer broke off";
    }
    return out;
  }

  std::string wishes(const Request& request) const {
    std::string out =
        "silent\nshow-error\nno-buffer\ninclude\ngloboff\nsuppress-connect-headers\n"
        "user-agent = \"cudafit\"\n";
    const auto wish = [&](std::string_view option, std::string_view value) {
      out += std::string(option) + " = " + quoted(value) + "\n";
    };
    wish("proto", request.url.tls ? "=https" : "=http");
    wish("max-filesize", std::to_string(request.most));
    for (const auto& [name, value] : request.headers) wish("header", name + ": " + value);
    const std::string usual = environment_("SSL_CERT_FILE");
    const TlsFiles& files = request.files;
    const std::string& authorities = files.authorities.empty() ? usual : files.authorities;
    if (!authorities.empty()) wish("cacert", authorities);
    if (!files.certificate.empty()) {
      std::string path;  // a password could stand behind a colon
      for (const char c : files.certificate) {
        if (c == ':' || c == '\\') path += '\\';
        path += c;
      }
      wish("cert", path);
    }
    if (!files.key.empty()) wish("key", files.key);
    if (request.method == Request::Method::head) out += "head\n";
    if (request.method == Request::Method::post) wish("data-raw", request.body);
    wish("url", request.url.text());
    return out;
  }

  const programs::Run run_;
  const Environment environment_;
};

}  // namespace

Result<std::unique_ptr<Http>> program_http(programs::Run run, Environment environment) {
  programs::Command command{.program = "curl", .words = {"-q", "--version"}};
  command.limit = std::chrono::seconds(10);
  const programs::Ended ended = run(command);
  if (!ended.started) return Failure{"the program that would do it instead: " + ended.error};
  if (ended.status != 0)
    return Failure{"the program curl does not work: " + first_words(ended.error)};
  const std::size_t protocols = std::min(ended.out.find("Protocols:"), ended.out.size());
  const std::string known =
      ended.out.substr(protocols, ended.out.find('\n', protocols) - protocols);
  if (known.find(" https") == std::string::npos)
    return Failure{"the program curl is one without TLS"};
  return std::unique_ptr<Http>(
      std::make_unique<ProgramHttp>(std::move(run), std::move(environment)));
}

}  // namespace cudafit::registry
