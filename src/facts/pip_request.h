#pragma once
// What one command asks pip or uv for, before files are read. Private to the facts room.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "facts/pip_command.h"

namespace cudafit::facts {

class ProjectInstalls;  // project_installs.h

/// Where a command stands.
struct PipScene {
  const Document& document;
  const document::Context& context;
  const Facts& facts;
  const Stage& stage;
  const Step& step;
  const Command& command;
  Position at;
};

/// A requirements or constraints file that is asked for.
struct PipFile {
  Text path;
  Span span;
  std::vector<Link> how;
  bool constraints = false;
};

/// A group of dependencies that is asked for: `--group dev`, `--group path/pyproject.toml:dev`.
struct PipGroup {
  std::string path;  ///< empty: pyproject.toml in the working directory
  std::string name;
  Span span;
};

/// What pip.conf holds by then: written by `pip config set`; and whether uv has one of its own.
struct PipConfiguration {
  std::map<std::string, OptionValue, std::less<>> global, install;  ///< by key, "index-url"
  bool known = true;  ///< false: something not followed may be in it
  bool uv = true;     ///< false: a uv.toml that is not followed was written
};

struct PipRequest {
  PipInstall install;
  std::vector<PipFile> files;
  std::vector<PipGroup> groups;
  std::vector<std::string> extras;  ///< uv --extra, normalized: of the projects that -r names
  bool all_extras = false;
  bool sources = true;                     ///< uv: [tool.uv.sources] counts
  std::optional<OptionValue> interpreter;  ///< --python and its variable
  bool system = false;                     ///< uv --system
  std::optional<Text> directory;           ///< uv --directory
  bool reads_configuration = true;
  bool nothing = false;  ///< --help, --version
};

/// Options in the order in which they count: configuration, variables, command line.
PipRequest pip_request(const PipScene& scene, const PipCall& call,
                       const PipConfiguration& configuration);

/// Reads the files of the request and whatever they name; requirements, constraints and options go
/// to the install. Projects are left out.
void read_pip_files(const PipScene& scene, const std::string& directory, ProjectInstalls& projects,
                    PipRequest& request, std::vector<BrokenFile>& broken);
/// One file at `path`, seen from `directory`.
void read_pip_file(const PipScene& scene, const std::string& directory, const PipFile& file,
                   PipInstall& install);

/// Whether uv takes the file of `-r` for a project and reads it as one.
bool is_project_file(Installer tool, std::string_view path);

/// A file as a command finds it.
struct FoundFile {
  Known present = Known::unknown;  ///< yes: `file` and `bytes` are there, too
  /// Not known only because the base image might hold it: nothing in the build puts it there.
  bool unmentioned = false;
  Span changed_by;  ///< where it is not known: the instruction because of which it is not
  FileId file = no_file;
  std::string_view bytes;
  /// A heredoc's text behind as many line ends as bytes stand before it in the Dockerfile, so that
  /// places agree; `bytes` is in it.
  std::shared_ptr<const std::string> padded;
};

/// The file at `path`, seen from `working`, when the scene's command runs.
FoundFile find_file(const PipScene& scene, std::string_view working, std::string_view path);

/// pip.conf may change what the command does.
bool pip_configured_elsewhere(const PipScene& scene);
/// The user, the system or a variable may have another uv.toml than the project.
bool uv_configured_elsewhere(const PipScene& scene, const PipConfiguration& configuration);
/// What uv.toml and [tool.uv] of the nearest pyproject.toml say goes to the install.
void configure_uv(const PipScene& scene, const std::string& directory, PipInstall& install);

/// The requirements of the projects that the request names: `.`, `-e ./sub[extra]`, -r
/// pyproject.toml, --group. `markers`: what is known of the Python that installs. Files that cannot
/// be read go to `broken`.
void read_pip_projects(const PipScene& scene, const std::string& directory,
                       const MarkerEnvironment& markers, PipRequest& request,
                       std::vector<BrokenFile>& broken);

/// Parts of a list that are separated by one of `separators`.
std::vector<Text> parts(const Text& text, std::string_view separators);

/// What markers can be proven to be where the command runs; `python`: "3.10", or empty.
MarkerEnvironment marker_environment(const PipScene& scene, const std::string& python);

/// --no-binary and --only-binary. False when the names are not known.
bool apply_names(PipOption meaning, const Text& names, PipInstall& install);

/// How the variables that a word names got their values.
std::vector<Link> links_of(const PipScene& scene, const Text& raw);

}  // namespace cudafit::facts
