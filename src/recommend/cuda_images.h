#pragma once
// Which images of nvidia/cuda may be offered, and why others may not. Private to the recommend
// room.

#include <string>
#include <string_view>
#include <vector>

#include "matrix/contents.h"
#include "matrix/image_releases.h"
#include "recommend/target.h"

namespace cudafit::recommend {

/// What is asked of an image of nvidia/cuda.
struct Wanted {
  matrix::Flavor flavor = matrix::Flavor::none;
  unsigned cudnn_major = 0;  ///< 0: without cuDNN
  Version cudnn_min;
};

/// Published tags of a line of CUDA on systems with apt, the newest patch and system first.
std::vector<matrix::ImageTag> cuda_images(const Version& line, const Wanted& wanted,
                                          const std::string& arch);
/// "nvidia/cuda:12.4.1-base-ubuntu22.04"
std::string image_of(const matrix::ImageTag& tag);
/// "ubuntu:22.04" under an image of nvidia/cuda.
std::string system_of(const matrix::ImageContents& held);

/// The system still gets updates. The linter leaves the age of images without CUDA to others; what
/// is recommended has to be fresh all the same.
bool fresh(std::string_view os, std::string_view release);
/// Of an image of nvidia/cuda whose system is not fresh: since when.
std::string aged(const matrix::ImageTag& tag);
/// The oldest release of a distribution that images of CUDA are made on and that is fresh; empty:
/// there is none.
std::string fresh_system(std::string_view os);

/// Of images of a release that are published but none of which can be offered: what is missing, as
/// a clause; empty: none is published.
std::string not_known_of(const Version& release, matrix::Flavor flavor, const std::string& arch);
/// Of CUDA asked for by its line: why its newest release is not the one that is taken. `images`:
/// of that line, the newest first.
std::string why_not_newest(const Request& request, const Target& target,
                           const std::vector<matrix::ImageTag>& images);
/// Which images there are of that release, or of that line, is known.
bool listed_whole(const Version& cuda);

}  // namespace cudafit::recommend
