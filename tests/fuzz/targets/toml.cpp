// Any bytes as each of the files that are TOML.

#include "places.h"
#include "read/config.h"
#include "read/online_config.h"
#include "read/pyproject.h"
#include "read/registries_conf.h"
#include "read/toml_values.h"

namespace cudafit::fuzz {
namespace {

void dependencies(const std::vector<read::Dependency>& all, std::string_view bytes) {
  for (const read::Dependency& each : all) {
    inside(each.requirement.text, bytes);
    inside(each.requirement.error_span, bytes);
    inside(each.span, bytes);
    inside(each.source, bytes);
  }
}

void groups(const std::vector<read::DependencyGroup>& all, std::string_view bytes) {
  for (const read::DependencyGroup& each : all) {
    inside(each.name, bytes);
    dependencies(each.dependencies, bytes);
    for (const Text& include : each.includes) inside(include, bytes);
  }
}

void indexes(const std::vector<read::PackageIndex>& all, std::string_view bytes) {
  for (const read::PackageIndex& each : all) {
    inside(each.name, bytes);
    inside(each.url, bytes);
    inside(each.span, bytes);
  }
}

void pyproject(std::string_view bytes) {
  const read::Pyproject file = read::read_pyproject(0, bytes);
  if (file.error) {
    inside(file.error->span, bytes);
    hold(!file.error->message.empty() && !file.project, "a broken file that is read");
  }
  if (file.project) {
    inside(file.project->name, bytes);
    inside(file.project->version, bytes);
    inside(file.project->requires_python, bytes);
    dependencies(file.project->dependencies, bytes);
    groups(file.project->extras, bytes);
  }
  groups(file.groups, bytes);
  dependencies(file.build_requires, bytes);
  if (file.uv) {
    indexes(file.uv->indexes, bytes);
    dependencies(file.uv->constraints, bytes);
    dependencies(file.uv->overrides, bytes);
    dependencies(file.uv->dev, bytes);
    for (const read::PackageSource& source : file.uv->sources) {
      inside(source.written_name, bytes);
      inside(source.value, bytes);
      inside(source.span, bytes);
    }
  }
  if (file.poetry) {
    dependencies(file.poetry->dependencies, bytes);
    groups(file.poetry->groups, bytes);
    groups(file.poetry->extras, bytes);
    indexes(file.poetry->sources, bytes);
  }
  if (file.pdm) {
    indexes(file.pdm->sources, bytes);
    groups(file.pdm->dev, bytes);
    dependencies(file.pdm->overrides, bytes);
  }
}

}  // namespace

void toml(std::string_view bytes) {
  const read::RegistriesConf registries = read::parse_registries_conf(bytes);
  hold(registries.error.empty() || registries.registries.empty(), "half a registries.conf is used");
  pyproject(bytes);
  const read::ParsedConfig config =
      read::parse_config(0, bytes, "/p", {"torch-wheel-not-found", "driver-too-old"});
  for (const read::ConfigError& error : config.errors) {
    inside(error.span, bytes);
    hold(!error.message.empty(), "an error without words");
  }
  for (const read::HostTable& host : config.config.hosts) inside(host.span, bytes);
  for (const read::BuildTable& build : config.config.builds) {
    inside(build.span, bytes);
    inside(build.dockerfile.span, bytes);
  }
  for (const read::ImageTable& image : config.config.images) inside(image.span, bytes);
  for (const read::ConfigError& error : read::parse_online_config(0, bytes).errors)
    inside(error.span, bytes);
  const read::TomlValues values = read::read_toml_values(bytes);
  hold(values.broken_line == 0 || values.values.empty(), "a broken file that is read");
}

}  // namespace cudafit::fuzz
