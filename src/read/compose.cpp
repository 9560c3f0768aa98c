#include "read/compose.h"

#include <algorithm>
#include <utility>

#include "read/compose_tree.h"

namespace cudafit::read {

namespace {

using Kind = Yaml::Kind;

const Yaml* find(const Yaml* map, std::string_view key) {
  return map == nullptr ? nullptr : map->find(key);
}

const Yaml* find(const Yaml* map, std::initializer_list<std::string_view> path) {
  for (const std::string_view key : path) map = find(map, key);
  return map;
}

std::optional<Text> text_of(const Yaml* value) {
  if (value == nullptr || value->kind != Kind::scalar) return std::nullopt;
  return value->text;
}

/// One value or a list of them.
std::vector<Text> texts_of(const Yaml* value) {
  std::vector<Text> out;
  if (value == nullptr) return out;
  if (value->kind == Kind::scalar) out.push_back(value->text);
  for (const Yaml& item : value->items) {
    if (item.kind == Kind::scalar) out.push_back(item.text);
  }
  return out;
}

std::vector<ComposePair> pairs_of(const Yaml* value) {
  std::vector<ComposePair> out;
  if (value == nullptr) return out;
  for (YamlEntry& entry : as_map(*value).entries) {
    ComposePair pair{std::move(entry.key.text), std::nullopt};
    if (entry.value.kind == Kind::scalar) pair.value = std::move(entry.value.text);
    out.push_back(std::move(pair));
  }
  return out;
}

ComposeCommand command_of(const Yaml* value) {
  ComposeCommand out;
  if (value == nullptr || value->kind == Kind::null) return out;
  out.written = true;
  out.list = value->kind == Kind::list;
  out.words = texts_of(value);
  out.span = value->span;
  if (!out.words.empty()) out.span = out.words.front().around();
  return out;
}

ComposeBuild build_of(const Yaml& value) {
  ComposeBuild out;
  out.span = value.span;
  if (value.kind == Kind::scalar) {
    out.context = value.text;
    return out;
  }
  out.context = text_of(value.find("context")).value_or(Text());
  out.dockerfile = text_of(value.find("dockerfile")).value_or(Text());
  out.inline_text = value.find("dockerfile_inline") != nullptr;
  out.args = pairs_of(value.find("args"));
  out.target = text_of(value.find("target")).value_or(Text());
  out.platforms = texts_of(value.find("platforms"));
  out.contexts = pairs_of(value.find("additional_contexts"));
  return out;
}

DeviceRequest request_of(const Yaml& item, DeviceRequest::Written written) {
  DeviceRequest out;
  out.written = written;
  out.span = item.span;
  if (item.kind != Kind::map || item.entries.empty()) {
    out.known = false;
    return out;
  }
  out.span = item.entries.front().key.span;
  out.tree = item;
  return out;
}

void read_requests(const Yaml& service, ComposeService& out) {
  const Yaml* const reservations = find(&service, {"deploy", "resources", "reservations"});
  if (const Yaml* const devices = find(reservations, "devices")) {
    for (const Yaml& item : devices->items)
      out.requests.push_back(request_of(item, DeviceRequest::Written::reservation));
    if (devices->kind == Kind::scalar || devices->kind == Kind::map) out.gpu_known = false;
  }
  out.generic_gpu = find(reservations, "generic_resources") != nullptr;
  const Yaml* const gpus = service.find("gpus");
  if (gpus == nullptr) return;
  for (const Yaml& item : gpus->items)
    out.requests.push_back(request_of(item, DeviceRequest::Written::gpus));
  if (gpus->kind == Kind::scalar) {
    DeviceRequest all;
    all.written = DeviceRequest::Written::gpus;
    all.span = gpus->span;
    all.all = gpus->text.value == "all";
    all.known = gpus->text.complete;
    out.requests.push_back(std::move(all));
  }
}

ComposeService service_of(const YamlEntry& entry) {
  ComposeService out;
  const Yaml& service = entry.value;
  out.name = entry.key.text;
  out.image = text_of(service.find("image"));
  if (const Yaml* const build = service.find("build"); build && build->kind != Kind::null)
    out.build = build_of(*build);
  out.environment = pairs_of(service.find("environment"));
  out.environment_known = service.find("env_file") == nullptr;
  if (const Yaml* const list = service.find("environment")) {
    for (const Yaml& item : list->items) {
      const bool unnamed = item.text.value.find('=') == std::string::npos && !item.text.complete;
      if (unnamed) out.environment_known = false;
    }
  }
  out.command = command_of(service.find("command"));
  out.entrypoint = command_of(service.find("entrypoint"));
  out.platform = text_of(service.find("platform"));
  out.runtime = text_of(service.find("runtime"));
  out.shm_size = text_of(service.find("shm_size"));
  out.ipc = text_of(service.find("ipc"));
  out.tmpfs = texts_of(service.find("tmpfs"));
  out.profiles = texts_of(service.find("profiles"));
  const Yaml* const privileged = service.find("privileged");
  out.privileged = privileged != nullptr && privileged->text.value != "false";
  if (const Yaml* const devices = service.find("devices")) {
    out.devices = texts_of(devices);
    for (const Yaml& item : devices->items) {
      if (std::optional<Text> source = text_of(item.find("source")))
        out.devices.push_back(std::move(*source));
    }
  }
  if (const Yaml* const volumes = service.find("volumes")) {
    out.volumes = texts_of(volumes);
    for (const Yaml& item : volumes->items) {
      if (std::optional<Text> target = text_of(item.find("target")))
        out.volumes.push_back(std::move(*target));
    }
  }
  for (const std::string_view key : {"volumes", "volumes_from", "configs", "secrets"}) {
    const Yaml* const value = service.find(key);
    if (value != nullptr && value->kind != Kind::null) out.mounts = true;
  }
  read_requests(service, out);
  out.tree = service;
  return out;
}

}  // namespace

std::vector<ComposeService> compose_services(const Yaml& tree) {
  std::vector<ComposeService> out;
  const Yaml* const services = tree.find("services");
  if (services == nullptr) return out;
  for (const YamlEntry& entry : services->entries) {
    if (entry.key.kind == Kind::scalar && entry.value.kind == Kind::map)
      out.push_back(service_of(entry));
  }
  return out;
}

}  // namespace cudafit::read
