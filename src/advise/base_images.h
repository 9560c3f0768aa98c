#pragma once
// Other images for bases that do not do.

#include <vector>

#include "graph/graph.h"
#include "source/diagnostic.h"

namespace cudafit::advise {

/// The nearest published image that is still supported: of the same line of CUDA, or of the same
/// release on a newer system. Empty where there is none.
std::vector<Fix> supported_images(const graph::Graph& graph, const graph::SupportNeed& need);

/// Images that differ in their system only and are there for the platform, at most two.
std::vector<Fix> images_for_platform(const graph::Graph& graph, const graph::PlatformNeed& need);

/// The image with glibc of the same Python.
std::vector<Fix> image_with_glibc(const graph::Graph& graph, const graph::MuslNeed& need);

}  // namespace cudafit::advise
