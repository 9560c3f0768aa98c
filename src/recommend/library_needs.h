#pragma once
// What packages need of the CUDA and cuDNN of the system and do not find now: whether another image
// alone gives it to them.

#include <vector>

#include "graph/graph.h"
#include "matrix/contents.h"

namespace cudafit::recommend {

/// They do not find it there, either: something else than the image mends it.
bool still_missed(const graph::Graph& now, const graph::Graph& there,
                  const std::vector<int>& stages);

/// Nothing says that they miss it there, or that they have it. In the order of `now`'s.
std::vector<const graph::LibraryNeed*> unproven(const graph::Graph& now, const graph::Graph& there,
                                                const std::vector<int>& stages);

/// How many of those that find nothing now certainly find nothing in such an image, either.
unsigned left_without(const graph::Graph& now, const matrix::ImageContents& image,
                      const std::vector<int>& stages);

}  // namespace cudafit::recommend
