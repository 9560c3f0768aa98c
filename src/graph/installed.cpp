#include "graph/installed.h"

#include <set>
#include <utility>

namespace cudafit::graph {

std::vector<const Package*> installed(const Graph& graph, facts::Position where) {
  std::vector<const Package*> out;
  std::set<std::pair<std::string_view, std::string_view>> seen;  // name, environment
  for (auto each = graph.packages.rbegin(); each != graph.packages.rend(); ++each) {
    if (seen.contains({each->name, each->environment.path})) continue;
    const PackageAnswer answer = graph.package(each->name, where, &each->environment);
    if (answer.package == nullptr) continue;
    if (seen.insert({answer.package->name, answer.package->environment.path}).second)
      out.push_back(answer.package);
  }
  return out;
}

GpuWish gpu_wish(const Graph& graph, int stage) {
  const Base& base = graph.bases[static_cast<std::size_t>(stage)];
  if (base.contents && base.contents->gated) {
    const std::size_t root = graph.facts.stages[static_cast<std::size_t>(stage)].root;
    return {"the image starts from " + base.name, graph.facts.stages[root].from};
  }
  for (const facts::Host& host : graph.facts.hosts) {
    if (!host.gpus.empty()) return {"a GPU is declared: " + host.gpus.front().written, {}};
  }
  return {};
}

}  // namespace cudafit::graph
