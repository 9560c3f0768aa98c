#pragma once
// Tables about PyTorch and the packages around it.

#include "matrix/shapes.h"

namespace cudafit::matrix::shapes {

inline constexpr std::array<const Shape*, 0> torch_topic = {};

}  // namespace cudafit::matrix::shapes
