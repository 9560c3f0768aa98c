#pragma once
// Which driver each CUDA needs, what each driver branch supports, and when NVIDIA's forward
// compatibility packages help. A driver version of one number (535) is a bare branch: some release
// of it. Print driver versions with driver_text (terms/version.h).

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "matrix/matrix.h"
#include "terms/known.h"
#include "terms/version.h"

namespace cudafit::matrix {

/// Whose driver: WSL2 runs on the Windows driver, whose numbers are its own.
enum class HostOs : std::uint8_t { linux_, windows };

/// The oldest driver on which programs of a CUDA toolkit run.
struct DriverFloor {
  Version needed;         ///< what NVIDIA's documents say; where they disagree, the higher one
  Version minimum_known;  ///< the lowest any source says: only a driver below it is proven too old
  bool minor_version_compatibility = false;  ///< the floor holds for the whole family of toolkits
  /// The driver the toolkit itself asks for: from it on PTX is compiled too, and nothing leans on
  /// minor-version compatibility. No parts where no source says (Windows from 13.0).
  Version toolkit_driver;
  unsigned toolkit_branch = 0;  ///< the branch the toolkit came out with: 550 for 12.4
  Citation source;
  bool weak = false;
};
/// `cuda` "12", "12.4" or "12.4.1"; a release the table lacks is answered by its line or major.
/// Nothing when the line is newer than the table or older than everything in it.
std::optional<DriverFloor> driver_floor(Version cuda, HostOs os);

/// One release of the CUDA toolkit.
struct ToolkitRelease {
  Version cuda;           ///< "12.4.1"
  std::string_view date;  ///< "2024-04-03", "2024-04" or "2024"
  bool preview = false;   ///< a release candidate or developer preview
  unsigned branch = 0;
  Version driver_linux, driver_windows;  ///< no parts when not known
  Citation source;
  bool weak = false;
};
/// All releases known, oldest first.
std::vector<ToolkitRelease> toolkit_releases();

/// A driver branch.
struct DriverInfo {
  unsigned branch = 0;    ///< 550; of Windows drivers too: 551.78 belongs to 550
  Version max_cuda;       ///< what nvidia-smi shows: "12.4"
  std::string_view kind;  ///< "production", "new feature", "long-term", "legacy"; may be empty
  std::string_view end_of_life;  ///< "2026-06", "2024-07-20"; empty: not known or still supported
  Version oldest, newest;        ///< releases known, of the given system; no parts when none is
  std::string_view last_branch_for;  ///< architectures that newer branches dropped: "Kepler"
  /// max_cuda, the branch of a Windows number or the end of life is from memory.
  bool weak = false;
  Citation source;
};
/// The branch of a driver version or bare branch; of a Windows number by ranges. Nothing for
/// branches the table does not list (newer ones included).
std::optional<DriverInfo> driver(Version driver, HostOs os);
std::optional<DriverInfo> driver_branch(unsigned branch, HostOs os);
/// All branches, oldest first.
std::vector<DriverInfo> driver_branches(HostOs os);
/// Oldest and newest release known of a branch (Linux): `535` as a version means one of these.
std::optional<std::pair<Version, Version>> branch_releases(unsigned branch);
/// The newest branch in the table.
unsigned newest_branch();

/// Whether `driver`, perhaps a bare branch, is below `floor`. A bare branch of the floor's own
/// branch is `no` where the oldest release known is not below, else unknown. Unknown where either
/// has no parts.
Known driver_below(Version driver, Version floor, HostOs os = HostOs::linux_);

/// Whether the libraries of package cuda-compat-X-Y work on a host's driver.
struct ForwardCompat {
  enum class Status : std::uint8_t {
    unknown,
    supported,    ///< the package works there (data-center GPUs, Linux)
    not_needed,   ///< the host's branch is the package's own
    forbidden,    ///< the host's branch is newer: the package must not be used (error 803); weak
                  ///< where only the order of the branches says so
    unsupported,  ///< the host's branch is too old, or its support has ended; weak where that
                  ///< follows from what is said of other packages or branches
  };
  Status status = Status::unknown;
  unsigned package_branch = 0;  ///< the branch whose libcuda the package holds
  Citation source;
  bool weak = false;
};
/// `cuda` of the package ("12.4" or "12.4.1").
ForwardCompat forward_compat(Version cuda, unsigned host_branch);

/// A CUDA error by its number, as far as this tool has to name it: 803, 804, 222 ...
struct CudaError {
  unsigned code = 0;
  std::string_view name;     ///< "CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE"
  std::string_view message;  ///< what programs print; may be empty
  std::string_view meaning;  ///< one clause
  Citation source;
  bool weak = false;
};
std::optional<CudaError> cuda_error(unsigned code);

}  // namespace cudafit::matrix
