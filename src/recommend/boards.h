#pragma once
// What Jetson boards run. Private to the recommend room.

#include <string>
#include <vector>

#include "matrix/image_releases.h"
#include "recommend/target.h"

namespace cudafit::recommend {

/// "Jetson Linux 36.4.0 to 36.5.2 (JetPack 6.1 GA to 6.2.3)"
std::string boards_words(const std::vector<matrix::JetsonRelease>& systems);

/// The systems of boards with that CUDA that all declared GPUs run, by the image that is made for
/// them (none: those for servers run there), the newest image first.
std::vector<std::vector<matrix::JetsonRelease>> board_systems(const Target& target,
                                                              const Version& cuda);

}  // namespace cudafit::recommend
