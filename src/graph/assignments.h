#pragma once
// Variables and options by which packages are told what to compile. Private to the graph room.

#include <string_view>
#include <vector>

#include "graph/graph.h"

namespace cudafit::graph {

/// As Facts::variable, of a variable that only tells packages what to build: the images whose
/// environment the matrix describes in part set none of these. People's own images may set those
/// that are meant for all builds, such as lists of GPUs.
facts::VariableAnswer build_variable(const Graph& graph, facts::Position at, std::string_view name);

/// As Facts::variable, of a variable that says how NVIDIA's tools work (NVCC_APPEND_FLAGS,
/// NVIDIA_DISABLE_REQUIRE): an image that is declared like another sets no more of these than that
/// one.
facts::VariableAnswer toolkit_variable(const Graph& graph, facts::Position at,
                                       std::string_view name);

/// Something that is read as no setting may set the variable for the command at `at`: the shell
/// that runs it, what that shell reads first, a secret.
bool perhaps_set_by_shell(const Graph& graph, facts::Position at, std::string_view name);

/// `NAME=VALUE` holds for the command at `at`; the value is compared as it stands. `*` as the
/// value: it is set to anything; at the end of the name: any such
/// variable, which proves nothing but its absence. A bare name: any true
/// value.
Known assigned(const Graph& graph, facts::Position at, std::string_view assignment);

/// The variable is set to something that is not empty and says neither no nor off.
Known truthy(const Graph& graph, facts::Position at, std::string_view name);

/// A true value as Go's strconv.ParseBool reads it, which is what NVIDIA's container toolkit calls.
bool boolean_word(std::string_view value);

/// One of the options stands in the words of the command at `at` or in its CMAKE_ARGS; case does
/// not matter.
Known option_given(const Graph& graph, facts::Position at,
                   const std::vector<std::string_view>& options);

}  // namespace cudafit::graph
