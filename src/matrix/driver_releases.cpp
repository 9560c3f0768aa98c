#include "matrix/driver_releases.h"

#include "matrix/rows.h"
#include "matrix/shapes_host.h"

namespace cudafit::matrix {
namespace {

/// As Row::choice counts: shapes::host_os_words, from 1.
unsigned word_of(HostOs os) { return os == HostOs::windows ? 2 : 1; }

DriverRelease read(const Row<shapes::driver_release>& row, HostOs os) {
  DriverRelease out{.driver = row.version("driver"),
                    .branch = 0,
                    .date = row.text("date"),
                    .beta = row.flag("beta"),
                    .source = row.source(),
                    .weak = row.weak()};
  if (const std::optional<DriverInfo> info = driver(out.driver, os)) out.branch = info->branch;
  return out;
}

}  // namespace

std::optional<DriverRelease> driver_release(Version driver, HostOs os) {
  const auto found = rows<shapes::driver_release>().find(word_of(os), driver);
  return found.empty() ? std::nullopt : std::optional(read(found.front(), os));
}

std::vector<DriverRelease> driver_releases(HostOs os, std::optional<unsigned> branch) {
  std::vector<DriverRelease> out;
  for (const auto row : rows<shapes::driver_release>().find(word_of(os))) {
    const DriverRelease release = read(row, os);
    if (!branch || release.branch == *branch) out.push_back(release);
  }
  return out;
}

}  // namespace cudafit::matrix
