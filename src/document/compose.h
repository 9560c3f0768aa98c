#pragma once
// Compose projects: the files that Compose would read, put together, and what their services build.
// What Docker Bake builds and what a devcontainer.json starts has the same form (build_files.h).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "read/compose.h"
#include "read/compose_values.h"
#include "read/docker_run.h"
#include "read/dockerfile.h"
#include "source/files.h"
#include "source/sources.h"

namespace cudafit::document {

/// `compose*.yaml`, `docker-compose*.yml` and the like, in any case.
bool is_compose_name(std::string_view name);
/// The path of the file that Compose lays over this one by itself, `compose.override.yaml`; empty
/// when there is none.
std::string compose_override(const Files& files, const std::string& path);
/// The path of the file that this one is laid over by Compose itself; empty for all others.
std::string compose_base(const Files& files, const std::string& path);

/// The files that people lay this one over with `-f`: of a file with another name those of the
/// project's own beside it, and those before it in the list of a development container.
std::vector<std::string> files_below(const Files& files, const std::string& path);
/// There are such files.
bool may_be_overlay(const Files& files, const std::string& path);
/// The text has `name:` as the key of something, as that of a service that is laid over another.
bool has_key(std::string_view bytes, std::string_view name);
/// One of files_below may have the service, too, so that this file does not say all of it.
bool laid_over(const Files& files, const std::string& path, std::string_view service);

struct ComposeProject {
  FileId file = no_file;      ///< the file asked for
  std::vector<FileId> files;  ///< all that are part of it, without `.env`
  std::vector<read::ComposeService> services;
  std::vector<read::YamlError> errors;  ///< what Compose refuses, in any of the files
  std::vector<read::ComposeUse> uses;   ///< every `$` in the values of `files`
  read::ComposeVariables variables;     ///< of `.env`
  /// False: a part is not known (an included file that is not there, a template, several
  /// documents), so that what is missing proves nothing.
  bool known = true;
  bool runs = true;  ///< its services run; false: they are only built
  /// The options with which a development container is started.
  std::optional<read::DockerRun> options = {};

  /// A part of the text is the default of a variable: whoever calls Compose may set another.
  bool replaceable(const Text& text) const;
};

/// A service of the Compose file at `path`, in `bytes`, may have a `build`. False only where no key
/// of the file can be that word, and no other file can be a part of the project.
bool may_build(const Files& files, const std::string& path, std::string_view bytes);

/// Reads a Compose file, the one that Compose lays over it, what they include and extend, and the
/// file `.env` beside it; or a file of Bake or a devcontainer.json. Nothing outside `root` (a real
/// path) is opened. `bytes`: of the file, in `sources` already.
ComposeProject read_compose(const Files& files, Sources& sources, FileId file,
                            const std::string& root);

/// Several Compose files, each laid over those before it, as `docker compose -f a -f b`. The file
/// asked for is not set.
ComposeProject read_layers(const Files& files, Sources& sources,
                           const std::vector<std::string>& paths, const std::string& root);

/// The Dockerfile that a service builds, and how.
struct ComposeTarget {
  std::string dockerfile;  ///< real path; empty: none that is known, or it is written inline
  std::string context;     ///< real path; also of what is written inline
};
ComposeTarget compose_target(const Files& files, const Sources& sources,
                             const read::ComposeService& service, const std::string& root);

/// The Dockerfile that is written in the service itself (`dockerfile_inline`), laid out like
/// `bytes` of the file it stands in, blanks for all the rest: each of its bytes is where the file
/// has it. Empty where there is none, or where Compose would put other bytes there (variables,
/// escapes).
std::string inline_dockerfile(const read::ComposeService& service, FileId file,
                              std::string_view bytes);

/// How the service's Dockerfile is built.
void set_options(const read::ComposeService& service, const ComposeProject& project,
                 BuildOptions& options);

/// The services that run an image which nobody builds here, each as a stage: FROM the image, ENV
/// what it sets, CMD what it starts. It is of no file. `services` gets the index of each stage's
/// service.
read::Dockerfile service_stages(const ComposeProject& project, std::vector<std::size_t>& services);

}  // namespace cudafit::document
