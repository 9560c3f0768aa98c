#pragma once
// The part of an analysis that is about a Compose file.

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyze.h"
#include "document/compose.h"
#include "facts/facts.h"
#include "read/dockerfile.h"

namespace cudafit {

/// What has been read to see whether fixes leave YAML as it is.
struct YamlChecked {
  struct File {
    bool known = false;
    std::size_t values = 0;
  };
  std::map<std::string, File> before;  ///< by path
  std::size_t bytes = 0;
};

/// A Compose file that has a Dockerfile built: for all builds of that the same.
struct ComposeRead {
  std::string path;
  std::vector<SourceFile> files;  ///< that were read, as they come behind the Dockerfile
  document::ComposeProject project;
  /// Where services of a name stand in project.services, rising. The names are those of `project`.
  std::unordered_map<std::string_view, std::vector<std::size_t>> by_name{};
  std::vector<facts::Service> facts;  ///< of project.services
  mutable YamlChecked checked{};      ///< by the builds before
};

struct ComposeSide {
  std::shared_ptr<const ComposeRead> read;            ///< null: there is none
  std::vector<const read::ComposeService*> services;  ///< those that are built so
};

/// The Dockerfile that is written in the service `build.inline_of` of the Compose file with these
/// bytes, each byte where the file has it, blanks around it. Empty where it cannot be read so.
std::string inline_text(const Files& files, const Build& build, std::string_view bytes);

/// Reads it, and puts what it says of the build into `options`, where they leave it open. Images
/// and stages that it replaces by other contexts are not known in `dockerfile` any more.
ComposeSide read_side(const Files& files, const Build& build, read::Dockerfile& dockerfile,
                      Sources& sources, document::BuildOptions& options, Shared& shared);

/// The options of the build, with what its Compose file says where they leave it open.
document::BuildOptions built_with(const Files& files, const Build& build);

/// Where containers of the services find other files than those of the image; an empty path may be
/// anywhere.
std::vector<std::string> mounted_paths(const ComposeSide& side);

/// What the services ask for that run this build, and what its arguments do not fit.
void add_services(const Files& files, const Build& build, const ComposeSide& side,
                  const read::Dockerfile& dockerfile, facts::Facts& facts);

/// A Compose file as a build: each service whose image is not built here is a stage.
struct ComposeStages {
  document::ComposeProject project;
  read::Dockerfile dockerfile;
  document::Document document;
  std::vector<std::size_t> services;  ///< of each stage: index into project.services
};

/// Evaluates it. `out.dockerfile` must not move afterwards.
void read_services(const Files& files, const Build& build, const document::BaseImages& images,
                   Sources& sources, FileId file, ComposeStages& out);

/// What its services ask for.
void add_services(const Files& files, const ComposeStages& stages, const Sources& sources,
                  facts::Facts& facts);

/// What hangs on the default of a variable, as `nvidia` in `${RUNTIME:-nvidia}`, is not proven:
/// whoever calls Compose may set another value. It is no error, and says so.
void soften_defaults(const facts::Facts& facts, std::vector<Diagnostic>& findings);

/// Findings of what Compose refuses.
void add_compose_errors(const document::ComposeProject& project, std::vector<Diagnostic>& out);

/// Only shows fixes after which a YAML file would be none, or another one than was meant.
void check_yaml_fixes(const Sources& sources, YamlChecked& checked,
                      std::vector<Diagnostic>& findings);

/// Takes fixes away that would write lines of a Dockerfile into a Compose file.
void keep_yaml(const document::ComposeProject& project, std::vector<Diagnostic>& findings);

}  // namespace cudafit
