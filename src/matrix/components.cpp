#include "matrix/components.h"

#include <algorithm>

#include "matrix/rows.h"
#include "matrix/shapes_driver.h"

namespace cudafit::matrix {
namespace {

/// nvidia-cublas of nvidia-cublas-cu12.
std::string_view without_cuda(std::string_view package) {
  const std::size_t at = package.rfind("-cu");
  if (at == std::string_view::npos || at + 3 == package.size()) return package;
  const std::string_view number = package.substr(at + 3);
  const bool digits =
      std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits ? package.substr(0, at) : package;
}

std::string_view component_of(std::string_view package) {
  const auto found = rows<shapes::component_package>().find(without_cuda(package));
  return found.empty() ? package : found.front().text("component");
}

}  // namespace

ToolkitOfComponent toolkit_of(std::string_view package, Version version) {
  const auto found = rows<shapes::toolkit_component>().find(component_of(package), version);
  if (found.empty()) return {};
  const auto row = found.front();
  return {.component = row.text("component"),
          .version = row.version("version"),
          .cudas = row.versions("cuda"),
          .source = row.source(),
          .weak = row.weak()};
}

Version component_version(std::string_view component, Version cuda) {
  for (const auto row : rows<shapes::toolkit_component>().find(component_of(component))) {
    const std::vector<Version> cudas = row.versions("cuda");
    if (std::find(cudas.begin(), cudas.end(), cuda) != cudas.end()) return row.version("version");
  }
  return {};
}

}  // namespace cudafit::matrix
