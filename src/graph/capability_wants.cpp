#include "graph/capability_wants.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "graph/container.h"
#include "graph/shipping.h"
#include "terms/word_list.h"

namespace cudafit::graph {

namespace {

/// Packages that do nothing without that part of the driver.
struct PackageWant {
  std::string_view capability;
  WordList packages;
};
constexpr std::array<PackageWant, 2> package_wants{{
    {"video", "pynvvideocodec pynvcodec"},
    {"graphics", "isaacsim isaacsim-kernel"},
}};

}  // namespace

std::vector<CapabilityWant> capability_wants(const Graph& graph, int stage) {
  std::vector<CapabilityWant> out;
  const std::vector<int> chain = chain_of(graph, stage);
  for (const facts::CapabilityUse& use : graph.facts.capability_uses) {
    if (!among(chain, use.at.stage)) continue;
    if (use.capability == "graphics" && doubted(graph, chain, facts::Doubt::software)) continue;
    out.push_back({use.capability, use.name, use.span, false});
  }
  for (const Package* const package : shipped(graph, stage)) {
    if (package->weak || package->removed || package->certainty != facts::Certainty::certain)
      continue;
    for (const PackageWant& want : package_wants) {
      if (listed(want.packages, package->name))
        out.push_back({std::string(want.capability), package->title(), package->span, true});
    }
  }
  return out;
}

bool services_say_capabilities(const Graph& graph, int stage) {
  return std::any_of(
      graph.facts.services.begin(), graph.facts.services.end(), [&](const facts::Service& service) {
        if (service.stage != stage) return false;
        const bool set = std::any_of(
            service.environment.begin(), service.environment.end(),
            [](const auto& pair) { return pair.first == "NVIDIA_DRIVER_CAPABILITIES"; });
        const bool requested =
            std::any_of(service.requests.begin(), service.requests.end(),
                        [](const facts::GpuRequest& request) { return request.names_parts; });
        // In the report of the Compose file its variables are the stage's own.
        return requested || (service.built && (set || !service.environment_known));
      });
}

}  // namespace cudafit::graph
