#include "document/build_files.h"

#include <algorithm>
#include <utility>

#include "read/bake.h"
#include "read/devcontainer.h"
#include "terms/ascii.h"

namespace cudafit::document {

namespace {

bool is_json(std::string_view path) { return path.ends_with(".json"); }

/// `docker-bake.override.hcl` for `docker-bake.hcl` and `docker-bake.json`.
std::string bake_override(const Files& files, const std::string& path) {
  const std::string_view name = file_name(path);
  if (name != "docker-bake.hcl" && name != "docker-bake.json") return {};
  for (const std::string_view other : {"docker-bake.override.hcl", "docker-bake.override.json"}) {
    std::string over = join_path(parent_path(path), other);
    if (files.kind(over) == FileKind::regular) return over;
  }
  return {};
}

/// The directory that the context is seen from; nothing when it is not known.
std::optional<std::string> below(const Files& files, const read::ComposeBuild& build,
                                 std::string directory, const std::string& root) {
  const std::string context = build.context.empty() ? "." : build.context.value;
  const std::string name = build.dockerfile.empty() ? "Dockerfile" : build.dockerfile.value;
  std::optional<std::string> found;
  while (true) {
    const std::string real = files.real(directory);
    if (real.empty() || path_within(root, real).empty()) return found;
    const std::string dockerfile = tidy_path(join_path(join_path(directory, context), name));
    if (files.kind(dockerfile) == FileKind::regular) {
      if (found) return std::nullopt;
      found = directory;
    }
    if (real == root || real == "/") return found;
    directory = tidy_path(join_path(directory, ".."));
  }
}

/// The path as the file is shown when it is read for itself: without `..`, from the working
/// directory on where `path` is relative.
std::string shown(const Files& files, const std::string& path) {
  const std::string real = files.real(path);
  if (real.empty() || path.starts_with('/')) return real.empty() ? path : real;
  const std::string within = path_within(files.real("."), real);
  return within.empty() ? real : within;
}

/// The paths of its Compose files; empty where there are less than two, or one is not known.
std::vector<std::string> layers_of(const Files& files, const read::Devcontainer& container,
                                   const std::string& path) {
  std::vector<std::string> out;
  for (const Text& each : container.compose) {
    if (!each.complete) return {};
    out.push_back(shown(files, tidy_path(join_path(parent_path(path), each.value))));
  }
  if (out.size() < 2) out.clear();
  return out;
}

}  // namespace

bool is_bake_name(std::string_view name) {
  return (name.ends_with(".hcl") || name.ends_with(".json")) &&
         (name.starts_with("docker-bake.") || name.starts_with("docker-bake-") ||
          name == "bake.hcl" || name == "bake.json");
}

bool is_devcontainer_name(std::string_view name) {
  return name == "devcontainer.json" || name == ".devcontainer.json";
}

bool is_project_name(std::string_view name) {
  return is_compose_name(name) || is_bake_name(name) || is_devcontainer_name(name);
}

ComposeProject read_bake_project(const Files& files, Sources& sources, FileId file,
                                 const std::string& root) {
  ComposeProject out;
  out.file = file;
  out.files.push_back(file);
  std::vector<read::BakeSource> read = {{file, sources[file].bytes, is_json(sources[file].path)}};
  const std::string over = bake_override(files, sources[file].path);
  if (!over.empty() && !path_within(root, files.real(over)).empty()) {
    if (Result<std::string> bytes = files.read(over)) {
      const FileId id = sources.add(over, std::move(*bytes));
      out.files.push_back(id);
      read.push_back({id, sources[id].bytes, is_json(over)});
    }
  }
  read::BakeFile bake = read::read_bake(read);
  for (const read::HclError& error : bake.errors) out.errors.push_back({error.span, error.message});
  out.known = bake.errors.empty();
  const std::string directory = parent_path(sources[file].path);
  for (read::BakeTarget& target : bake.targets) {
    read::ComposeService service;
    service.name = std::move(target.name);
    service.gpu_known = false;
    std::optional<std::string> from;
    if (!target.build.inline_text && target.build.context.complete &&
        target.build.dockerfile.complete)
      from = below(files, target.build, directory, root);
    if (from) {
      target.build.below = *from;
      target.build.below_guessed = *from != directory;
      service.build = std::move(target.build);
      out.services.push_back(std::move(service));
    }
  }
  out.runs = false;
  return out;
}

ComposeProject read_devcontainer_project(const Files& files, Sources& sources, FileId file,
                                         const std::string& root) {
  ComposeProject out;
  out.file = file;
  out.files.push_back(file);
  read::DevcontainerFile read = read::read_devcontainer(file, sources[file].bytes);
  if (read.error) out.errors.push_back({*read.error, "this is no JSON, with or without comments"});
  out.known = read.container.has_value();
  if (!read.container) return out;
  read::Devcontainer& container = *read.container;
  if (!container.compose.empty()) {
    const std::vector<std::string> layers = layers_of(files, container, sources[file].path);
    if (layers.empty()) return out;
    out = read_layers(files, sources, layers, root);
    out.file = file;
    for (read::ComposeService& service : out.services) {
      if (container.service && container.service->value == service.name.value)
        service.gpu_known = false;  // whether one is wanted, its users know
    }
    return out;
  }
  read::ComposeService service;
  service.gpu_known = false;  // whether one is wanted, its users know
  service.environment_known = false;
  service.environment = std::move(container.environment);
  service.image = std::move(container.image);
  service.build = std::move(container.build);
  if (!service.image && !service.build) return out;
  service.name.append_derived("devcontainer",
                              service.build ? service.build->span : service.image->around());
  if (service.build) service.build->dockerfile_beside = true;
  for (const read::DockerOption* const option : container.run.all("--device"))
    service.devices.push_back(option->value);
  for (const read::DockerOption* const option : container.run.all("--volume", "-v"))
    service.volumes.push_back(option->value);
  if (const read::DockerOption* const option = container.run.find("--runtime"))
    service.runtime = option->value;
  if (const read::DockerOption* const option = container.run.find("--platform"))
    service.platform = option->value;
  if (const read::DockerOption* const option = container.run.find("--shm-size"))
    service.shm_size = option->value;
  if (const read::DockerOption* const option = container.run.find("--ipc"))
    service.ipc = option->value;
  service.privileged = container.run.find("--privileged") != nullptr;
  service.mounts = true;  // the user's files
  out.options = std::move(container.run);
  out.services.push_back(std::move(service));
  return out;
}

std::vector<std::string> devcontainer_layers(const Files& files, const std::string& directory) {
  for (const std::string_view name :
       {"devcontainer.json", ".devcontainer.json", ".devcontainer/devcontainer.json"}) {
    const std::string path = join_path(directory, std::string(name));
    if (files.kind(path) != FileKind::regular) continue;
    const Result<std::string> bytes = files.read(path);
    if (!bytes) continue;
    const read::DevcontainerFile read = read::read_devcontainer(0, *bytes);
    if (!read.container) continue;
    std::vector<std::string> layers = layers_of(files, *read.container, path);
    if (!layers.empty()) return layers;
  }
  return {};
}

}  // namespace cudafit::document
