#pragma once
// The command line as plain data.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "project/choices.h"
#include "read/config.h"

namespace cudafit::cli {

/// Exit statuses; scripts rely on them.
enum Status : int { clean = 0, found = 1, usage = 2, failure = 3 };

enum class Format : std::uint8_t {
  full,
  concise,
  json,
  github,
  sarif,
  gitlab,
  checkstyle,
  junit,
  rdjson,
  markdown
};
/// In the order of `Format`.
inline constexpr const char* format_names[] = {"full",   "concise", "json",       "github",
                                               "sarif",  "gitlab",  "checkstyle", "junit",
                                               "rdjson", "markdown"};
enum class When : std::uint8_t { automatic, always, never };

/// Registries are asked. What is not given here comes from the user's own configuration.
struct OnlineFlags {
  bool online = false;
  std::vector<std::string> insecure, inside;  ///< hosts
  std::vector<std::string> mirrors;           ///< "HOST=URL"
  int timeout = 0;                            ///< in seconds; 0: not given
};

/// How images are tried out: of `verify`, and of `--verify` elsewhere.
struct VerifyOptions {
  bool wanted = false;
  std::string engine;  ///< "docker", "podman", "nerdctl", "local"; empty: whichever answers
  bool pull = false, build = false, compile = false, dry_run = false;
  std::string limit;  ///< of the probe, in seconds, as written; empty: the default
};

struct CheckFlags {
  VerifyOptions verify;
  std::vector<std::string> paths;  ///< never empty; "-" is standard input
  std::string stdin_filename;      ///< the name "-" is analysed under; empty: none
  std::optional<Format> format;    ///< nothing: by where the output goes
  std::string output;              ///< file instead of standard output; empty: none
  When color = When::automatic;
  bool fix = false;  ///< also set by unsafe_fixes
  bool unsafe_fixes = false;
  bool diff = false;
  /// Comments that ignore the findings are written; the reason, "true" when none is given.
  std::string add_ignore;
  std::string baseline, write_baseline;  ///< files; empty: none
  std::string changed_since;             ///< a revision of git; empty: none
  bool watch = false;
  std::string repository;  ///< that the report is about; empty: not said
  project::Choices choices;
  OnlineFlags online;
  bool quiet = false, verbose = false, statistics = false, show_settings = false;
  bool no_gitignore = false;
};

enum class GraphFormat : std::uint8_t { json, dot, mermaid, svg, html };

struct GraphFlags {
  CheckFlags check;  ///< paths, build, host and configuration
  GraphFormat format = GraphFormat::json;
};

struct ParseFlags {
  std::string file;
  bool json = false;
  bool evaluate = false;
  project::BuildChoices build;
};

struct ExplainFlags {
  std::string rule;
  bool json = false;
};

struct RulesFlags {
  bool json = false;
};

enum class TextFormat : std::uint8_t { text, json, markdown };

struct MatrixFlags {
  std::vector<std::string> question;  ///< its words; empty: what can be asked
  TextFormat format = TextFormat::text;
  bool windows = false;             ///< driver versions are those of Windows
  std::string platform;             ///< "linux/arm64"; empty: not said
  bool sources = false;             ///< the whole citations
  bool stale = false;               ///< how old the data are instead; the question is a subject
  std::vector<std::string> matrix;  ///< people's own files for the tables
};

/// What an image is wanted for, where no Dockerfile says it. Versions as written; empty: not said.
struct RequestFlags {
  std::string torch, tensorflow, jax, cuda, python;
  bool compile = false;
  std::string size;  ///< "small", "any"
};

struct RecommendFlags {
  CheckFlags check;           ///< paths, build, host, configuration, diff, fix, output
  bool from_nothing = false;  ///< `request` says what is wanted; no file is read
  RequestFlags request;
  bool compose = false;
  bool split = false;  ///< the diff that makes two stages of one
  TextFormat format = TextFormat::text;
};

struct VerifyFlags {
  /// A path or an image in `paths`; what is tried out and how.
  CheckFlags check;
  bool clean = false;  ///< takes away what killed runs have left, and nothing else
  TextFormat format = TextFormat::text;
};

struct InitFlags {
  std::string directory;
  RequestFlags request;
  project::Choices choices;  ///< the machine, the platform, people's own tables
};

struct DoctorFlags {
  bool json = false;
  bool strict = false;  ///< a failed check makes exit status 1
  std::string root;     ///< where another machine's root is mounted; empty: this machine
};

struct LspFlags {
  bool stdio = false;  ///< what some editors say; there is no other way
};

enum class MergeFormat : std::uint8_t { json, sarif, markdown, text };
/// In the order of `MergeFormat`.
inline constexpr const char* merge_format_names[] = {"json", "sarif", "markdown", "text"};

struct MergeFlags {
  std::vector<std::string> reports;   ///< "REPORT" or "NAME=REPORT"; a directory stands for its own
  std::string from_file;              ///< a file with more of them, one in a line; empty: none
  std::optional<MergeFormat> format;  ///< nothing: that of the reports
  std::string output;                 ///< file instead of standard output; empty: none
  read::FailOn fail_on = read::FailOn::warning;
  std::size_t top = 20;  ///< rows of each table
};

struct CompletionFlags {
  std::string shell;
};

struct ManFlags {};

/// Nothing is left to do: help was asked for, or a mistake has been said.
struct Quit {
  int status = clean;
};

using CommandLine = std::variant<Quit, CheckFlags, GraphFlags, ParseFlags, ExplainFlags, RulesFlags,
                                 MatrixFlags, RecommendFlags, VerifyFlags, InitFlags, DoctorFlags,
                                 LspFlags, MergeFlags, CompletionFlags, ManFlags>;

/// Prints help, the version and mistakes itself. The command is the first argument; without one it
/// is `check`.
CommandLine read_command_line(int argc, char** argv);

/// One option of one command, for shell completion and the manual.
struct OptionHelp {
  std::string name;        ///< with its dashes
  std::string short_name;  ///< "-q"; empty: none
  std::string summary, group;
  std::string type;                 ///< what stands for its value in help
  std::vector<std::string> values;  ///< all it can take, when they are few
  bool takes_value = false;
};
struct PositionalHelp {
  std::string name, summary;
  bool required = false, repeatable = false;
};
struct CommandHelp {
  std::string name, summary, footer;
  std::vector<PositionalHelp> positionals;
  std::vector<OptionHelp> options;  ///< those of one group stand together
};
std::vector<CommandHelp> describe_commands();

}  // namespace cudafit::cli
