#pragma once
// Tables about what images hold and what packages bring.

#include "matrix/shapes.h"

namespace cudafit::matrix::shapes {

inline constexpr std::array<const Shape*, 0> image_topic = {};

}  // namespace cudafit::matrix::shapes
