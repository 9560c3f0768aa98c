// Prints what we read of Compose files, one JSON object a line, for comparison with compose-go.

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "document/compose.h"
#include "source/files.h"

using namespace cudafit;
using nlohmann::json;

namespace {

/// Texts that are not known are null.
json text(const Text& value) { return value.complete ? json(value.value) : json(nullptr); }

json text(const std::optional<Text>& value) { return value ? text(*value) : json(""); }

json texts(const std::vector<Text>& values) {
  json out = json::array();
  for (const Text& each : values) out.push_back(text(each));
  return out;
}

/// A value that the caller's environment has is null.
json pairs(const std::vector<read::ComposePair>& values) {
  json out = json::object();
  for (const read::ComposePair& pair : values) {
    if (pair.name.complete) out[pair.name.value] = pair.value ? text(*pair.value) : json(nullptr);
  }
  return out;
}

json request(const read::DeviceRequest& request) {
  json out = json::object();
  if (request.all) return {{"count", "all"}};
  for (const read::YamlEntry& entry : request.tree.entries) {
    const read::Yaml& value = entry.value;
    json list = json::array();
    for (const read::Yaml& item : value.items) list.push_back(text(item.text));
    out[entry.key.text.value] = value.kind == read::Yaml::Kind::list ? list : text(value.text);
  }
  return out;
}

/// The context seen from the project, `root`.
json context(const read::ComposeService& service, const Files& files, const Sources& sources,
             const std::string& root) {
  const Text& written = service.build->context;
  if (!written.complete || !service.build->span) return nullptr;
  const std::string below = files.real(parent_path(sources[service.build->span.file].path));
  if (written.value.find("://") != std::string::npos || below.empty()) return nullptr;
  return path_from(root, resolve_dots(join_path(below, written.value)));
}

json service(const read::ComposeService& service, const json& context) {
  json out = {{"image", text(service.image)},
              {"platform", text(service.platform)},
              {"runtime", text(service.runtime)},
              {"ipc", text(service.ipc)},
              {"profiles", texts(service.profiles)},
              {"environment", pairs(service.environment)},
              {"environment_known", service.environment_known},
              {"devices", texts(service.devices)}};
  for (const read::DeviceRequest& each : service.requests) {
    const bool gpus = each.written == read::DeviceRequest::Written::gpus;
    out[gpus ? "gpus" : "reservations"].push_back(request(each));
  }
  if (service.command.list) out["command"] = texts(service.command.words);
  if (service.entrypoint.list) out["entrypoint"] = texts(service.entrypoint.words);
  if (service.build) {
    out["build"] = {{"context", context},
                    {"dockerfile", text(service.build->dockerfile)},
                    {"target", text(service.build->target)},
                    {"platforms", texts(service.build->platforms)},
                    {"args", pairs(service.build->args)}};
  }
  return out;
}

}  // namespace

int main(int count, char** arguments) {
  const std::unique_ptr<Files> files = real_files();
  for (int i = 1; i < count; ++i) {
    const std::string path = arguments[i];
    Result<std::string> bytes = files->read(path);
    if (!bytes) continue;
    Sources sources;
    const FileId file = sources.add(path, std::move(*bytes));
    const std::string root = files->real(parent_path(path));
    const document::ComposeProject project = document::read_compose(*files, sources, file, root);
    json services = json::object();
    for (const read::ComposeService& each : project.services)
      services[each.name.value] =
          service(each, each.build ? context(each, *files, sources, root) : json());
    const bool refused = std::any_of(project.uses.begin(), project.uses.end(),
                                     [](const read::ComposeUse& use) { return use.invalid; });
    const json line = {{"file", path},
                       {"known", project.known},
                       {"errors", project.errors.size()},
                       {"refused", refused},
                       {"services", services}};
    std::cout << line.dump(-1, ' ', false, json::error_handler_t::replace) << "\n";
  }
}
