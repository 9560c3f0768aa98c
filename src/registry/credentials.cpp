#include "registry/credentials.h"

#include <algorithm>

#include "registry/documents.h"
#include "source/base64.h"

namespace cudafit::registry {
namespace {

using read::JsonValue;

constexpr std::string_view hub = "docker.io";
/// As Docker itself writes the one of Docker Hub.
constexpr std::string_view hub_key = "https://index.docker.io/v1/";

std::optional<Login> written_login(const JsonValue& entry) {
  Login out;
  out.identity_token = text(entry, "identitytoken");
  out.user = text(entry, "username");
  out.secret = text(entry, "password");
  if (const std::string both = text(entry, "auth"); !both.empty()) {
    const std::optional<std::string> plain = from_base64(both);
    const std::size_t colon = plain ? plain->find(':') : std::string::npos;
    if (colon != std::string::npos) {
      out.user = plain->substr(0, colon);
      out.secret = plain->substr(colon + 1);
      out.secret = out.secret.substr(0, out.secret.find('\0'));
    }
  }
  if (out.identity_token.empty() && out.user.empty()) return std::nullopt;
  return out;
}

bool good_helper(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
}

std::string first_line(std::string_view words) {
  return std::string(words.substr(0, std::min<std::size_t>(words.find_first_of("\r\n"), 200)));
}

}  // namespace

std::string login_host(std::string_view written) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (written.starts_with(scheme)) written.remove_prefix(scheme.size());
  }
  std::string out(written.substr(0, written.find('/')));
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  const bool of_hub = out == "index.docker.io" || out == "registry-1.docker.io";
  return of_hub ? std::string(hub) : out;
}

Logins::Logins(const Files& files, const Environment& environment, programs::Run run)
    : run_(std::move(run)) {
  std::string folder = environment("DOCKER_CONFIG");
  if (folder.empty()) {
    const std::string home = environment("HOME");
    if (home.empty()) return;
    folder = home + "/.docker";
  }
  const std::string path = folder + "/config.json";
  if (files.kind(path) == FileKind::missing) return;
  const Result<std::string> bytes = files.read(path);
  const read::JsonResult json = bytes ? read::read_json(0, *bytes) : read::JsonResult();
  if (!json.value || json.value->kind != JsonValue::Kind::object) {
    problem_ =
        path + ": " + (bytes ? "it is no JSON" : bytes.error()) + "; its credentials are not used";
    return;
  }
  store_ = text(*json.value, "credsStore");
  if (const JsonValue* const helpers = json.value->find("credHelpers"); helpers != nullptr) {
    for (std::size_t i = 0; i < helpers->keys.size(); ++i)
      helpers_[login_host(helpers->keys[i].value)] = helpers->items[i].text.value;
  }
  if (const JsonValue* const auths = json.value->find("auths"); auths != nullptr) {
    for (std::size_t i = 0; i < auths->keys.size(); ++i) {
      std::optional<Login>& login = written_[login_host(auths->keys[i].value)];
      if (!login) login = written_login(auths->items[i]);
    }
  }
}

bool Logins::names(std::string_view host) const {
  const std::string key = login_host(host);
  return written_.contains(key) || helpers_.contains(key);
}

std::optional<Login> Logins::find(std::string_view host, std::string& problem) {
  const std::string key = login_host(host);
  const std::lock_guard lock(mutex_);
  if (const auto known = asked_.find(key); known != asked_.end()) return known->second;
  std::optional<Login> out;
  const auto helper = helpers_.find(key);
  const std::string& name = helper == helpers_.end() ? store_ : helper->second;
  if (!name.empty()) out = ask(name, key, problem);
  const auto written = written_.find(key);
  if (!out && written != written_.end()) out = written->second;
  return asked_[key] = out;
}

std::optional<Login> Logins::ask(const std::string& helper, std::string_view host,
                                 std::string& problem) {
  const std::string program = "docker-credential-" + helper;
  if (!good_helper(helper)) {
    problem = "Docker's configuration names no helper that there can be: " + helper;
    return std::nullopt;
  }
  programs::Command command{.program = program, .words = {"get"}};
  command.input = host == hub ? hub_key : host;
  command.limit = std::chrono::seconds(20);
  command.most_output = 64u << 10;
  const programs::Ended ended = run_(command);
  if (!ended.started || ended.timed_out) {
    problem = program + (ended.timed_out ? " gave no answer in 20 s"
                                         : " cannot be started: " + first_line(ended.error));
    return std::nullopt;
  }
  const read::JsonResult json = read::read_json(0, ended.out);
  if (ended.status != 0 || !json.value) {
    const std::string said = first_line(ended.out.empty() ? ended.error : ended.out);
    // What every helper says of a host it knows nothing of.
    if (said.find("credentials not found") == std::string::npos) problem = program + ": " + said;
    return std::nullopt;
  }
  Login out{text(*json.value, "Username"), text(*json.value, "Secret"), {}};
  if (out.secret.empty()) return std::nullopt;
  if (out.user == "<token>") {
    out.identity_token = std::move(out.secret);
    out.user.clear();
    out.secret.clear();
  }
  return out;
}

}  // namespace cudafit::registry
