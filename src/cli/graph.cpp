// `cudafit graph`: what a build puts together, as a graph.

#include "print/graph.h"

#include <deque>

#include "analyze.h"
#include "cli/commands.h"
#include "cli/hosts.h"
#include "cli/output.h"
#include "cli/own_files.h"
#include "cli/report.h"
#include "cli/settings.h"
#include "document/discover.h"

namespace cudafit::cli {

namespace {

std::string printed(GraphFormat format, std::span<const print::DrawnGraph> graphs,
                    const print::PrintOptions& options) {
  switch (format) {
    case GraphFormat::dot:
      return print::graph_dot(graphs);
    case GraphFormat::mermaid:
      return print::graph_mermaid(graphs);
    case GraphFormat::svg:
      return print::graph_svg(graphs);
    case GraphFormat::html:
      return print::graph_html(graphs, options);
    case GraphFormat::json:
      break;
  }
  return print::graph_json(graphs, options);
}

}  // namespace

int graph(const GraphFlags& flags) {
  const std::unique_ptr<Files> files = real_files();
  Settings settings(*files, flags.check);
  document::DiscoverOptions options;
  options.gitignore = !flags.check.no_gitignore;
  options.excluded = [&](const std::string& path, bool directory) {
    return settings.excluded(path, directory);
  };
  const document::Discovery found = document::discover(*files, flags.check.paths, options);
  std::vector<std::string> paths;
  for (const document::Found& file : found.dockerfiles) paths.push_back(file.path);
  if (!open_matrix(*files, settings, paths, flags.check.matrix)) return usage;
  if (const std::string wrong = wrong_host(flags.check.host); !wrong.empty()) {
    say(wrong);
    return usage;
  }
  int status = clean;
  std::deque<Report> reports;
  std::vector<print::DrawnGraph> graphs;
  for (const document::Found& file : found.dockerfiles) {
    const std::optional<FileSettings> settled = settings.settle(file.path);
    if (!settled) continue;
    for (const Build& build : settled->builds) {
      graph::Graph kept;
      Report& report = reports.emplace_back(analyze(*files, build, settled->wanted, &kept));
      for (const PathError& error : report.errors) {
        say(error.path + ": " + error.message);
        status = failure;
      }
      if (report.errors.empty()) graphs.push_back({&report, build.name, graph::draw(kept)});
    }
  }
  for (const PathError& error : found.errors) {
    say(error.path + ": " + error.message);
    status = failure;
  }
  for (const std::string& problem : settings.problems()) {
    say(problem);
    if (status == clean) status = usage;
  }
  const std::string text =
      printed(flags.format, graphs, print_options(flags.check, files->real("."), 0));
  const bool written =
      flags.check.output.empty() ? write_out(text) : replace_file(flags.check.output, text);
  if (!written) {
    say((flags.check.output.empty() ? "standard output" : flags.check.output) +
        ": cannot be written");
    return failure;
  }
  return status;
}

}  // namespace cudafit::cli
