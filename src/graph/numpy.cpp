// torch or TensorFlow built before NumPy 2, and the NumPy that a build ends with. NumPy is wanted
// by many packages, and any of them may keep it below 2: nothing is said unless all are known.

#include <algorithm>
#include <array>

#include "graph/build.h"
#include "graph/installed.h"
#include "matrix/companions.h"
#include "matrix/pip_limits.h"
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

/// Who says that a package was built before NumPy 2, and what is said where the two meet.
struct TooOld {
  std::string_view text;
  matrix::Citation source;
};

std::optional<TooOld> before_numpy_2(const Package& package) {
  if (package.name == "torch") {
    const auto trait = matrix::torch_numpy2(package.version);
    if (!trait || trait->works != Known::no || trait->weak) return std::nullopt;
    return TooOld{trait->text, trait->source};
  }
  const auto limit = matrix::missing_limit(package.name, package.version, "numpy");
  if (!limit || limit->weak) return std::nullopt;
  return TooOld{limit->text, limit->source};
}

void judge(Graph& graph, const Package& old) {
  if (old.place != Place::pip || old.install < 0 || old.carried_from >= 0 ||
      old.certainty != facts::Certainty::certain || old.weak || old.assumed)
    return;
  const std::optional<TooOld> why = before_numpy_2(old);
  if (!why) return;
  const PipInstall& own = graph.facts.pip_installs[static_cast<std::size_t>(old.install)];
  const int stage = old.at.stage;
  const facts::Position end = facts::end_of(stage);
  const PackageAnswer last = graph.package(old.name, end, &old.environment);
  if (last.present != Known::yes || last.package != &old || elsewhere(graph, own)) return;
  const std::string tag = python_tag(graph, own);
  // A command that fails installs no NumPy.
  const auto same = [&](const auto& each) {
    return each.install == static_cast<std::size_t>(old.install);
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
    if (same_environment(install.environment, old.environment) != Known::yes) continue;
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
  out.text = why->text;
  out.need.kind = "a NumPy that it works with";
  out.need.verdict = Verdict::unmet;
  out.need.stage = stage;
  out.need.subject = old.title();
  out.need.object = "NumPy below 2";
  out.need.span = old.span;
  out.need.chain = old.because;
  out.need.chain.push_back(shows(brings.requirement.name == "numpy"
                                     ? "nothing pins NumPy"
                                     : brings.requirement.name + " brings NumPy, of any version",
                                 brings.span));
  out.need.chain.push_back(says(old.title() + " was built before NumPy 2", why->source));
  graph.pairings.numpy.push_back(std::move(out));
}

}  // namespace

void judge_numpy(Graph& graph) {
  for (const Package& package : graph.packages) judge(graph, package);
}

}  // namespace cudafit::graph
