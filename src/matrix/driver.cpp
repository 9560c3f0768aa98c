#include "matrix/driver.h"

#include <algorithm>

#include "matrix/rows.h"
#include "matrix/shapes_driver.h"

namespace cudafit::matrix {
namespace {

using Branch = Row<shapes::driver_branch>;
using Toolkit = Row<shapes::toolkit_release>;

/// As Row::choice counts: shapes::host_os_words, from 1.
unsigned word_of(HostOs os) { return os == HostOs::windows ? 2 : 1; }

Version toolkit_driver(const Toolkit& row, HostOs os) {
  return os == HostOs::windows ? row.version("windows") : row.version("linux");
}

/// The release itself, or where `cuda` names only its line the one that asks for least.
std::optional<Toolkit> toolkit_row(const Version& cuda, HostOs os) {
  std::optional<Toolkit> best;
  for (const Toolkit row : rows<shapes::toolkit_release>()) {
    const Version release = row.version("cuda");
    if (cuda.parts >= 3 && release == cuda) return row;
    if (cuda.parts < 2 || !release.same_line(cuda) || row.flag("preview")) continue;
    if (!toolkit_driver(row, os)) continue;
    if (!best || toolkit_driver(row, os) < toolkit_driver(*best, os)) best = row;
  }
  return best;
}

bool above_table(const Version& cuda) {
  const Version newest = rows<shapes::toolkit_release>().back().version("cuda");
  return cuda.major() > newest.major() ||
         (cuda.major() == newest.major() && cuda.minor() > newest.minor());
}

DriverInfo info(const Branch& row, HostOs os) {
  const bool windows = os == HostOs::windows;
  return {
      .branch = row.number("branch").value_or(0),
      .max_cuda = row.version("max_cuda"),
      .kind = row.text("kind"),
      .end_of_life = row.text("end_of_life"),
      .oldest = windows ? row.version("windows_oldest") : row.version("oldest"),
      .newest = windows ? row.version("windows_newest") : row.version("newest"),
      .last_branch_for = row.text("last_for"),
      .weak = row.weak() || (windows && row.flag("windows_weak")),
      .source = row.source(),
  };
}

/// Whether a Windows driver is of the branch. A bare number is by its first part.
bool windows_number(const Branch& row, const Version& driver) {
  const Version from = row.version("windows_from");
  if (!from) return false;
  const bool reached = driver.parts == 1 ? driver.major() >= from.major() : driver >= from;
  return reached && driver < row.version("windows_below");
}

}  // namespace

std::optional<DriverFloor> driver_floor(Version cuda, HostOs os) {
  if (!cuda || rows<shapes::toolkit_release>().empty() || above_table(cuda)) return std::nullopt;
  std::optional<Row<shapes::driver_floor>> family;
  for (const auto row : rows<shapes::driver_floor>().find(word_of(os))) {
    if (row.version("cuda") <= cuda) family = row;
  }
  if (!family || family->version("cuda").major() != cuda.major()) return std::nullopt;
  DriverFloor out;
  out.needed = family->version("driver");
  out.minor_version_compatibility = family->flag("minor_version_compatibility");
  out.minimum_known = family->version("lowest_said") ? family->version("lowest_said") : out.needed;
  if (const std::optional<Toolkit> row = toolkit_row(cuda, os)) {
    out.toolkit_driver = toolkit_driver(*row, os);
    out.toolkit_branch = row->number("branch").value_or(0);
    if (!out.minor_version_compatibility) out.needed = std::max(out.needed, out.toolkit_driver);
  }
  out.source = family->source();
  out.weak = family->weak();
  return out;
}

std::vector<ToolkitRelease> toolkit_releases() {
  std::vector<ToolkitRelease> out;
  for (const Toolkit row : rows<shapes::toolkit_release>()) {
    out.push_back({.cuda = row.version("cuda"),
                   .date = row.text("date"),
                   .preview = row.flag("preview"),
                   .branch = row.number("branch").value_or(0),
                   .driver_linux = row.version("linux"),
                   .driver_windows = row.version("windows"),
                   .source = row.source(),
                   .weak = row.weak()});
  }
  return out;
}

std::optional<DriverInfo> driver(Version driver, HostOs os) {
  if (!driver) return std::nullopt;
  if (os == HostOs::linux_) return driver_branch(driver.major(), os);
  for (const Branch row : rows<shapes::driver_branch>()) {
    if (windows_number(row, driver)) return info(row, os);
  }
  return std::nullopt;
}

std::optional<DriverInfo> driver_branch(unsigned branch, HostOs os) {
  const Rows<shapes::driver_branch> found = rows<shapes::driver_branch>().find(branch);
  return found.empty() ? std::nullopt : std::optional(info(found.front(), os));
}

std::vector<DriverInfo> driver_branches(HostOs os) {
  std::vector<DriverInfo> out;
  for (const Branch row : rows<shapes::driver_branch>()) out.push_back(info(row, os));
  return out;
}

std::optional<std::pair<Version, Version>> branch_releases(unsigned branch) {
  const std::optional<DriverInfo> found = driver_branch(branch, HostOs::linux_);
  if (!found || !found->oldest || !found->newest) return std::nullopt;
  return std::pair(found->oldest, found->newest);
}

unsigned newest_branch() {
  const Rows<shapes::driver_branch> all = rows<shapes::driver_branch>();
  return all.empty() ? 0 : all.back().number("branch").value_or(0);
}

Known driver_below(Version driver, Version floor, HostOs os) {
  if (!driver || !floor) return Known::unknown;
  if (driver.parts > 1) return known(driver < floor);
  if (driver.major() != floor.major()) return known(driver.major() < floor.major());
  if (driver >= floor) return Known::no;  // the floor is the whole branch
  const std::optional<DriverInfo> branch =
      os == HostOs::linux_ ? driver_branch(driver.major(), os) : std::nullopt;
  return branch && branch->oldest && branch->oldest >= floor ? Known::no : Known::unknown;
}

ForwardCompat forward_compat(Version cuda, unsigned host_branch) {
  using Status = ForwardCompat::Status;
  Version line = cuda;
  line.number[2] = line.number[3] = 0;
  const auto package = rows<shapes::forward_compat>().find(line);
  if (package.empty()) return {};
  const auto found = package.find(line, host_branch);
  if (!found.empty()) {
    const auto row = found.front();
    return {.status = static_cast<Status>(row.choice("status")),
            .package_branch = row.number("package").value_or(0),
            .source = row.source(),
            .weak = row.weak()};
  }
  const unsigned own = package.front().number("package").value_or(0);
  if (host_branch < own) {
    // A branch that is dropped stays dropped, and what is older than all of them was never in. No
    // more can be said: branches that no row names may work.
    bool older = true;
    for (const auto& row : package) {
      if (row.number("host").value_or(0) <= host_branch &&
          row.choice("status") == static_cast<unsigned>(Status::supported))
        older = false;
    }
    std::optional<Citation> dropped, oldest;
    for (const auto& row : rows<shapes::forward_compat>()) {
      if (line < row.version("cuda")) break;
      const unsigned host = row.number("host").value_or(0);
      if (row.choice("status") != static_cast<unsigned>(Status::unsupported)) continue;
      if (host < host_branch) older = false;
      if (host == host_branch) dropped = row.source();
      if (host > host_branch) oldest = row.source();
    }
    if (older && !dropped) dropped = oldest;
    if (dropped)
      return {
          .status = Status::unsupported, .package_branch = own, .source = *dropped, .weak = true};
  }
  return {.status = host_branch > own    ? Status::forbidden
                    : host_branch == own ? Status::not_needed
                                         : Status::unknown,
          .package_branch = own,
          .source = package.front().source(),
          .weak = true};
}

std::optional<CudaError> cuda_error(unsigned code) {
  const Rows<shapes::cuda_error> found = rows<shapes::cuda_error>().find(code);
  if (found.empty()) return std::nullopt;
  const Row<shapes::cuda_error> row = found.front();
  return CudaError{.code = code,
                   .name = row.text("name"),
                   .message = row.text("message"),
                   .meaning = row.text("meaning"),
                   .source = row.source(),
                   .weak = row.weak()};
}

}  // namespace cudafit::matrix
