#include "matrix/managed_pythons.h"

#include "matrix/rows.h"
#include "matrix/shapes_packages.h"

namespace cudafit::matrix {

std::optional<ManagedPythons> managed_pythons(std::string_view tool) {
  std::optional<ManagedPythons> out;
  for (const auto row : rows<shapes::managed_pythons>().find(tool)) {
    out = {.tool = row.text("tool"),
           .release = row.version("release"),
           .image = row.text("image"),
           .python_min = row.version("python_min"),
           .python_max = row.version("python_max"),
           .source = row.source()};
  }
  return out;
}

}  // namespace cudafit::matrix
