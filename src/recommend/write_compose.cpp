// The Compose file of a plan: one service with the host's GPUs.

#include "recommend/write.h"

#include <algorithm>

namespace cudafit::recommend {

namespace {

bool has(const Plan& plan, std::string_view package) {
  return std::any_of(plan.picks.begin(), plan.picks.end(),
                     [&](const Pick& pick) { return pick.package == package; });
}

}  // namespace

std::string write_compose(const Plan& plan, const Target& target) {
  std::string out = "# " + plan_title(plan) +
                    ".\n"
                    "# Build and run: docker compose up --build\n"
                    "services:\n"
                    "  app:\n"
                    "    build:\n"
                    "      context: .\n";
  if (target.arch != "amd64") out += "    platform: " + target.platform + "\n";
  if (has(plan, "torch"))
    out +=
        "    # Worker processes of a DataLoader hand data over in /dev/shm, of which Docker gives "
        "64 MB.\n"
        "    shm_size: 8gb\n";
  if (plan.jetson)
    out +=
        "    # On a Jetson the container toolkit brings the GPU in by its own runtime.\n"
        "    runtime: nvidia\n";
  return out +
         "    deploy:\n"
         "      resources:\n"
         "        reservations:\n"
         "          devices:\n"
         "            # All GPUs of the host. \"count: 1\" takes one, and instead of a count\n"
         "            # device_ids: [\"0\"] takes a certain one.\n"
         "            - driver: nvidia\n"
         "              count: all\n"
         "              capabilities: [gpu]\n";
}

}  // namespace cudafit::recommend
