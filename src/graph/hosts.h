#pragma once
// The declared hosts as the matrix knows them: whose driver it is, which GPUs are meant.

#include <optional>
#include <string>
#include <vector>

#include "facts/host.h"
#include "graph/need.h"
#include "matrix/driver.h"
#include "matrix/gpu.h"
#include "matrix/image_releases.h"
#include "source/diagnostic.h"
#include "terms/known.h"
#include "terms/version.h"

namespace cudafit::graph {

/// One GPU of a host as declared.
struct HostGpu {
  std::string written;              ///< "RTX 2080 Ti", "sm_86"
  std::vector<matrix::Gpu> may_be;  ///< one for each compute capability; empty: not known

  /// "GeForce RTX 2080 Ti" where that is what "rtx 2080 ti" means, else as written.
  std::string title() const;
  /// What holds of all that it may be.
  Known data_center_class() const;
};

/// A declared host.
struct Machine {
  std::size_t host = 0;   ///< index into Facts::hosts
  std::string name;       ///< of its table; empty for the one that flags describe
  std::string driver_as;  ///< the driver as people write it; empty: not declared
  Version driver;         ///< no parts: not declared, or not a version
  matrix::HostOs os = matrix::HostOs::linux_;
  /// The branch of the driver; nothing when it is not in the table.
  std::optional<matrix::DriverInfo> branch;
  std::vector<HostGpu> gpus;
  /// A Jetson: the releases of its system that it may run; empty: not declared.
  std::vector<matrix::JetsonRelease> systems;
  std::string system_as;  ///< "JetPack 6.2", "Jetson Linux 36.4.3"
  Note system_declared;   ///< where that comes from
  bool cdi = false;       ///< GPUs come by CDI: nobody asks for NVIDIA_REQUIRE_CUDA
  Note declared;          ///< where the driver comes from
};

/// All declared hosts, in order.
std::vector<Machine> machines(const std::vector<facts::Host>& hosts);

/// Says in the need that it is judged on this machine.
void judged_on(const Machine& machine, Need& need);

/// "driver 535", "Windows driver 551.78"
std::string driver_title(const Machine& machine);

/// The declared driver is of a branch that does not run the GPU any more, whatever an image holds:
/// the GPU it may be whose last branch that was; null: it runs it, or that is not known.
const matrix::Gpu* dropped_by_driver(const Machine& machine, const HostGpu& gpu);

}  // namespace cudafit::graph
