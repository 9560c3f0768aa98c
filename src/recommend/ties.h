#pragma once
// Lines that hold with one image only: they name what is in it by its full version. Private to the
// recommend room.

#include <vector>

#include "graph/graph.h"
#include "matrix/contents.h"

namespace cudafit::recommend {

/// Those of `stages` that may not hold with `other` in place of the present image, whose contents
/// `now` are (null: not known): each with its place.
std::vector<Note> ties(const graph::Graph& graph, const std::vector<int>& stages,
                       const matrix::ImageContents* now, const matrix::ImageContents& other);

}  // namespace cudafit::recommend
