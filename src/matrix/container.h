#pragma once
// What containers find of the driver: directories that only an image's LD_LIBRARY_PATH leads to,
// and the words by which NVIDIA's container toolkit is asked for parts of the driver.

#include <optional>
#include <string_view>
#include <vector>

#include "matrix/matrix.h"

namespace cudafit::matrix {

/// A directory on the LD_LIBRARY_PATH of an image to which nothing else leads the loader.
struct ImagePath {
  std::string_view directory;
  std::string_view holds;  ///< one clause
  std::string_view error;  ///< what programs print without it
  Citation source;
  bool weak = false;
};
/// Those of an image, by its canonical repository.
std::vector<ImagePath> image_paths(std::string_view repository, std::string_view tag);

/// A word of NVIDIA_DRIVER_CAPABILITIES.
struct DriverCapability {
  std::string_view name;
  std::string_view gives;  ///< one clause
  std::string_view error;  ///< what programs print without it; may be empty
  Citation source;
};
std::vector<DriverCapability> driver_capabilities();
std::optional<DriverCapability> driver_capability(std::string_view name);

}  // namespace cudafit::matrix
