#pragma once
// The files that conda and its relatives install from. Files they name are not opened here.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "read/yaml.h"

namespace cudafit::read {

/// environment.yml.
struct CondaEnvironment {
  std::optional<Text> name;    ///< `prefix`, which exports write, is read by nobody
  std::vector<Yaml> channels;  ///< scalars, in order, without `nodefaults`
  bool no_defaults = false;    ///< `nodefaults` is among them: none but these
  /// What to write behind the last channel to add one: a line break with the indentation and the
  /// dash, or a comma. Empty where it is not known.
  std::string channel_glue;
  std::vector<Yaml> dependencies;  ///< scalars, in order
  std::vector<Yaml> pip;           ///< scalars: lines of a requirements file
  bool complete = true;            ///< false: there is more than what is listed
  std::vector<YamlError> errors;   ///< why no tool can read it
};
CondaEnvironment read_conda_environment(FileId file, std::string_view bytes);

/// A file of specifications, one a line: what `conda install --file` takes.
struct CondaList {
  std::vector<Text> lines;  ///< without comments
  bool explicit_ = false;   ///< @EXPLICIT: addresses of packages, installed as they are
  bool known = true;        ///< false: not a text
};
CondaList read_conda_list(FileId file, std::string_view bytes);

/// conda-lock.yml, version 1.
struct CondaLock {
  struct Package {
    Text name, version, url;
    std::string manager, platform;
    std::vector<std::string> categories;  ///< "main", "dev"
    bool optional = false;
  };
  std::vector<Package> packages;
  bool known = true;  ///< false: another version, or not read
  std::vector<YamlError> errors;
};
CondaLock read_conda_lock(FileId file, std::string_view bytes);

}  // namespace cudafit::read
