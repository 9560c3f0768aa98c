#pragma once
// Findings that depend on declared hosts: how the hosts are named, and needs that differ only in
// the host made one.

#include <fmt/format.h>

#include <string>
#include <vector>

#include "graph/graph.h"
#include "graph/wishes.h"
#include "rules/finding.h"

namespace cudafit::rules {

/// Indices of needs that say the same of several hosts.
template <typename NeedType>
struct SameNeeds {
  const NeedType* first = nullptr;
  std::vector<std::string> hosts;  ///< names of tables; empty for the host that flags describe
};

/// Groups needs for which `same` holds, in order.
template <typename NeedType, typename Same>
std::vector<SameNeeds<NeedType>> merged(const std::vector<NeedType>& needs, Same same) {
  std::vector<SameNeeds<NeedType>> out;
  for (const NeedType& need : needs) {
    SameNeeds<NeedType>* group = nullptr;
    for (SameNeeds<NeedType>& other : out) {
      if (same(*other.first, need)) group = &other;
    }
    if (group == nullptr) group = &out.emplace_back(SameNeeds<NeedType>{&need, {}});
    if (!need.need.host.empty()) group->hosts.push_back(need.need.host);
  }
  return out;
}

/// "a, b"
inline std::string joined(const std::vector<std::string>& hosts) {
  return fmt::format("{}", fmt::join(hosts, ", "));
}

/// "this project declares", "host a declares", "hosts a, b declare"
inline std::string who_declares(const std::vector<std::string>& hosts) {
  if (hosts.empty()) return "this project declares";
  return fmt::format("host{} {} declare{}", hosts.size() > 1 ? "s" : "", joined(hosts),
                     hosts.size() > 1 ? "" : "s");
}

/// What a GPU would end on is no error where none may be used.
inline void soften_for_cpu(const graph::Graph& graph, const graph::CudaUse& use,
                           Diagnostic& finding) {
  if (!graph::perhaps_for_cpu(graph, use)) return;
  finding.severity = Severity::warning;
  finding.notes.push_back(
      fact("nothing here says that it is to use a GPU; on the CPU the same wheel works"));
}

}  // namespace cudafit::rules
