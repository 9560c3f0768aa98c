#include "registry/client.h"

#include <algorithm>
#include <atomic>

#include "source/at_once.h"

namespace cudafit::registry {
namespace {

using facts::ImageReference;
using State = Answer::State;

constexpr std::size_t most_at_once = 8;
constexpr int patience = 4;  ///< limits of one answer that an image may take

bool holds(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

Answer unknown(std::string why) {
  Answer out;
  out.why = std::move(why);
  return out;
}

/// Of a list, the manifest that a build for the platform takes; null: none.
const Descriptor* of_platform(const Manifest& list, std::string_view platform) {
  const Descriptor* family = nullptr;
  const std::string_view wanted = platform.substr(0, platform.find('/', platform.find('/') + 1));
  for (const Descriptor& each : list.parts) {
    if (each.platform == platform) return &each;
    const std::string_view has = each.platform;
    if (family == nullptr && has.substr(0, has.find('/', has.find('/') + 1)) == wanted)
      family = &each;
  }
  return family;
}

}  // namespace

Client::Client(Network& network, Logins& logins, const Settings& settings, const Cache& cache,
               Surroundings surroundings)
    : network_(network),
      logins_(logins),
      settings_(settings),
      cache_(cache),
      surroundings_(std::move(surroundings)) {}

std::vector<Client::Place> Client::places(const ImageReference& image) const {
  std::vector<Place> out;
  const Clock::time_point until = surroundings_.now() + patience * settings_.limit;
  const auto add = [&](const std::string& at, std::string_view rest, std::string_view what) {
    const std::optional<Url> url = parse_url(at);
    if (!url) return;
    std::string path = url->target;
    while (path.ends_with('/')) path.pop_back();
    path += rest;
    out.push_back({.server = *url,
                   .path = "/v2" + path,
                   .login = url->authority(),
                   .name = url->authority() + ", " + std::string(what),
                   .scope = "repository:" + path.substr(1) + ":pull",
                   .mirror = true,
                   .until = until,
                   .denied = {}});
  };
  for (const auto& [host, at] : settings_.mirrors) {
    if (same_host(host, image.host)) add(at, "/" + image.path, "a mirror of " + image.host);
  }
  const std::string name = image.repository();
  std::string_view rest;
  if (const Route* const route = route_of(settings_.routes, name, rest); route != nullptr) {
    for (const Route::Mirror& each : route->mirrors) {
      if (image.digest.empty() ? each.tags : each.digests)
        add(each.at, rest, "a mirror of " + route->prefix);
    }
    if (!route->instead.empty()) {
      // Others on this machine may take the name as it is: what is missing there proves nothing.
      add(route->instead, rest, "where registries.conf leads " + route->prefix);
      return out;
    }
  }
  if (const std::optional<Url> server = network_.registry(image.host)) {
    out.push_back({.server = *server,
                   .path = "/v2/" + image.path,
                   .login = image.host,
                   .name = image.host,
                   .scope = "repository:" + image.path + ":pull",
                   .mirror = false,
                   .until = until,
                   .denied = {}});
  }
  return out;
}

Answer Client::look_up(const Asked& asked) {
  std::string_view rest;
  const Route* const route = route_of(settings_.routes, asked.image.repository(), rest);
  if (route != nullptr && route->blocked)
    return unknown("registries.conf blocks " + route->prefix + ", and nobody is asked");
  Answer out = unknown(asked.image.host + " is no host");
  for (Place& place : places(asked.image)) {
    out = ask(place, asked);
    out.registry = place.name;
    if (out.state == State::there) break;
    // A mirror need not have all that there is.
    if (out.state == State::missing && place.mirror)
      out = unknown(place.name + " does not have it");
  }
  return out;
}

bool Client::in_cache(const Place& place, const Asked& asked, Answer& answer,
                      std::string& body) const {
  answer.digest = asked.image.digest;
  if (answer.digest.empty()) {
    const std::string name =
        place.server.authority() + place.path.substr(3) + ":" + asked.image.tag;
    answer.digest = cache_.tag(name).value_or("");
  }
  std::optional<std::string> kept = cache_.document(answer.digest);
  if (!kept) return false;
  body = std::move(*kept);
  return true;
}

Answer Client::ask(Place& place, const Asked& asked) {
  Answer answer;
  const ImageReference& image = asked.image;
  if (!image.digest.empty() && !good_digest(image.digest)) {
    answer.why = "digests other than sha256 cannot be checked here";
    return answer;
  }
  std::string body;
  if (in_cache(place, asked, answer, body)) {
    answer.state = State::there;
    read_manifest(place, asked, body, answer);
    return answer;
  }
  answer.digest.clear();
  const std::string target =
      place.path + "/manifests/" + (image.digest.empty() ? image.tag : image.digest);
  if (!asked.contents && only_there(place, asked, target, answer)) return answer;
  Response response = get(place, Request::Method::get, target, manifest_types);
  if (response.status == 404) {
    missing(place, asked, response, answer);
    return answer;
  }
  if (response.status != 200) {
    answer.why = refused(place, response);
    return answer;
  }
  const std::string_view said = response.header("docker-content-digest");
  const std::string wanted =
      image.digest.empty() && good_digest(said) ? std::string(said) : image.digest;
  if (!wanted.empty() && !fits_digest(response.body, wanted)) {
    answer.why = place.name + " sent something else than what has the digest " + wanted;
    return answer;
  }
  if (!parse_manifest(response.body)) {
    answer.why = place.name + " sent no manifest that can be read here";
    return answer;
  }
  answer.state = State::there;
  answer.digest = wanted.empty() ? digest_of(response.body) : wanted;
  cache_.keep_document(answer.digest, response.body);
  if (image.digest.empty()) {
    cache_.keep_tag(place.server.authority() + place.path.substr(3) + ":" + image.tag,
                    answer.digest);
  }
  read_manifest(place, asked, response.body, answer);
  return answer;
}

/// Asks without a body, which no registry counts as a pull. False where that tells nothing.
bool Client::only_there(Place& place, const Asked& asked, const std::string& target,
                        Answer& answer) {
  const Response response = get(place, Request::Method::head, target, manifest_types);
  if (response.status == 200) {
    answer.state = State::there;
    answer.digest = asked.image.digest;
    const std::string_view said = response.header("docker-content-digest");
    if (answer.digest.empty() && good_digest(said)) answer.digest = said;
    return true;
  }
  // What is missing is said in a body; others know no HEAD.
  if (response.status == 404 || response.status == 405 || response.status == 400) return false;
  answer.why = refused(place, response);
  return true;
}

void Client::missing(Place& place, const Asked& asked, const Response& response, Answer& answer) {
  const std::vector<std::string> codes = parse_errors(response.body);
  const std::string no_repository = place.name + " shows no repository " + asked.image.path +
                                    (place.denied.empty() ? "" : "; " + place.denied);
  if (holds(codes, "NAME_UNKNOWN")) {
    answer.why = no_repository;
    return;
  }
  if (!holds(codes, "MANIFEST_UNKNOWN")) {
    answer.why = place.name + " answers 404, and does not say what is missing";
    return;
  }
  if (place.mirror) {
    answer.state = State::missing;
    return;
  }
  const Response list =
      get(place, Request::Method::get, place.path + "/tags/list?n=1000", "application/json");
  std::optional<std::vector<std::string>> tags;
  if (list.status == 200) tags = parse_tags(list.body);
  // Some say of a repository that is not there, or not for us, that it lacks the manifest.
  if (!tags) {
    answer.why = list.status == 404 ? no_repository
                                    : no_repository +
                                          ": it has no manifest of it, and no list of "
                                          "its tags for us";
    return;
  }
  if (holds(*tags, asked.image.tag)) {
    answer.why = place.name + " contradicts itself: it lists the tag and has no manifest of it";
    return;
  }
  answer.state = State::missing;
  answer.tags = std::move(*tags);
}

void Client::read_manifest(Place& place, const Asked& asked, const std::string& body,
                           Answer& answer) {
  std::optional<Manifest> manifest = parse_manifest(body);
  if (manifest && manifest->list) {
    for (const Descriptor& each : manifest->parts) {
      if (!holds(answer.platforms, each.platform)) answer.platforms.push_back(each.platform);
    }
    if (!asked.contents) return;
    const Descriptor* const part = of_platform(*manifest, asked.platform);
    if (part == nullptr) {
      answer.why = "there is none for " + asked.platform;
      return;
    }
    const std::optional<std::string> of_part = document(place, "/manifests/", *part, answer);
    if (!of_part) return;
    manifest = parse_manifest(*of_part);
  }
  if (!asked.contents) return;
  if (!manifest || manifest->list) {
    answer.why = place.name + " sent no manifest that can be read here";
    return;
  }
  for (const Descriptor& layer : manifest->parts) {
    // Nobody has such a layer, and sums stay sums.
    if (layer.size > std::uint64_t{1} << 50) return;
    answer.compressed += layer.size;
  }
  const std::optional<std::string> text = document(place, "/blobs/", manifest->config, answer);
  if (!text) return;
  answer.configuration = parse_configuration(*text);
  if (!answer.configuration) answer.why = "its configuration cannot be read: it may be no image";
}

std::optional<std::string> Client::document(Place& place, const std::string& folder,
                                            const Descriptor& what, Answer& answer) {
  if (std::optional<std::string> kept = cache_.document(what.digest)) return kept;
  Response response =
      get(place, Request::Method::get, place.path + folder + what.digest, manifest_types);
  if (response.status != 200) {
    answer.why = refused(place, response);
    return std::nullopt;
  }
  if (!fits_digest(response.body, what.digest)) {
    answer.why = place.name + " sent something else than what has the digest " + what.digest;
    return std::nullopt;
  }
  cache_.keep_document(what.digest, response.body);
  return std::move(response.body);
}

std::string Client::refused(const Place& place, const Response& response) {
  if (response.status == 0) return response.error;
  const std::string status = " (" + std::to_string(response.status) + ")";
  if (response.status == 401 || response.status == 403) {
    return place.name + " does not answer that to us" + status +
           (place.denied.empty() ? "" : "; " + place.denied);
  }
  if (response.status == 429) return place.name + " has been asked too much for now" + status;
  return place.name + " cannot answer" + status;
}

std::vector<Answer> look_up(Client& client, std::span<const Asked> asked) {
  std::vector<Answer> out(asked.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < asked.size(); i = next++) out[i] = client.look_up(asked[i]);
  };
  at_once(std::min(most_at_once, asked.size()), work);
  return out;
}

}  // namespace cudafit::registry
