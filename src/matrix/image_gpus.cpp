#include "matrix/image_gpus.h"

#include "matrix/rows.h"
#include "matrix/shapes_frameworks.h"

namespace cudafit::matrix {

Version image_min_cc(std::string_view repository, std::string_view tag) {
  for (const auto row : rows<shapes::image_releases>().find(repository, tag))
    return row.version("min_cc");
  return {};
}

}  // namespace cudafit::matrix
