// Services that ask for some of the host's GPUs, and look for others.

#include <algorithm>
#include <string>
#include <utility>

#include "graph/build.h"
#include "terms/ascii.h"

namespace cudafit::graph {

namespace {

/// How many GPUs the service asks for, and where it says so; 0: all of them, or not known.
std::pair<std::size_t, Span> asked_for(const facts::Service& service) {
  std::pair<std::size_t, Span> out;
  for (const facts::GpuRequest& request : service.requests) {
    const bool counted =
        request.syntax == facts::GpuSyntax::reservation || request.syntax == facts::GpuSyntax::gpus;
    if (!request.nvidia) continue;
    if (!counted || request.gives == 0) return {};
    out.first += request.gives;
    if (!out.second) out.second = request.gives_span;
  }
  return out;
}

/// The first number of a list; empty where it begins with something else. CUDA stops at the first
/// that is not there, and sees what is before it.
std::string first_number(std::string_view list) {
  const std::size_t begin = std::min(list.find_first_not_of(' '), list.size());
  std::size_t end = begin;
  while (end < list.size() && ascii::digit(list[end])) ++end;
  const std::size_t behind = std::min(list.find_first_not_of(' ', end), list.size());
  const bool alone = behind == list.size() || list[behind] == ',';
  return alone && end - begin < 5 ? std::string(list.substr(begin, end - begin)) : std::string();
}

void judge(Graph& graph, const facts::Service& service) {
  const auto [count, place] = asked_for(service);
  const auto seen =
      std::find_if(service.environment.rbegin(), service.environment.rend(),
                   [](const auto& pair) { return pair.first == "CUDA_VISIBLE_DEVICES"; });
  if (count == 0 || seen == service.environment.rend() || !seen->second.complete) return;
  const std::string number = first_number(seen->second.value);
  if (number.empty() || std::stoul(number) < count) return;
  ContainerNeed out;
  out.flaw = ContainerFlaw::devices_renumbered;
  out.name = seen->first;
  out.value = number;
  out.other = std::to_string(count) + (count == 1 ? " GPU" : " GPUs");
  out.graver = true;
  out.need.kind = "container variable";
  out.need.verdict = Verdict::unmet;
  out.need.stage = service.stage;
  out.need.subject = service.called;
  out.need.object = "a GPU of that number";
  out.need.span = seen->second.around();
  out.need.chain.push_back(shows(service.called + " asks for " + out.other, place));
  // Services may share what they set.
  const bool said = std::any_of(graph.container_needs.begin(), graph.container_needs.end(),
                                [&](const ContainerNeed& other) {
                                  return other.flaw == out.flaw && other.need.span == out.need.span;
                                });
  if (!said) graph.container_needs.push_back(std::move(out));
}

}  // namespace

bool hands_on_all(const Graph& graph) {
  return !graph.machines.empty() &&
         std::all_of(graph.machines.begin(), graph.machines.end(),
                     [](const Machine& machine) { return machine.os == matrix::HostOs::windows; });
}

void judge_requested_devices(Graph& graph) {
  if (hands_on_all(graph)) return;
  for (const facts::Service& service : graph.facts.services) {
    // Of one that is built here, it is said in the report of its Compose file.
    if (!service.built || service.stage < 0) judge(graph, service);
  }
}

}  // namespace cudafit::graph
