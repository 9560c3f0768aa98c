// Companions of torch: whether what is asked for goes with the torch it meets.

#include <algorithm>

#include "graph/build.h"
#include "terms/pep440.h"

namespace cudafit::graph {

namespace {

using facts::Asked;
using facts::PipInstall;

const Asked* usable(const Asked& asked) {
  const bool fine = asked.requirement.known && asked.applies == Known::yes;
  return fine ? &asked : nullptr;
}

/// The torch that the base image brings and that stays, where pip is told not to look at it.
const Package* torch_of_image(const Graph& graph, const PipInstall& install) {
  if (!install.no_deps) return nullptr;
  const facts::Position end = facts::end_of(install.at.stage);
  const PackageAnswer there = graph.package("torch", install.at, &install.environment);
  const PackageAnswer last = graph.package("torch", end, &install.environment);
  if (there.present != Known::yes || last.present != Known::yes) return nullptr;
  const Package* const torch = there.package;
  if (last.package != torch || torch->place != Place::image || !torch->declared) return nullptr;
  return graph.opaque_between(torch->at, end, false) == nullptr ? torch : nullptr;
}

/// `torches`: the requirements of the install that ask for torch.
void judge_pair(Graph& graph, std::size_t at, std::size_t index,
                const std::vector<std::size_t>& torches) {
  const PipInstall& install = graph.facts.pip_installs[at];
  const Asked* const companion = usable(install.requirements[index]);
  if (companion == nullptr || companion->requirement.name == "torch") return;
  const auto exact = companion->requirement.specifiers.exact();
  if (!exact || exact->is_prerelease()) return;
  PairNeed out;
  out.version = exact->public_version().text();
  for (const std::size_t i : torches) {
    const Asked* const asked = usable(install.requirements[i]);
    if (asked == nullptr) continue;
    const auto pinned = asked->requirement.specifiers.exact();
    if (!pinned || pinned->is_prerelease()) return;
    out.torch = pinned->public_version().text();
    out.torch_requirement = static_cast<int>(i);
    out.need.chain.push_back(shows("torch " + pinned->text() + " is asked for here", asked->span));
  }
  if (out.torch_requirement < 0) {
    const Package* const torch = torch_of_image(graph, install);
    if (torch == nullptr) return;
    out.torch = torch->version;
    out.need.chain = torch->because;
  } else if (install.no_deps && !companion->locked) {
    return;
  }
  out.package = companion->requirement.name;
  const matrix::PairAnswer pair = matrix::companion_pairs(out.package, out.version, out.torch);
  if (pair.pairs != Known::no) return;
  // What was never released is a finding of its own.
  for (const WheelNeed& missing : graph.torch.wheels) {
    if (missing.install == at && (missing.requirement == index ||
                                  static_cast<int>(missing.requirement) == out.torch_requirement))
      return;
  }
  out.install = at;
  out.requirement = index;
  for (const std::string_view torch : pair.torch) out.goes_with.emplace_back(torch);
  out.need.kind = "a companion made for this torch";
  out.need.verdict = Verdict::unmet;
  out.need.stage = install.at.stage;
  out.need.subject = out.package + " " + out.version;
  out.need.object = "torch " + out.torch;
  out.need.span = companion->span;
  out.need.weak = pair.weak;
  for (const facts::Link& link : companion->how)
    out.need.chain.push_back(shows(link.words, link.span));
  if (!pair.torch.empty()) {
    out.need.chain.push_back(
        says(out.need.subject + " requires torch " + std::string(pair.torch.front()), pair.source));
  } else {
    out.need.chain.push_back(
        says("torch " + out.torch + " requires another " + out.package, pair.source));
  }
  graph.torch.pairs.push_back(std::move(out));
}

}  // namespace

void judge_torch_pairs(Graph& graph) {
  for (std::size_t i = 0; i < graph.facts.pip_installs.size(); ++i) {
    const PipInstall& install = graph.facts.pip_installs[i];
    if (install.certainty != facts::Certainty::certain || install.dry_run) continue;
    std::vector<std::size_t> torches;
    for (std::size_t r = 0; r < install.requirements.size(); ++r) {
      if (install.requirements[r].requirement.name == "torch") torches.push_back(r);
    }
    for (std::size_t r = 0; r < install.requirements.size(); ++r) judge_pair(graph, i, r, torches);
  }
}

}  // namespace cudafit::graph
