#include "host/doctor.h"

#include <algorithm>

namespace cudafit::host {

std::size_t Report::count(Verdict verdict) const {
  return static_cast<std::size_t>(std::count_if(
      checks.begin(), checks.end(), [&](const Check& check) { return check.verdict == verdict; }));
}

Report examine(const Machine& machine) {
  const Seen seen = look(machine, Scope::everything);
  Chart chart(seen);
  check_container(seen, chart);
  check_wsl(seen, chart);
  check_jetson(seen, chart);
  check_module(seen, chart);
  check_driver(seen, chart);
  check_gpus(seen, chart);
  check_devices(seen, chart);
  check_docker(seen, chart);
  check_toolkit(seen, chart);
  check_cdi(seen, chart);
  check_clients(seen, chart);
  check_room(seen, chart);
  return {.system = seen.system,
          .kernel = seen.kernel,
          .architecture = machine.architecture,
          .kind = seen.kind,
          .container = seen.inside(),
          .host = declare(seen),
          .checks = chart.take()};
}

}  // namespace cudafit::host
