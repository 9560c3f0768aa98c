#include "registry/network.h"

#include <algorithm>
#include <charconv>
#include <thread>
#include <utility>

namespace cudafit::registry {
namespace {

using std::chrono::milliseconds;

constexpr int most_redirects = 5;
constexpr int most_tries = 3;
constexpr milliseconds longest_wait{20000};  ///< that a server may ask for

bool redirects(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// How long the server asks to wait, else a little; each time longer.
milliseconds wait_for(const Response& response, int tries) {
  const std::string_view written = response.header("retry-after");
  unsigned seconds = 0;
  const char* const last = written.data() + written.size();
  const auto read = std::from_chars(written.data(), last, seconds);
  if (!written.empty() && read.ec == std::errc() && read.ptr == last)
    return std::min<milliseconds>(std::chrono::seconds(seconds), std::chrono::hours(1));
  // A date, too, is an answer to "when"; nobody has sent one of the next seconds.
  if (response.status == 429 && !written.empty()) return std::chrono::hours(1);
  return milliseconds(response.status == 429 ? 1000 << tries : 250 << tries);
}

bool may_pass(const Response& response) {
  if (response.status == 0) return response.passing;
  return response.status == 429 || response.status == 500 ||
         (response.status >= 502 && response.status <= 504);
}

}  // namespace

Surroundings real_surroundings(std::function<void(const std::string& host)> announce) {
  return {.announce = std::move(announce),
          .sleep = [](milliseconds time) { std::this_thread::sleep_for(time); },
          .now = [] { return Clock::now(); }};
}

Network::Network(Http& http, const Settings& settings, const Logins& logins,
                 Surroundings surroundings)
    : http_(http), settings_(settings), logins_(logins), surroundings_(std::move(surroundings)) {}

std::optional<Url> Network::registry(std::string_view host) const {
  // The name that people write leads to a page about Docker.
  if (same_host(host, "docker.io")) return server("registry-1.docker.io", true);
  std::optional<Url> out = server(host, true);
  if (!out) return out;
  if (names_loopback(out->host) || names_host(settings_.insecure, host)) out = server(host, false);
  return out;
}

bool Network::is_mirror(const Url& url) const {
  const auto is = [&](const std::string& at) {
    const std::optional<Url> of = parse_url(at);
    return of && of->same_server(url);
  };
  return std::any_of(settings_.mirrors.begin(), settings_.mirrors.end(),
                     [&](const auto& each) { return is(each.second); }) ||
         std::any_of(settings_.routes.begin(), settings_.routes.end(), [&](const Route& route) {
           return is(route.instead) ||
                  std::any_of(route.mirrors.begin(), route.mirrors.end(),
                              [&](const Route::Mirror& each) { return is(each.at); });
         });
}

std::string Network::refusal(const Url& url, const Url& origin, Reach& reach) const {
  const auto named = [&](const std::vector<std::string>& hosts) {
    return names_host(hosts, url.authority()) || names_host(hosts, url.host);
  };
  const bool mirror = is_mirror(url);
  // Who is asked for on this machine may send on to this machine, and nobody else may.
  const bool loopback = names_loopback(url.host) && names_loopback(origin.host);
  const bool open = mirror || named(settings_.insecure);
  const bool makes_tokens =
      std::any_of(settings_.realms.begin(), settings_.realms.end(), [&](const auto& each) {
        return same_host(each.second, url.authority()) || same_host(each.second, url.host);
      });
  const bool known =
      open || makes_tokens || named(settings_.inside) || logins_.names(url.authority());
  reach = known ? Reach::anywhere : loopback ? Reach::machine : Reach::internet;
  if (!url.tls && !loopback && !open)
    return "it is asked for without TLS, and only you can allow that: --insecure-registry " +
           url.authority();
  if (names_loopback(url.host) && reach == Reach::internet)
    return "another server leads to this machine";
  if (const auto address = literal_address(url.host); address && !reachable(*address, reach))
    return "its address is not one of the internet, and only you can allow that: "
           "--private-registry " +
           url.authority();
  return {};
}

void Network::announce(const Url& url) {
  const std::lock_guard lock(mutex_);
  const std::string name = (url.tls ? "" : "http://") + url.authority();
  if (announced_.insert(name).second && surroundings_.announce) surroundings_.announce(name);
}

Response Network::once(const Question& question, const Url& origin, Clock::time_point until) {
  Request request{.method = question.method, .url = question.url};
  if (std::string why = refusal(question.url, origin, request.reach); !why.empty())
    return {.error = std::move(why)};
  const std::string name = question.url.authority();
  {
    const std::lock_guard lock(mutex_);
    if (const auto down = down_.find(name); down != down_.end()) return {.error = down->second};
  }
  const auto left = std::chrono::duration_cast<milliseconds>(until - surroundings_.now());
  if (left.count() <= 0) return {.error = "all of it took too long"};
  announce(question.url);
  request.headers = question.headers;
  if (!question.authorization.empty())
    request.headers.emplace_back("Authorization", question.authorization);
  request.body = question.form;
  request.most = question.most;
  request.limit = std::min(settings_.limit, left);
  if (question.url.tls && surroundings_.tls_files)
    request.files = surroundings_.tls_files(question.url);
  Response out = http_.send(request);
  if (out.status == 0 && !out.passing && out.headers.empty() && out.body.empty()) {
    const std::lock_guard lock(mutex_);
    down_.emplace(name, out.error);
  }
  return out;
}

Response Network::follow(const Question& question, const Url& origin, Clock::time_point until) {
  Question now = question;
  for (int hops = 0;; ++hops) {
    Response out = once(now, origin, until);
    if (out.status == 0) out.error = now.url.authority() + ": " + out.error;
    if (!redirects(out.status) || now.method == Request::Method::post) return out;
    const std::optional<Url> next = resolve(now.url, out.header("location"));
    if (!next) {
      return {.error = now.url.authority() + ": it leads to no address that there can be"};
    }
    if (hops == most_redirects)
      return {.error = question.url.authority() + ": it leads from one place to the next"};
    // What was meant for one server is for no other, and not for itself without TLS.
    if (!next->same_server(now.url)) now.authorization.clear();
    now.url = *next;
  }
}

Response Network::ask(Question question, const Url& origin, Clock::time_point until) {
  for (int tries = 0;; ++tries) {
    Response out = follow(question, origin, until);
    if (!may_pass(out) || tries + 1 == most_tries) return out;
    const milliseconds wait = wait_for(out, tries);
    if (wait > longest_wait || surroundings_.now() + wait >= until) return out;
    surroundings_.sleep(wait);
  }
}

}  // namespace cudafit::registry
