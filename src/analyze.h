#pragma once
// The table of contents: the order of things. The CLI, the tests and everything later call this one
// function.

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "document/document.h"
#include "facts/declared_image.h"
#include "facts/host.h"
#include "facts/registry_answer.h"
#include "graph/graph.h"
#include "read/dockerfile.h"
#include "source/files.h"
#include "source/report.h"

namespace cudafit {

/// How one Dockerfile is built.
struct Build {
  std::string name;        ///< shown when one file has several builds; may be empty
  std::string dockerfile;  ///< path to read through Files
  document::BuildOptions options;
  std::string context;    ///< directory; empty: not known
  std::string root = {};  ///< real path of the repository root; empty: no dependency file is read
  std::vector<facts::Host> hosts = {};  ///< machines it must run on; empty: none is declared
  std::vector<facts::DeclaredImage> images = {};  ///< base images of people's own
  std::vector<facts::RegistryAnswer> registry =
      {};  ///< what registries said, where they were asked
  /// The Compose file that has it built, as shown; empty: none. The same as `dockerfile`: the file
  /// itself is analysed, with the services whose images nobody builds.
  std::string compose = {};
  std::vector<std::string> services = {};  ///< of it: those that are built exactly so
  /// The service of the Compose file `dockerfile` in which the Dockerfile itself is written; empty:
  /// it is a file.
  std::string inline_of = {};
  /// Only their arguments and the platform count: what else is in the Dockerfile.
  bool other_stages = false;
};

/// Which findings are wanted. Severities and choices of rules are settled here; exit statuses are
/// the CLI's.
struct Wanted {
  std::vector<std::string> select;                         ///< rule ids; empty: all
  std::vector<std::string> ignore;                         ///< rule ids
  std::vector<std::pair<std::string, Severity>> severity;  ///< overrides, last wins
  bool preview = false;       ///< also rules that are new and may still change
  std::string rule_set = {};  ///< "2026.11": no rules that are newer; empty: all
  /// Whether findings of a rule are not wanted in a file, by its path as shown; may be empty. Asked
  /// from several threads.
  std::function<bool(const std::string& path, std::string_view rule)> ignored_in = {};
  /// Every build that may read the dependency files is being linted: an ignore comment in them that
  /// silences nothing is of no use to anybody.
  bool all_builds = false;
};

/// What goes wrong in reading a file, as a finding of the rule parse-error.
Diagnostic parse_error(Span span, std::string message);

/// The environment that a base image brings, by its reference; nothing when the matrix does not
/// know it.
std::optional<document::BaseEnvironment> base_environment(std::string_view reference);

struct ComposeRead;  // analyze_services.h

/// What was read for one build of a Dockerfile and is the same for the next.
struct Shared {
  std::vector<std::shared_ptr<const ComposeRead>> compose;
  /// Also for the next analysis, when the file was edited.
  read::LastRead dockerfile;
};

/// Reads and analyses one build. Never throws and never fails: what goes wrong is in the report.
/// The graph is kept where `keep` is given; it stays empty for what is no Dockerfile. `shared`: for
/// all builds of one Dockerfile.
Report analyze(const Files& files, const Build& build, const Wanted& wanted,
               graph::Graph* keep = nullptr, Shared* shared = nullptr);

}  // namespace cudafit
