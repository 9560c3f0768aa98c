#pragma once
// The GPUs of the declared hosts, as lists of architectures are written.

#include <string>
#include <string_view>
#include <vector>

#include "graph/graph.h"

namespace cudafit::advise {

/// "8.0;8.6" for TORCH_CUDA_ARCH_LIST, "80;86" for other variables; empty where no host declares a
/// GPU, where one is not known, or where that nvcc cannot compile for one.
std::string gpu_list(const graph::Graph& graph, std::string_view variable, const Version& nvcc);

/// Puts assignments (`NAME=value `) in front of the command at `at`, or an ENV line of them before
/// an instruction in JSON form, where no shell would read them.
std::vector<Edit> before_command(const graph::Graph& graph, facts::Position at, Span command,
                                 const std::string& assignments);
/// The same for the command an extension is built by.
std::vector<Edit> before_command(const graph::Graph& graph, const graph::ExtensionBuild& build,
                                 const std::string& assignments);

}  // namespace cudafit::advise
