#pragma once
// Images that are for no server.

#include "matrix/contents.h"

namespace cudafit::matrix {

/// An image for boards of Jetson: their driver comes with their system, and has other numbers.
bool for_boards(const ImageContents& contents);

}  // namespace cudafit::matrix
