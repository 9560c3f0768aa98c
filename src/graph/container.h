#pragma once
// What stands between the containers of a stage and the driver of their host: library paths,
// variables that NVIDIA's container toolkit reads, and the shell that is not there.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "facts/container.h"
#include "graph/need.h"
#include "source/text.h"

namespace cudafit::graph {

struct Graph;

enum class ContainerFlaw : std::uint8_t {
  paths_lost,      ///< value: the directory that is not searched any more; other: what programs say
  paths_twice,     ///< LD_LIBRARY_PATH twice in one ENV; value: what the first says and is lost
  conda_first,     ///< value: conda's directory
  compat_forced,   ///< value: the directory of cuda-compat
  compat_refused,  ///< needs host; value: "cuda-compat-12-4"; other: the GPU; name: the branch of
                   ///< the package
  stub_loaded,     ///< value: the directory; graver: a libcuda.so.1 is there
  libcuda_linked,  ///< value: the linker
  capability_missing,  ///< value: the capability; other: what wants it; graver: own list
  capability_unknown,  ///< value: the word; other: the nearest one that exists
  capability_all,
  require_off,         ///< NVIDIA_DISABLE_REQUIRE
  devices_invalid,     ///< value: the word that names no GPU
  devices_renumbered,  ///< value: the first number that is not there; other: the other variable's,
                       ///< or, graver, how many GPUs a service asks for
  devices_hidden,      ///< value: as written; other: what wants a GPU
  devices_fixed,       ///< value: as written
  runtime_installed,   ///< value: the package; other: why
  single_gpu,          ///< needs a host with WSL2; value: what chooses GPUs
  managed_memory,      ///< needs a host with WSL2; value: what asks for it, "NAME=value"
  shell_skipped,       ///< value: the environment of conda; other: the program
  nvidia_docker,       ///< value: the program
  pci_device,          ///< value: the device
};

/// One thing that stands in the way. Only unmet needs are kept.
struct ContainerNeed {
  Need need;
  ContainerFlaw flaw = ContainerFlaw::paths_lost;
  std::string name;   ///< the variable; empty where none is concerned, or see ContainerFlaw
  std::string value;  ///< see ContainerFlaw
  std::string other;
  bool graver = false;
  /// Where an edit puts another text: [begin, end) of `text`; an empty text: no edit.
  Text text;
  std::size_t begin = 0;
  std::size_t end = 0;
  Span name_span;  ///< of the variable's name in its ENV
};

/// A step of one of the stages has words because of which something is better not said.
/// `variable`: of Doubt::set_at_start and set_twice.
bool doubted(const Graph& graph, const std::vector<int>& chain, facts::Doubt doubt,
             std::string_view variable = {});
/// A start command names the variable, or goes through a script that may set it.
bool started_otherwise(const Graph& graph, const std::vector<int>& chain,
                       std::string_view variable);
/// The services that run the stage all ask Docker for GPUs, which then says itself which ones they
/// see, whatever NVIDIA_VISIBLE_DEVICES is.
bool requests_decide(const Graph& graph, int stage);
/// All declared hosts are WSL2, which hands on all GPUs to a container, whatever it is told.
bool hands_on_all(const Graph& graph);
/// CUDA_VISIBLE_DEVICES of services against the number of GPUs they ask for.
void judge_requested_devices(Graph& graph);
/// The stage sets LD_LIBRARY_PATH itself: it may lead anywhere.
bool library_path_is_set(const Graph& graph, int stage);
/// It does, and not only to the directories of the toolkit and those where the loader looks anyway.
bool library_path_leads_elsewhere(const Graph& graph, int stage);
/// Library paths of shipped stages.
void judge_library_paths(Graph& graph);
/// Variables that NVIDIA's container toolkit and CUDA read.
void judge_container_variables(Graph& graph);
/// What is told to hosts: toolkits in images, docker in scripts, WSL2, cuda-compat; after
/// judge_gates.
void judge_container_hosts(Graph& graph);

}  // namespace cudafit::graph
