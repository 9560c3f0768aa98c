#include "matrix/distributions.h"

#include "matrix/rows.h"
#include "matrix/shapes_packages.h"

namespace cudafit::matrix {

std::optional<OsSupport> os_support(std::string_view os, std::string_view version) {
  const auto found = rows<shapes::os_support>().find(os, version);
  if (found.empty()) return std::nullopt;
  const auto row = found.front();
  return OsSupport{.ended = row.text("ended"), .source = row.source(), .weak = row.weak()};
}

std::optional<AptSection> apt_section(std::string_view package, std::string_view os,
                                      std::string_view version) {
  const auto found = rows<shapes::apt_sections>().find(package, os, version);
  if (found.empty()) return std::nullopt;
  const auto row = found.front();
  return AptSection{.section = row.text("section"),
                    .enable = row.text("enable"),
                    .source = row.source(),
                    .weak = row.weak()};
}

std::optional<GlibcOnly> glibc_only(std::string_view package) {
  const auto found = rows<shapes::pip_glibc_only>().find(package);
  if (found.empty()) return std::nullopt;
  const auto row = found.front();
  return GlibcOnly{.pip_shows = row.text("pip_shows"), .source = row.source(), .weak = row.weak()};
}

}  // namespace cudafit::matrix
