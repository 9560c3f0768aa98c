#include "matrix/pip_limits.h"

#include <string>

#include "matrix/pip_name.h"
#include "matrix/rows.h"
#include "matrix/shapes_pairings.h"
#include "terms/pep440.h"

namespace cudafit::matrix {

std::vector<MissingLimit> missing_limits(std::string_view package, std::string_view version) {
  std::vector<MissingLimit> out;
  const auto release = PyVersion::parse(version);
  if (!release) return out;
  for (const auto row : rows<shapes::missing_limits>().find(std::string_view(pip_name(package)))) {
    const auto range = Specifiers::parse(row.text("range"));
    if (!range || !range->contains(*release, true)) continue;
    out.push_back({.limit = row.text("limit"),
                   .at_build = row.word("when") == "build",
                   .why = row.text("why"),
                   .text = row.text("text"),
                   .source = row.source(),
                   .weak = row.weak()});
  }
  return out;
}

std::optional<MissingLimit> missing_limit(std::string_view package, std::string_view version,
                                          std::string_view other) {
  for (const MissingLimit& each : missing_limits(package, version)) {
    const std::size_t name = each.limit.find_first_of("=<>!~");
    if (!each.at_build && each.limit.substr(0, name) == other) return each;
  }
  return std::nullopt;
}

std::optional<WheelPythons> wheel_pythons(std::string_view package, std::string_view extra,
                                          std::string_view platform, const Version& release) {
  std::optional<WheelPythons> out;
  for (const auto row : rows<shapes::wheel_pythons>().find(std::string_view(pip_name(package)))) {
    if (row.text("extra") != extra || row.text("platform") != platform ||
        release < row.version("from"))
      continue;
    out = {.python_min = row.version("python_min"),
           .python_max = row.version("python_max"),
           .cpu_only = row.flag("cpu_only"),
           .source = row.source()};
  }
  if (out && !out->python_max && !out->cpu_only) return std::nullopt;
  return out;
}

}  // namespace cudafit::matrix
