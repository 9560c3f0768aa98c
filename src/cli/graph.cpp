// `cudafit graph`: what a build puts together, as a graph.

#include "print/graph.h"

#include <algorithm>
#include <deque>

#include "analyze.h"
#include "cli/commands.h"
#include "cli/online.h"
#include "cli/report.h"
#include "cli/walk.h"

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
  Walk walk(flags.check);
  std::vector<std::string> paths;
  for (const document::Found& file : walk.found.dockerfiles) paths.push_back(file.path);
  if (!walk.open(paths)) return usage;
  Online online(flags.check.online, *walk.disk);
  if (online.broken()) return usage;
  int status = clean;
  std::deque<Report> reports;
  std::vector<print::DrawnGraph> graphs;
  for (const std::string& path : paths) {
    std::optional<project::FileSettings> settled = walk.settings.settle(path);
    if (!settled) continue;
    online.learn(*walk.files, *settled);
    for (const Build& build : settled->builds) {
      graph::Graph kept;
      Report& report = reports.emplace_back(analyze(*walk.files, build, settled->wanted, &kept));
      status = std::max(status, walk.say_errors(report.errors));
      if (report.errors.empty()) graphs.push_back({&report, build.name, graph::draw(kept)});
    }
  }
  status = walk.finish(status);
  const print::PrintOptions print = print_options(flags.check, walk.files->real("."), 0);
  return walk.put(printed(flags.format, graphs, print)) ? status : failure;
}

}  // namespace cudafit::cli
