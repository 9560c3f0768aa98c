#pragma once
// `cudafit doctor`: what holds for GPUs and containers on a machine, and the machine as a host that
// images have to run on.

#include <optional>
#include <string>
#include <vector>

#include "facts/host.h"
#include "host/chart.h"
#include "host/machine.h"

namespace cudafit::host {

struct Report {
  std::string system;        ///< "Ubuntu 22.04.4 LTS"; empty: not told
  std::string kernel;        ///< "6.5.0-44-generic"
  std::string architecture;  ///< "x86_64"
  Kind kind = Kind::linux_;
  bool container = false;  ///< we are in one
  /// What a [[host]] table would say; nothing where there is no GPU and no driver.
  std::optional<facts::Host> host;
  std::vector<Check> checks;  ///< each id once, always all of them

  std::size_t count(Verdict verdict) const;
};

/// Looks at everything, changes nothing.
Report examine(const Machine& machine);

/// The machine as it is declared by `--host auto`; nothing where there is no GPU and no driver.
std::optional<facts::Host> declare(const Seen& seen);

std::string report_text(const Report& report);
std::string report_json(const Report& report);

}  // namespace cudafit::host
