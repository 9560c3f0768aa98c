#include "matrix/library_path.h"

#include <algorithm>

#include "matrix/rows.h"
#include "matrix/shapes_image.h"

namespace cudafit::matrix {

bool needs_library_path(const PipPackage& package) {
  for (const auto row : rows<shapes::pip_packages>().find(package.name)) {
    if (row.text("extra") != package.extra || row.text("range") != package.range ||
        row.text("variant") != package.variant)
      continue;
    const std::vector<std::string_view> words = row.texts("needs");
    return std::find(words.begin(), words.end(), "library-path") != words.end();
  }
  return false;
}

}  // namespace cudafit::matrix
