#include "registry/engine_settings.h"

#include <algorithm>

#include "read/json.h"
#include "read/registries_conf.h"
#include "registry/url.h"

namespace cudafit::registry {
namespace {

using Conf = read::RegistriesConf;

class Reader {
 public:
  Reader(const Files& files, Settings& settings) : files_(files), settings_(settings) {}

  /// The daemon's, of its machine or of the user.
  void docker(const std::string& path) {
    const std::string bytes = read(path);
    if (bytes.empty()) return;
    const read::JsonResult json = read::read_json(0, bytes);
    if (!json.value) return wrong(path, "it is no JSON");
    for (const std::string& at : strings(*json.value, "registry-mirrors")) {
      const std::optional<Url> url = parse_url(at);
      if (!url || url->target.find('?') != std::string::npos) {
        wrong(path, "a mirror is no address");
      } else {
        settings_.mirrors.emplace_back("docker.io", at);
      }
    }
    for (const std::string& host : strings(*json.value, "insecure-registries")) {
      // Networks ("10.0.0.0/8") name no host.
      if (server(host, true) && host.find('/') == std::string::npos)
        settings_.insecure.push_back(host);
    }
  }

  void podman(const std::string& path) {
    const std::string bytes = read(path);
    if (bytes.empty()) return;
    Conf conf = read::parse_registries_conf(bytes);
    if (!conf.error.empty()) return wrong(path, conf.error);
    for (Conf::Registry& each : conf.registries) {
      // What is read later counts, as a whole.
      std::erase_if(registries_, [&](const auto& known) { return known.prefix == each.prefix; });
      registries_.push_back(std::move(each));
    }
  }

  void podman_folder(const std::string& path) {
    const Result<std::vector<DirectoryEntry>> entries = files_.list(path);
    if (!entries) return;
    for (const DirectoryEntry& entry : *entries) {
      if (entry.name.ends_with(".conf")) podman(path + "/" + entry.name);
    }
  }

  std::vector<std::string> finish() {
    for (const Conf::Registry& each : registries_) settings_.routes.push_back(route(each));
    return std::move(problems_);
  }

 private:
  void wrong(const std::string& path, const std::string& why) {
    problems_.push_back(path + ": " + why + "; what it says of registries is not used");
  }

  /// Empty where there is nothing to use.
  std::string read(const std::string& path) {
    if (files_.kind(path) == FileKind::missing) return {};
    Result<std::string> bytes = files_.read(path);
    if (bytes) return std::move(*bytes);
    wrong(path, bytes.error());
    return {};
  }

  static std::vector<std::string> strings(const read::JsonValue& value, std::string_view key) {
    std::vector<std::string> out;
    const read::JsonValue* const list = value.find(key);
    if (list == nullptr || list->kind != read::JsonValue::Kind::array) return out;
    for (const read::JsonValue& each : list->items) {
      if (each.kind == read::JsonValue::Kind::string) out.push_back(each.text.value);
    }
    return out;
  }

  static std::string address(const std::string& location, bool insecure) {
    return (insecure ? "http://" : "https://") + location;
  }

  Route route(const Conf::Registry& registry) {
    Route out;
    out.prefix = registry.prefix;
    out.blocked = registry.blocked;
    for (const Conf::Mirror& each : registry.mirrors) {
      Route::Mirror mirror{.at = address(each.location, each.insecure)};
      mirror.tags = each.pulls != "digest-only" && !registry.mirrors_by_digest_only;
      mirror.digests = each.pulls != "tag-only";
      if (parse_url(mirror.at)) out.mirrors.push_back(std::move(mirror));
    }
    const std::size_t slash = registry.prefix.find('/');
    if (!registry.location.empty() && registry.location != registry.prefix) {
      out.instead = address(registry.location, registry.insecure);
    } else if (registry.insecure && slash != std::string::npos) {
      out.instead = address(registry.prefix, true);  // what else there is at the host is not meant
    } else if (registry.insecure && server(registry.prefix, true)) {
      settings_.insecure.push_back(registry.prefix);
    }
    return out;
  }

  const Files& files_;
  Settings& settings_;
  std::vector<Conf::Registry> registries_;
  std::vector<std::string> problems_;
};

}  // namespace

std::vector<std::string> add_engine_settings(const Files& files, const Environment& environment,
                                             Settings& settings) {
  Reader reader(files, settings);
  const std::string own = configuration_folder(environment);
  if (!own.empty()) reader.docker(own + "/docker/daemon.json");
  reader.docker("/etc/docker/daemon.json");

  const std::string name = "/containers/registries.conf";
  const std::string given = environment("CONTAINERS_REGISTRIES_CONF");
  const bool has_own = !own.empty() && files.kind(own + name) != FileKind::missing;
  if (!given.empty()) {
    reader.podman(given);
  } else {
    reader.podman(has_own ? own + name : "/etc" + name);
  }
  reader.podman_folder("/etc" + name + ".d");
  if (!own.empty()) reader.podman_folder(own + name + ".d");
  return reader.finish();
}

}  // namespace cudafit::registry
