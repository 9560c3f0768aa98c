#include "matrix/host.h"

#include <algorithm>

#include "matrix/rows.h"
#include "matrix/shapes_host.h"

namespace cudafit::matrix {
namespace {

HostRequirement read(const Row<shapes::host_requirement>& row) {
  return {.subject = row.text("subject"),
          .need = row.text("need"),
          .written = row.text("minimum"),
          .minimum = Version::parse(row.text("minimum")).value_or(Version{}),
          .kind = static_cast<HostRequirement::Kind>(row.choice("kind")),
          .text = row.text("text"),
          .driver_branch = row.number("driver_branch").value_or(0),
          .source = row.source(),
          .weak = row.weak()};
}

}  // namespace

std::optional<HostRequirement> host_requirement(std::string_view subject, std::string_view need) {
  const auto found = rows<shapes::host_requirement>().find(subject, need);
  return found.empty() ? std::nullopt : std::optional(read(found.front()));
}

std::vector<HostRequirement> host_requirements(std::string_view subject) {
  const auto all = rows<shapes::host_requirement>();
  std::vector<HostRequirement> out;
  for (const auto row : subject.empty() ? all : all.find(subject)) out.push_back(read(row));
  return out;
}

Known JetpackCompat::runs(Version cuda) const {
  const auto has = [&](const std::vector<Version>& lines) {
    return std::any_of(lines.begin(), lines.end(),
                       [&](const Version& line) { return line.same_line(cuda); });
  };
  if (cuda.parts < 2) return Known::unknown;
  if (cuda.same_line(native) || has(works)) return Known::yes;
  if (has(fails) || (fails_from && cuda >= fails_from)) return Known::no;
  return Known::unknown;
}

std::optional<JetpackCompat> jetpack_compat(unsigned jetpack) {
  const auto found = rows<shapes::jetpack_compat>().find(jetpack);
  if (found.empty()) return std::nullopt;
  const Row<shapes::jetpack_compat> row = found.front();
  return JetpackCompat{.jetpack = jetpack,
                       .l4t = row.number("l4t").value_or(0),
                       .native = row.version("native"),
                       .works = row.versions("works"),
                       .fails = row.versions("fails"),
                       .fails_from = row.version("fails_from"),
                       .source = row.source(),
                       .weak = row.weak()};
}

}  // namespace cudafit::matrix
