#include "matrix/host_checks.h"

#include "matrix/rows.h"
#include "matrix/shapes_host.h"

namespace cudafit::matrix {
namespace {

HostCheck read(const Row<shapes::host_check>& row) {
  return {.check = row.text("check"),
          .problem = row.text("problem"),
          .why = row.text("why"),
          .fix = row.texts("fix"),
          .source = row.source(),
          .weak = row.weak()};
}

KnownBad read(const Row<shapes::known_bad>& row) {
  return {.subject = row.text("subject"),
          .below = row.text("below"),
          .from = row.text("from"),
          .breaks = row.flag("breaks"),
          .text = row.text("text"),
          .source = row.source(),
          .weak = row.weak()};
}

}  // namespace

std::optional<HostCheck> host_check(std::string_view check, std::string_view problem) {
  const auto found = rows<shapes::host_check>().find(check, problem);
  return found.empty() ? std::nullopt : std::optional(read(found.front()));
}

std::vector<HostCheck> host_checks() {
  std::vector<HostCheck> out;
  for (const auto row : rows<shapes::host_check>()) out.push_back(read(row));
  return out;
}

std::vector<KnownBad> known_bad(std::string_view subject, Version version) {
  std::vector<KnownBad> out;
  for (const auto row : rows<shapes::known_bad>().find(subject)) {
    const KnownBad bad = read(row);
    const auto below = Version::parse(bad.below);
    const Version from = Version::parse(bad.from).value_or(Version{});
    if (version && below && version < *below && version >= from) out.push_back(bad);
  }
  return out;
}

std::vector<KnownBad> known_bad() {
  std::vector<KnownBad> out;
  for (const auto row : rows<shapes::known_bad>()) out.push_back(read(row));
  return out;
}

}  // namespace cudafit::matrix
