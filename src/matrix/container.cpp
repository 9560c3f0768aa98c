#include "matrix/container.h"

#include "matrix/pattern.h"
#include "matrix/rows.h"
#include "matrix/shapes_host.h"

namespace cudafit::matrix {
namespace {

DriverCapability read(const Row<shapes::driver_capability>& row) {
  return {.name = row.text("name"),
          .gives = row.text("gives"),
          .error = row.text("error"),
          .source = row.source()};
}

}  // namespace

std::vector<ImagePath> image_paths(std::string_view repository, std::string_view tag) {
  std::vector<ImagePath> out;
  for (const auto row : rows<shapes::image_path>().find(repository)) {
    if (!match_glob(row.text("tags"), tag)) continue;
    out.push_back({.directory = row.text("directory"),
                   .holds = row.text("holds"),
                   .error = row.text("error"),
                   .source = row.source(),
                   .weak = row.weak()});
  }
  return out;
}

std::vector<DriverCapability> driver_capabilities() {
  std::vector<DriverCapability> out;
  for (const auto row : rows<shapes::driver_capability>()) out.push_back(read(row));
  return out;
}

std::optional<DriverCapability> driver_capability(std::string_view name) {
  const auto found = rows<shapes::driver_capability>().find(name);
  return found.empty() ? std::nullopt : std::optional(read(found.front()));
}

}  // namespace cudafit::matrix
