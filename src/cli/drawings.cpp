#include "cli/drawings.h"

#include "analyze.h"
#include "print/graph.h"
#include "print/markdown.h"

namespace cudafit::cli {
namespace {

/// Where GitHub refuses to draw.
constexpr std::size_t most_of_one = 50'000;
/// More than anyone unfolds.
constexpr std::size_t most_of_all = 256u << 10;

}  // namespace

std::string drawings(const Files& files, std::span<const project::FileSettings> settings,
                     std::span<const Report> reports) {
  std::string out;
  for (std::size_t i = 0; i < settings.size() && out.size() < most_of_all; ++i) {
    if (reports[i].findings.empty() || reports[i].file == no_file) continue;
    for (const Build& build : settings[i].builds) {
      graph::Graph kept;
      const Report report = analyze(files, build, settings[i].wanted, &kept);
      const print::DrawnGraph drawn{&report, build.name, graph::draw(kept)};
      const std::string flow = print::graph_mermaid({&drawn, 1});
      if (drawn.drawing.nodes.empty() || flow.size() > most_of_one) continue;
      const std::string ticks = print::fence(flow);
      out += "<details><summary>" + print::markdown(report.path) +
             (build.name.empty() ? "" : ", build " + print::markdown(build.name)) +
             ": what is put together</summary>\n\n" + ticks + "mermaid\n" + flow + ticks +
             "\n\n</details>\n\n";
    }
  }
  return out;
}

}  // namespace cudafit::cli
