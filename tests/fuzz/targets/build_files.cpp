// Any bytes as the files that say what is built and run: JSON, HCL, and what is made of them.

#include <optional>

#include "places.h"
#include "read/bake.h"
#include "read/compose.h"
#include "read/compose_values.h"
#include "read/devcontainer.h"

namespace cudafit::fuzz {
namespace {

void pairs(const std::vector<read::ComposePair>& all, std::string_view bytes) {
  for (const read::ComposePair& each : all) {
    inside(each.name, bytes);
    if (each.value) inside(*each.value, bytes);
  }
}

void build(const read::ComposeBuild& each, std::string_view bytes) {
  inside(each.span, bytes);
  inside(each.context, bytes);
  inside(each.dockerfile, bytes);
  inside(each.target, bytes);
  pairs(each.args, bytes);
  pairs(each.contexts, bytes);
  for (const Text& platform : each.platforms) inside(platform, bytes);
}

void bake(std::string_view bytes, bool json) {
  const read::BakeFile file = read::read_bake({{0, bytes, json}});
  for (const read::BakeTarget& target : file.targets) {
    inside(target.name, bytes);
    build(target.build, bytes);
  }
  for (const read::HclError& error : file.errors) inside(error.span, bytes);
}

void compose(std::string_view bytes) {
  const read::YamlFile yaml = read::read_yaml(0, bytes);
  inside(yaml.root, bytes);
  read::Yaml tree = yaml.root;
  const read::ComposeVariables variables = read::read_dotenv(0, bytes);
  for (const auto& [name, value] : variables) inside(value, bytes);
  std::vector<read::ComposeUse> uses;
  read::interpolate(tree, variables, &uses);
  for (const read::ComposeUse& use : uses) {
    inside(use.span, bytes);
    inside(use.value, bytes);
  }
  for (const read::ComposeService& service : read::compose_services(tree)) {
    inside(service.name, bytes);
    if (service.image) inside(*service.image, bytes);
    if (service.build) build(*service.build, bytes);
    pairs(service.environment, bytes);
    for (const Text& word : service.command.words) inside(word, bytes);
    for (const Text& word : service.entrypoint.words) inside(word, bytes);
    for (const read::DeviceRequest& request : service.requests) inside(request.span, bytes);
  }
}

void devcontainer(std::string_view bytes) {
  const read::DevcontainerFile file = read::read_devcontainer(0, bytes);
  hold(file.container.has_value() != file.error.has_value(), "neither read nor refused");
  if (file.error) inside(*file.error, bytes);
  if (!file.container) return;
  if (file.container->image) inside(*file.container->image, bytes);
  if (file.container->build) build(*file.container->build, bytes);
  pairs(file.container->environment, bytes);
  for (const Text& each : file.container->compose) inside(each, bytes);
  for (const read::DockerOption& option : file.container->run.options) inside(option.span, bytes);
}

}  // namespace

void build_files(std::string_view bytes) {
  const read::JsonResult json = read::read_json(0, bytes);
  if (json.value) inside(*json.value, bytes);
  hold(json.error_at <= bytes.size(), "an error outside the file");

  const read::HclFile hcl = read::read_hcl(0, bytes);
  inside(hcl.root, bytes);
  for (const read::HclError& error : hcl.errors) inside(error.span, bytes);
  const read::HclScope nothing{
      .variable = [](std::string_view) -> std::optional<read::HclValue> { return std::nullopt; },
      .function = [](std::string_view) -> const read::HclFunction* { return nullptr; }};
  for (const read::HclAttribute& attribute : hcl.root.attributes)
    inside(read::evaluate(attribute.value, nothing).text, bytes);
  bake(bytes, false);
  bake(bytes, true);
  compose(bytes);
  devcontainer(bytes);
}

}  // namespace cudafit::fuzz
