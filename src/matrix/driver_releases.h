#pragma once
// Single releases of the driver. Branches and floors: matrix/driver.h.

#include <optional>
#include <string_view>
#include <vector>

#include "matrix/driver.h"
#include "matrix/matrix.h"
#include "terms/version.h"

namespace cudafit::matrix {

struct DriverRelease {
  Version driver;         ///< print it with driver_text (terms/version.h)
  unsigned branch = 0;    ///< 550 for 551.78 of Windows too; 0: no branch of the table
  std::string_view date;  ///< of its tag, "2024-02-23"; empty when not known
  bool beta = false;      ///< a developer's beta, judged by its number
  Citation source;
  bool weak = false;
};

/// Nothing for a release the table does not have, which proves nothing: from branch 515 on it has
/// nearly all of Linux, before and for Windows only those that toolkits or documents name.
std::optional<DriverRelease> driver_release(Version driver, HostOs os);
/// All releases known of a branch, rising; of all branches without one.
std::vector<DriverRelease> driver_releases(HostOs os, std::optional<unsigned> branch = {});

/// It is a release for Linux, and none for Windows can have that number: those that are known have
/// fewer parts, or fewer digits in the second. False where nothing proves it.
bool only_for_linux(Version driver);

}  // namespace cudafit::matrix
