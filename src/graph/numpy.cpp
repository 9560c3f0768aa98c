// torch built before NumPy 2, and the NumPy that a build ends with. NumPy is wanted by many
// packages, and any of them may keep it below 2: nothing is said unless all are known.

#include <algorithm>
#include <array>

#include "graph/build.h"
#include "graph/installed.h"
#include "matrix/companions.h"
#include "matrix/torch_traits.h"
#include "terms/pep440.h"

namespace cudafit::graph {

namespace {

using facts::Asked;
using facts::PipInstall;

/// The version that pip takes of a package which is made for one torch each, where the same command
/// pins that torch; empty where it is not certain.
std::string_view paired(std::string_view name, std::string_view torch) {
  std::string_view out;
  if (torch.empty()) return out;
  for (const matrix::Companion& row : matrix::companions_of(torch)) {
    if (row.package != name) continue;
    if (!row.exact || row.weak || row.range || (!out.empty() && out != row.version)) return {};
    out = row.version;
  }
  return out;
}

/// What one requirement asks of NumPy. `torch` is pinned by the same command.
matrix::NumpyWish wish(const Asked& asked, std::string_view torch) {
  const read::Requirement& wanted = asked.requirement;
  if (!wanted.known || wanted.kind != read::Requirement::Kind::named || !wanted.extras.empty() ||
      asked.applies != Known::yes)
    return matrix::NumpyWish::unknown;
  if (wanted.name == "numpy") {
    return wanted.specifiers.empty() ? matrix::NumpyWish::any : matrix::NumpyWish::unknown;
  }
  const auto exact = wanted.specifiers.exact();
  if (!exact && !wanted.specifiers.empty()) return matrix::NumpyWish::unknown;
  const matrix::NumpyFact fact = matrix::numpy_wish(
      wanted.name, exact ? exact->public_version().text() : paired(wanted.name, torch));
  return fact.weak ? matrix::NumpyWish::unknown : fact.wish;
}

/// A package of the distribution with Python modules: python3-opencv, but not python3-pip.
bool python_module(std::string_view name) {
  static constexpr std::array<std::string_view, 5> plain{"dev", "distutils", "full", "pip", "venv"};
  const std::size_t dash = name.find('-');
  return name.starts_with("python") && dash != std::string_view::npos &&
         std::find(plain.begin(), plain.end(), name.substr(dash + 1)) == plain.end();
}

/// NumPy, or something that brings it, may be in the image or come from apt or conda.
bool elsewhere(const Graph& graph, const PipInstall& install) {
  const facts::Position end = facts::end_of(install.at.stage);
  const std::size_t root = graph.facts.stages[static_cast<std::size_t>(install.at.stage)].root;
  const Base& base = graph.bases[root];
  // Images with a torch, or with conda, hold much that no table names.
  if (!base.contents || base.declared >= 0 || !base.contents->torch.empty() ||
      base.contents->conda != Known::no)
    return true;
  if (graph.opaque_between(facts::start_of(static_cast<int>(root)), end, false) != nullptr)
    return true;
  const auto here = [&](facts::Position at) { return came_before(graph.facts, at, end); };
  for (const facts::SystemInstall& each : graph.facts.system_installs) {
    if (!here(each.at)) continue;
    for (const facts::SystemPackageName& name : each.packages) {
      if (!name.known || python_module(name.name)) return true;
    }
  }
  return std::any_of(graph.facts.conda_installs.begin(), graph.facts.conda_installs.end(),
                     [&](const facts::CondaInstall& each) { return here(each.at); }) ||
         std::any_of(graph.facts.stage_copies.begin(), graph.facts.stage_copies.end(),
                     [&](const facts::StageCopy& each) { return here(each.at); }) ||
         std::any_of(graph.facts.pip_removals.begin(), graph.facts.pip_removals.end(),
                     [&](const facts::PipRemoval& each) { return here(each.at); });
}

void judge(Graph& graph, const Package& torch) {
  if (torch.name != "torch" || torch.place != Place::pip || torch.install < 0 ||
      torch.carried_from >= 0 || torch.certainty != facts::Certainty::certain)
    return;
  const auto trait = matrix::torch_numpy2(torch.version);
  if (!trait || trait->works != Known::no || trait->weak || torch.weak || torch.assumed) return;
  const PipInstall& own = graph.facts.pip_installs[static_cast<std::size_t>(torch.install)];
  const int stage = torch.at.stage;
  const facts::Position end = facts::end_of(stage);
  const PackageAnswer last = graph.package("torch", end, &torch.environment);
  if (last.present != Known::yes || last.package != &torch || elsewhere(graph, own)) return;
  const std::string tag = python_tag(graph, own);
  // A command that fails installs no NumPy.
  const auto same = [&](const auto& each) {
    return each.install == static_cast<std::size_t>(torch.install);
  };
  if (std::any_of(graph.torch.pairs.begin(), graph.torch.pairs.end(), same) ||
      std::any_of(graph.torch.wheels.begin(), graph.torch.wheels.end(), same))
    return;
  const Version needs = matrix::numpy2_python();
  const auto python =
      tag.size() > 3 ? Version::parse(tag.substr(2, 1) + "." + tag.substr(3)) : std::nullopt;
  if (!python || !needs || *python < needs) return;
  // Everything that is installed must be known to leave NumPy alone or to take any.
  int brings_at = -1;
  int brings_requirement = -1;
  for (std::size_t i = 0; i < graph.facts.pip_installs.size(); ++i) {
    const PipInstall& install = graph.facts.pip_installs[i];
    if (install.elsewhere || install.dry_run || !came_before(graph.facts, install.at, end))
      continue;
    if (!install.complete || !install.options_known || !install.environment.known) return;
    if (same_environment(install.environment, torch.environment) != Known::yes) continue;
    for (const Asked& asked : install.constraints) {
      if (asked.requirement.name == "numpy" || !asked.requirement.known) return;
    }
    const std::string pinned = pinned_torch(install);
    for (std::size_t r = 0; r < install.requirements.size(); ++r) {
      const matrix::NumpyWish its = wish(install.requirements[r], pinned);
      if (its != matrix::NumpyWish::any && its != matrix::NumpyWish::none) return;
      if (its != matrix::NumpyWish::any || brings_at >= 0) continue;
      if (install.certainty != facts::Certainty::certain || install.no_deps) return;
      // PyTorch's own indexes have a NumPy of some time ago.
      if (install.index || install.no_index) return;
      brings_at = static_cast<int>(i);
      brings_requirement = static_cast<int>(r);
    }
  }
  if (brings_at < 0) return;
  const Asked& brings = graph.facts.pip_installs[static_cast<std::size_t>(brings_at)]
                            .requirements[static_cast<std::size_t>(brings_requirement)];
  NumpyNeed out;
  out.install = static_cast<std::size_t>(brings_at);
  out.requirement = brings.requirement.name == "numpy" ? brings_requirement : -1;
  out.torch = torch.title();
  out.text = trait->text;
  out.need.kind = "a NumPy this torch works with";
  out.need.verdict = Verdict::unmet;
  out.need.stage = stage;
  out.need.subject = torch.title();
  out.need.object = "NumPy below 2";
  out.need.span = torch.span;
  out.need.chain = torch.because;
  out.need.chain.push_back(shows(brings.requirement.name == "numpy"
                                     ? "nothing pins NumPy"
                                     : brings.requirement.name + " brings NumPy, of any version",
                                 brings.span));
  out.need.chain.push_back(says(torch.title() + " was built before NumPy 2", trait->source));
  graph.pairings.numpy.push_back(std::move(out));
}

}  // namespace

void judge_numpy(Graph& graph) {
  for (const Package& package : graph.packages) judge(graph, package);
}

}  // namespace cudafit::graph
