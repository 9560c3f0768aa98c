#include "matrix/library_names.h"

#include "matrix/rows.h"
#include "matrix/shapes_frameworks.h"

namespace cudafit::matrix {

LibraryName library_in_toolkit(std::string_view name, Version cuda) {
  std::string_view library;
  for (const auto row : rows<shapes::library_names>()) {
    if (row.text("name") == name) library = row.text("library");
  }
  LibraryName out;
  if (library.empty()) return out;
  for (const auto row : rows<shapes::library_names>().find(library)) {
    const Version from = row.version("cuda");
    if (from.major() != cuda.major() || from > cuda) continue;
    out.present = known(row.text("name") == name);
    out.instead = row.text("name");
    out.source = row.source();
    out.weak = row.weak();
  }
  return out;
}

std::optional<OpenedLibraries> opened_libraries(std::string_view package, Version version) {
  for (const auto row : rows<shapes::opened_libraries>().find(package)) {
    if (version < row.version("from") || !(version < row.version("below"))) continue;
    return OpenedLibraries{.names = row.texts("names"), .source = row.source(), .weak = row.weak()};
  }
  return std::nullopt;
}

std::vector<LibdeviceUser> libdevice_users(std::string_view package) {
  std::vector<LibdeviceUser> out;
  for (const auto row : rows<shapes::libdevice_users>().find(package)) {
    out.push_back({.extra = row.text("extra"),
                   .range = row.text("range"),
                   .training = row.word("when") == "training",
                   .error = row.text("error"),
                   .source = row.source(),
                   .weak = row.weak()});
  }
  return out;
}

}  // namespace cudafit::matrix
