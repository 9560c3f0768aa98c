#include "cli/report.h"

#include <unistd.h>

#include <cstdlib>

#include "cli/output.h"
#include "cli/statistics.h"
#include "matrix/matrix.h"
#include "rules/rules.h"
#include "source/files.h"

namespace cudafit::cli {
namespace {

std::string environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// Where the repository is to be seen on the web, in a GitHub workflow.
std::string github_url(const std::string& working) {
  const std::string server = environment("GITHUB_SERVER_URL");
  const std::string repository = environment("GITHUB_REPOSITORY");
  const std::string commit = environment("GITHUB_SHA");
  const bool below = !path_within(environment("GITHUB_WORKSPACE"), working).empty();
  if (server.empty() || repository.empty() || commit.empty() || !below) return "";
  return server + "/" + repository + "/blob/" + commit;
}

/// Whether a person reads the report as it is printed.
bool on_terminal(const CheckFlags& flags) {
  return flags.output.empty() && is_terminal(STDOUT_FILENO);
}

}  // namespace

print::PrintOptions print_options(const CheckFlags& flags, const std::string& working,
                                  double elapsed_ms) {
  print::PrintOptions options;
  options.color = wants_color(flags.color, on_terminal(flags));
  options.hyperlinks = options.color && on_terminal(flags);
  options.verbose = flags.verbose;
  options.quiet = flags.quiet;
  options.unsafe_fixes = flags.unsafe_fixes;
  options.tool_version = CUDAFIT_VERSION;
  options.data_date = matrix::data_date();
  options.docs_url = CUDAFIT_DOCS_URL;
  options.root = working;
  options.blob_url = github_url(working);
  options.run = "cudafit/";
  if (const std::string workflow = environment("GITHUB_WORKFLOW"); !workflow.empty())
    options.run += workflow + "/";
  options.rule = [](std::string_view id) -> const RuleInfo* {
    const rules::Rule* const rule = rules::find(id);
    return rule == nullptr ? nullptr : &rule->info;
  };
  if (on_terminal(flags)) options.elapsed_ms = elapsed_ms;
  return options;
}

Format settled_format(const CheckFlags& flags) {
  return flags.format.value_or(on_terminal(flags) ? Format::full : Format::concise);
}

std::string report_text(const CheckFlags& flags, std::span<const Report> reports,
                        const print::PrintOptions& options) {
  const Format format = settled_format(flags);
  if (flags.statistics) return statistics(reports, options, format == Format::json);
  switch (format) {
    case Format::sarif:
      return print::sarif(reports, options);
    case Format::gitlab:
      return print::gitlab(reports, options);
    case Format::checkstyle:
      return print::checkstyle(reports, options);
    case Format::junit:
      return print::junit(reports, options);
    case Format::rdjson:
      return print::rdjson(reports, options);
    case Format::markdown:
      return print::markdown_report(reports, options);
    case Format::full:
      return print::full(reports, options);
    case Format::concise:
      return print::concise(reports, options);
    case Format::json:
      return print::json(reports, options);
    case Format::github:
      return print::github(reports, options);
  }
  return "";
}

bool wants_github_summary() { return !environment("GITHUB_STEP_SUMMARY").empty(); }

bool append_github_summary(std::span<const Report> reports, const print::PrintOptions& options,
                           const std::string& drawings) {
  const std::string path = environment("GITHUB_STEP_SUMMARY");
  const Result<std::string> before = real_files()->read(path);
  const std::size_t there = before ? before->size() : 0;
  if (append_file(path, print::github_summary(reports, options, drawings, there))) return true;
  say(path + ": cannot be written");
  return false;
}

}  // namespace cudafit::cli
