// Any bytes as each of conda's files. Places lie in the file, and what is said to stand there
// stands there.

#include "places.h"
#include "read/conda_environment.h"

namespace cudafit::fuzz {

void conda(std::string_view bytes) {
  const read::YamlFile yaml = read::read_yaml(0, bytes);
  inside(yaml.root, bytes);
  for (const read::YamlError& error : yaml.errors) inside(error.span, bytes);
  const read::CondaEnvironment environment = read::read_conda_environment(0, bytes);
  for (const read::Yaml& each : environment.dependencies) inside(each, bytes);
  for (const read::Yaml& each : environment.channels) inside(each, bytes);
  for (const read::Yaml& each : environment.pip) inside(each, bytes);
  for (const Text& line : read::read_conda_list(0, bytes).lines) inside(line, bytes);
  for (const read::CondaLock::Package& package : read::read_conda_lock(0, bytes).packages) {
    inside(package.name, bytes);
    inside(package.version, bytes);
    inside(package.url, bytes);
  }
}

}  // namespace cudafit::fuzz
