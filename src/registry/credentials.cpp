#include "registry/credentials.h"

#include <unistd.h>

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
  const std::string home = environment("HOME");
  std::string docker = environment("DOCKER_CONFIG");
  if (docker.empty() && !home.empty()) docker = home + "/.docker";
  if (!docker.empty()) read(files, docker + "/config.json", false);
  if (const std::string named = environment("REGISTRY_AUTH_FILE"); !named.empty()) {
    read(files, named, true);
    return;
  }
  const std::string runtime = environment("XDG_RUNTIME_DIR");
  const std::string usual = "/run/containers/" + std::to_string(getuid());
  read(files, (runtime.empty() ? usual : runtime + "/containers") + "/auth.json", true);
  if (const std::string folder = configuration_folder(environment); !folder.empty())
    read(files, folder + "/containers/auth.json", true);
}

void Logins::read(const Files& files, const std::string& path, bool of_podman) {
  if (files.kind(path) == FileKind::missing) return;
  const Result<std::string> bytes = files.read(path);
  const read::JsonResult json = bytes ? read::read_json(0, *bytes) : read::JsonResult();
  if (!json.value || json.value->kind != JsonValue::Kind::object) {
    problems_.push_back(path + ": " + (bytes ? "it is no JSON" : bytes.error()) +
                        "; its credentials are not used");
    return;
  }
  Store store{.parts = of_podman, .helper = {}};
  if (!of_podman) store.helper = text(*json.value, "credsStore");
  if (const JsonValue* const helpers = json.value->find("credHelpers"); helpers != nullptr) {
    for (std::size_t i = 0; i < helpers->keys.size(); ++i)
      store.helpers[login_host(helpers->keys[i].value)] = helpers->items[i].text.value;
  }
  if (const JsonValue* const auths = json.value->find("auths"); auths != nullptr) {
    for (std::size_t i = 0; i < auths->keys.size(); ++i) {
      const std::string& key = auths->keys[i].value;
      const std::size_t slash = key.find('/');
      // With a scheme it is as Docker writes it, which means the host alone.
      const bool part = of_podman && slash != std::string::npos && !key.starts_with("http://") &&
                        !key.starts_with("https://");
      std::optional<Login>& login =
          store.written[login_host(key) + (part ? key.substr(slash) : std::string())];
      if (!login) login = written_login(auths->items[i]);
    }
  }
  stores_.push_back(std::move(store));
}

bool Logins::names(std::string_view host) const {
  const std::string key = login_host(host);
  return std::any_of(stores_.begin(), stores_.end(), [&](const Store& store) {
    const auto part = store.written.lower_bound(key + "/");
    return store.written.contains(key) || store.helpers.contains(key) ||
           (part != store.written.end() && part->first.starts_with(key + "/"));
  });
}

std::optional<Login> Logins::find(std::string_view host, std::string_view path,
                                  std::string& problem) {
  const std::string key = login_host(host);
  if (path.starts_with("/v2/")) path.remove_prefix(3);
  const std::lock_guard lock(mutex_);
  for (const Store& store : stores_) {
    std::string part = key + std::string(path);
    for (; store.parts && part.size() > key.size(); part.resize(part.rfind('/'))) {
      const auto written = store.written.find(part);
      if (written != store.written.end() && written->second) return written->second;
    }
    const auto own = store.helpers.find(key);
    const std::string& helper = own == store.helpers.end() ? store.helper : own->second;
    if (!helper.empty()) {
      if (std::optional<Login> out = ask_once(helper, key, problem)) return out;
    }
    const auto written = store.written.find(key);
    if (written != store.written.end() && written->second) return written->second;
  }
  return std::nullopt;
}

std::optional<Login> Logins::ask_once(const std::string& helper, const std::string& host,
                                      std::string& problem) {
  const auto [known, fresh] = asked_.try_emplace(helper + " " + host);
  if (fresh) known->second = ask(helper, host, problem);
  return known->second;
}

std::optional<Login> Logins::ask(const std::string& helper, std::string_view host,
                                 std::string& problem) {
  const std::string program = "docker-credential-" + helper;
  if (!good_helper(helper)) {
    problem = "the configuration of logins names no helper that there can be: " + helper;
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
