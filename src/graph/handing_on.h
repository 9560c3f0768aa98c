#pragma once
// Reasons that grow from stage to stage. Private to the graph room.

#include <vector>

#include "graph/build.h"

namespace cudafit::graph {

/// Notes that are kept of what is copied on and on.
inline constexpr std::size_t most_handed_on = 20;

/// Adds the last copy to the reasons of what is copied. Where there are too many, those in the
/// middle become one: every stage of a chain has its own list, and together they would grow with
/// the square of its length.
void hand_on(std::vector<Note>& because, Note copy);

}  // namespace cudafit::graph
