#pragma once
// Every shape there is. Only the compiler of the matrix asks for all of them.

#include <vector>

#include "matrix/shapes_conda.h"
#include "matrix/shapes_driver.h"
#include "matrix/shapes_extensions.h"
#include "matrix/shapes_frameworks.h"
#include "matrix/shapes_host.h"
#include "matrix/shapes_image.h"
#include "matrix/shapes_packages.h"
#include "matrix/shapes_pairings.h"
#include "matrix/shapes_torch.h"
#include "matrix/shapes_watch.h"

namespace cudafit::matrix::shapes {

inline std::vector<const Shape*> all() {
  std::vector<const Shape*> out;
  out.insert(out.end(), driver_topic.begin(), driver_topic.end());
  out.insert(out.end(), host_topic.begin(), host_topic.end());
  out.insert(out.end(), torch_topic.begin(), torch_topic.end());
  out.insert(out.end(), extension_topic.begin(), extension_topic.end());
  out.insert(out.end(), framework_topic.begin(), framework_topic.end());
  out.insert(out.end(), image_topic.begin(), image_topic.end());
  out.insert(out.end(), packages_topic.begin(), packages_topic.end());
  out.insert(out.end(), pairing_topic.begin(), pairing_topic.end());
  out.insert(out.end(), conda_topic.begin(), conda_topic.end());
  out.insert(out.end(), watch_topic.begin(), watch_topic.end());
  return out;
}

}  // namespace cudafit::matrix::shapes
