// What a registry wants to be shown before it answers, and who may see the user's credentials.

#include <algorithm>
#include <array>

#include "registry/client.h"
#include "source/base64.h"

namespace cudafit::registry {
namespace {

constexpr int most_tokens = 2;  // one may be out of date when it comes
constexpr std::size_t most_token_bytes = 256u << 10;

/// Registries that have their tokens made elsewhere, by their owners' word.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> known_realms{
    {{"docker.io", "auth.docker.io"}, {"registry.gitlab.com", "gitlab.com"}}};

std::vector<Challenge> challenges_of(const Response& response) {
  std::vector<Challenge> out;
  for (const auto& [name, value] : response.headers) {
    if (name != "www-authenticate") continue;
    for (Challenge& each : parse_challenges(value)) out.push_back(std::move(each));
  }
  return out;
}

std::string basic(const Login& login) {
  return "Basic " + to_base64(login.user + ":" + login.secret);
}

}  // namespace

Response Client::get(Place& place, Request::Method method, const std::string& target,
                     std::string_view accept) {
  const std::string key = place.server.text() + " " + place.scope;
  Network::Question question{.method = method, .url = place.server};
  question.url.target = target;
  question.headers.emplace_back("Accept", accept);
  {
    const std::lock_guard lock(mutex_);
    question.authorization = shown_[key];
  }
  for (int tokens = 0;; ++tokens) {
    Response response = network_.ask(question, place.server, place.until);
    if (response.status != 401 || tokens == most_tokens) return response;
    const std::vector<Challenge> challenges = challenges_of(response);
    std::string authorization = authorize(place, challenges);
    if (authorization.empty()) return response;
    // The same again would be answered with the same.
    if (authorization == question.authorization && authorization.starts_with("Basic"))
      return response;
    const std::lock_guard lock(mutex_);
    shown_[key] = question.authorization = std::move(authorization);
  }
}

std::string Client::authorize(Place& place, std::span<const Challenge> challenges) {
  const auto of_scheme = [&](std::string_view scheme) {
    return std::find_if(challenges.begin(), challenges.end(),
                        [&](const Challenge& each) { return each.scheme == scheme; });
  };
  if (const auto wanted = of_scheme("bearer"); wanted != challenges.end())
    return bearer(place, *wanted);
  if (of_scheme("basic") == challenges.end()) {
    place.denied = "how to log in there is not known here";
    return {};
  }
  const std::optional<Login> login = logins_.find(place.login, place.path, place.denied);
  if (login && !login->user.empty()) return basic(*login);
  if (place.denied.empty())
    place.denied = "no login for " + place.login + " is in Docker's configuration or Podman's";
  return {};
}

bool Client::may_log_in(const Place& place, const Url& realm) const {
  if (realm.host == place.server.host && realm.tls == place.server.tls) return true;
  const auto named = [&](const auto& pairs) {
    return std::any_of(pairs.begin(), pairs.end(), [&](const auto& each) {
      return same_host(each.first, place.login) &&
             (same_host(each.second, realm.authority()) || same_host(each.second, realm.host));
    });
  };
  return (realm.tls || !place.server.tls) && (named(known_realms) || named(settings_.realms));
}

std::string Client::bearer(Place& place, const Challenge& challenge) {
  const std::optional<Url> realm = parse_url(challenge.parameter("realm"));
  if (!realm) {
    place.denied = "it sends to no place for tokens that there can be";
    return {};
  }
  const std::string service(challenge.parameter("service"));
  std::optional<Login> login = logins_.find(place.login, place.path, place.denied);
  if (!login && place.denied.empty())
    place.denied = "no login for " + place.login + " is in Docker's configuration or Podman's";
  if (login && !may_log_in(place, *realm)) {
    place.denied = "it sends to " + realm->authority() +
                   " for tokens, and your login is not shown there: [online.tokens] of your own "
                   "configuration can allow that";
    login.reset();
  }
  Network::Question question{.url = *realm};
  question.most = most_token_bytes;
  if (login && !login->identity_token.empty()) {
    question.method = Request::Method::post;
    question.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    question.form =
        "grant_type=refresh_token&client_id=cudafit&service=" + percent_encoded(service) +
        "&scope=" + percent_encoded(place.scope) +
        "&refresh_token=" + percent_encoded(login->identity_token);
  } else {
    std::string& target = question.url.target;
    target += target.find('?') == std::string::npos ? '?' : '&';
    if (!service.empty()) target += "service=" + percent_encoded(service) + "&";
    target += "scope=" + percent_encoded(place.scope);
    if (login) question.authorization = basic(*login);
  }
  const Response response = network_.ask(question, place.server, place.until);
  const std::string token = response.status == 200 ? parse_token(response.body) : std::string();
  if (!token.empty()) return "Bearer " + token;
  place.denied = response.status == 0 ? "no token: " + response.error
                 : response.status == 200
                     ? realm->authority() + " sent no token"
                     : "no token from " + realm->authority() + " (" +
                           std::to_string(response.status) + ")" +
                           (login ? ", with your login for " + place.login : std::string());
  return {};
}

}  // namespace cudafit::registry
