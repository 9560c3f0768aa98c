#pragma once
// What can be present or wanted, and where: the vocabulary shared by facts and the matrix.

#include <cstdint>

namespace cudafit {

/// One kind of thing that has versions or must exist.
enum class Component : std::uint8_t {
  image,        ///< a container image; key = repository, value = tag
  cuda,         ///< a CUDA toolkit or runtime
  apt_key,      ///< the signing key of NVIDIA's apt repository
  gpu,          ///< a GPU with its driver
  variable,     ///< an environment variable or build argument
  requirement,  ///< a package requirement as written on a command line
};

/// Where a component lives. A pip wheel's CUDA is not the image's CUDA.
enum class Place : std::uint8_t { host, image, apt, pip, conda };

}  // namespace cudafit
