#include "matrix/driver_releases.h"

#include <algorithm>
#include <string>

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

bool only_for_linux(Version driver) {
  const std::optional<DriverRelease> release = driver_release(driver, HostOs::linux_);
  if (!release || release->weak) return false;
  unsigned parts = 0;
  std::size_t digits = 0;
  const auto digits_of = [](const Version& each) { return std::to_string(each.minor()).size(); };
  for (const DriverRelease& each : driver_releases(HostOs::windows)) {
    parts = std::max<unsigned>(parts, each.driver.parts);
    digits = std::max(digits, digits_of(each.driver));
  }
  return parts != 0 && (driver.parts > parts || digits_of(driver) > digits);
}

}  // namespace cudafit::matrix
