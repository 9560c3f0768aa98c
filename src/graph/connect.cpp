#include "graph/build.h"

namespace cudafit::graph {

Graph connect(facts::Facts facts, StepTraits steps) {
  Graph graph;
  graph.facts = std::move(facts);
  graph.steps = std::move(steps);
  find_starts(graph);
  judge_images(graph);
  find_bases(graph);
  judge_keys(graph);
  find_system_packages(graph);
  fill_timeline(graph);
  fill_packages(graph);
  judge_libraries(graph);
  judge_python(graph);
  judge_managed_python(graph);
  judge_conda(graph);
  judge_conda_builds(graph);
  find_extension_builds(graph);
  judge_hidden_torch(graph);
  judge_toolchain(graph);
  judge_shipped_toolchain(graph);
  judge_cudnn(graph);
  judge_linked(graph);
  find_spare_cuda(graph);
  find_second_toolkits(graph);
  find_lost_packages(graph);
  blame_cudatoolkit(graph);
  graph.machines = machines(graph.facts.hosts);
  find_cuda_uses(graph);
  judge_drivers(graph);
  judge_gates(graph);
  judge_gpu_code(graph);
  judge_targets(graph);
  find_ended_gpus(graph);
  find_installed_drivers(graph);
  judge_library_paths(graph);
  judge_container_variables(graph);
  judge_requested_devices(graph);
  judge_container_hosts(graph);
  find_host_ranges(graph);
  judge_torch_indexes(graph);
  judge_moving_indexes(graph);
  judge_torch_wheels(graph);
  judge_torch_builds(graph);
  judge_torch_pairs(graph);
  judge_apt(graph);
  judge_bases(graph);
  judge_package_slips(graph);
  judge_builds(graph);
  judge_numpy(graph);
  compare_cudas(graph);
  judge_services(graph);
  return graph;
}

}  // namespace cudafit::graph
