#include "graph/build.h"

namespace cudafit::graph {

Graph connect(facts::Facts facts) {
  Graph graph;
  graph.facts = std::move(facts);
  judge_images(graph);
  find_bases(graph);
  fill_timeline(graph);
  fill_packages(graph);
  judge_libraries(graph);
  judge_python(graph);
  judge_conda(graph);
  find_extension_builds(graph);
  judge_toolchain(graph);
  judge_shipped_toolchain(graph);
  blame_cudatoolkit(graph);
  return graph;
}

}  // namespace cudafit::graph
