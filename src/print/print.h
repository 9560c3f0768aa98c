#pragma once
// The output formats, one function and one file each. Every printer returns bytes and writes
// nothing: where they go, and what the terminal can do, is the caller's business.

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "source/report.h"

namespace cudafit::print {

struct PrintOptions {
  bool color = false;         ///< ANSI colours
  bool hyperlinks = false;    ///< OSC 8 links; only terminals understand them
  bool verbose = false;       ///< adds the date of the data to every finding
  bool quiet = false;         ///< leaves hints out, of the counts too
  bool unsafe_fixes = false;  ///< this run would apply suggested fixes, so they count as fixable
  std::size_t width = 200;    ///< columns of source shown of one line
  std::string tool_version;
  std::string data_date;  ///< of the matrix; empty when not known
  std::string docs_url;   ///< folder of the rule pages, `<docs_url>/<rule>`; empty: no such links
  std::string blob_url;  ///< folder of the sources on the web, for the GitHub summary; may be empty
  std::string root;      ///< absolute working directory, for links to files; may be empty
  std::size_t known = 0;             ///< findings that are left out because a baseline lists them
  std::size_t clean_files = 0;       ///< linted, and without a report since nothing is said of them
  std::optional<double> elapsed_ms;  ///< absent: not mentioned, so that output is reproducible
  /// The word that turns workflow commands back on (github only). It must not be guessable from the
  /// files that are linted; empty: a random one is drawn.
  std::string stop_token;
  /// What tells this run from others about the same commit, for SARIF: "cudafit/<workflow>/".
  std::string run;
  /// Which repository the report is about, and the hosts with a name that it was made for: whoever
  /// merges reports tells them apart by these.
  std::string repository;
  std::vector<std::string> hosts;
  /// A path as shown, seen from the root of the repository; as it is where it lies elsewhere.
  std::function<std::string(std::string_view path)> in_repository;
  /// What there is to say of a rule; null where there is no such rule.
  const RuleInfo* (*rule)(std::string_view id) = nullptr;
};

/// For people: every finding with its excerpt, its reasons and its fixes, then the stage lines,
/// then the summary line.
std::string full(std::span<const Report> reports, const PrintOptions& options);

/// One line per finding, for pipes and hooks, then the summary line.
std::string concise(std::span<const Report> reports, const PrintOptions& options);

/// For programs; schema/check.schema.json describes it. ASCII only, so that it is harmless in a
/// terminal too.
std::string json(std::span<const Report> reports, const PrintOptions& options);

/// For a GitHub workflow's log: `full`, with workflow commands stopped while untrusted text is
/// printed, then annotations.
std::string github(std::span<const Report> reports, const PrintOptions& options);

/// Markdown for the file $GITHUB_STEP_SUMMARY, in which `there` bytes stand already: at most 1 MiB
/// in all. `drawings` stands at its end where
/// there is room.
std::string github_summary(std::span<const Report> reports, const PrintOptions& options,
                           std::string_view drawings = {}, std::size_t there = 0);

/// For comments and pages: the same Markdown without GitHub's limit.
std::string markdown_report(std::span<const Report> reports, const PrintOptions& options);

/// SARIF 2.1.0, as GitHub's code scanning and editors read it: rules with their pages, reasons as
/// related places and as a path to the finding, fixes, and fingerprints that survive moved lines.
std::string sarif(std::span<const Report> reports, const PrintOptions& options);

/// GitLab's report of code quality.
std::string gitlab(std::span<const Report> reports, const PrintOptions& options);

/// Checkstyle's XML, which Jenkins and reviewdog read.
std::string checkstyle(std::span<const Report> reports, const PrintOptions& options);

/// JUnit's XML: a suite for each file, a failed test for each error and warning. Never without a
/// test.
std::string junit(std::span<const Report> reports, const PrintOptions& options);

/// reviewdog's JSON, whose suggestions a reviewer takes with a click.
std::string rdjson(std::span<const Report> reports, const PrintOptions& options);

/// What the tool itself could not do, one line per path, for stderr: full and concise do not show
/// it.
std::string failures(std::span<const Report> reports, const PrintOptions& options);

/// `Found 2 errors, 1 warning in 3 files (0.8 ms). [*] 2 fixable with --fix (1 more with
/// --unsafe-fixes).`
std::string summary_line(std::span<const Report> reports, const PrintOptions& options);

/// What `git apply` needs to turn `before` into `after`; empty when they are equal. Exact bytes: it
/// can hold anything the file holds, so send it to a terminal only through `printable_diff`.
std::string unified_diff(std::string_view path, std::string_view before, std::string_view after);

/// A unified diff for a terminal: untrusted text escaped, coloured when asked. No longer fit for
/// `git apply`.
std::string printable_diff(std::string_view diff, const PrintOptions& options);

}  // namespace cudafit::print
