// Requirements of torch and its companions that no index satisfies.

#include <algorithm>

#include "graph/build.h"
#include "terms/pep440.h"

namespace cudafit::graph {

namespace {

using facts::Asked;
using facts::PipInstall;
using matrix::TorchWheel;

/// What is there may satisfy the requirement, so that no index is asked.
bool may_be_there(const Graph& graph, const PipInstall& install, const Asked& asked) {
  if (install.upgrade || install.force_reinstall || install.elsewhere) {
    if (install.force_reinstall || install.elsewhere) return false;
    // Only a version that no index has can stay then.
  }
  const Base& base = graph.bases[static_cast<std::size_t>(install.at.stage)];
  if (!base.contents) return true;
  const facts::Position start = facts::start_of(
      static_cast<int>(graph.facts.stages[static_cast<std::size_t>(install.at.stage)].root));
  if (graph.opaque_between(start, install.at, false) != nullptr) return true;
  for (const PipInstall& other : graph.facts.pip_installs) {
    if (!other.complete && came_before(graph.facts, other.at, install.at)) return true;
  }
  for (const facts::CondaInstall& other : graph.facts.conda_installs) {
    if (!other.complete && came_before(graph.facts, other.at, install.at)) return true;
  }
  const PackageAnswer there = graph.package(asked.requirement.name, install.at);
  // More may be in an image of people's own than they declare.
  if (there.package == nullptr) return base.declared >= 0;
  const Package& package = *there.package;
  if (package.version.empty()) return true;
  const auto version = PyVersion::parse(
      package.build.empty() ? package.version : package.version + "+" + package.build);
  if (!version) return true;
  // Of one whose build is not known the label may be any.
  if (package.build.empty() && package.gpu == Known::unknown) {
    Specifiers bare = asked.requirement.specifiers;
    for (Specifier& clause : bare.all) clause.version.local.clear();
    return bare.contains(*version, true);
  }
  return asked.requirement.specifiers.contains(*version, true);
}

/// The index that nobody names may be one of their own, in an image of people's own.
bool own_default(const Graph& graph, const PipInstall& install, const IndexList& list) {
  return graph.declared_base(install.at.stage) != nullptr &&
         std::any_of(list.all.begin(), list.all.end(),
                     [](const Index& each) { return each.option == nullptr; });
}

std::string wanted(const Asked& asked) {
  return asked.requirement.name + asked.requirement.specifier_text.value;
}

Missing why_missing(const WheelChoice& choice, const PyVersion& exact) {
  const std::string release = exact.public_version().text();
  if (matrix::find_torch_release(release) == matrix::Existence::never) return Missing::release;
  const std::vector<std::size_t> asked = choice.indexes.asked();
  bool built = false;
  bool here = false;
  bool platform = false;
  for (const TorchWheel& wheel : matrix::torch_wheels(release)) {
    const auto version = PyVersion::parse(wheel.version);
    if (!version || (!exact.local.empty() && version->local != exact.local)) continue;
    built = true;
    const bool offered = std::any_of(asked.begin(), asked.end(), [&](std::size_t i) {
      return offers(choice.indexes.all[i], wheel);
    });
    here = here || offered;
    platform = platform || (offered && wheel.platform == choice.platform.name);
  }
  if (!built) return Missing::build;
  if (!here) return Missing::index;
  return platform ? Missing::python : Missing::platform;
}

std::string python_of(std::string_view tag) {
  return tag.size() < 4 ? std::string(tag)
                        : std::string(tag.substr(2, 1)) + "." + std::string(tag.substr(3));
}

/// Where the release is instead, and who says so.
void add_evidence(const WheelChoice& choice, const PyVersion& exact, WheelNeed& out) {
  out.release = exact.public_version().text();
  if (const auto row = matrix::torch_release(out.release)) {
    out.evidence = row->source;
    out.need.weak = out.need.weak || row->weak;
  } else {
    out.evidence = matrix::torch_releases().back().source;
  }
  for (const TorchWheel& wheel : matrix::torch_wheels(out.release)) {
    if (wheel.platform != choice.platform.name || wheel.weak) continue;
    const bool fits = choice.python.empty() || std::find(wheel.pythons.begin(), wheel.pythons.end(),
                                                         choice.python) != wheel.pythons.end();
    if (out.missing == Missing::python && !wheel.pythons.empty()) {
      out.pythons = python_of(wheel.pythons.front()) + " to " + python_of(wheel.pythons.back());
    }
    if (!fits || wheel.directory.find('_') != std::string_view::npos) continue;
    out.places.emplace_back(wheel.pypi ? "PyPI" : wheel.directory);
  }
}

/// The index that is asked does not exist: that is the finding.
bool index_is_missing(Graph& graph, std::size_t install) {
  bool found = false;
  for (IndexNeed& need : graph.torch.indexes) {
    const PipInstall& mine = graph.facts.pip_installs[install];
    bool same = need.install == install;
    for (const facts::OptionValue& option : mine.extra_indexes)
      same = same || option.span == need.index.option->span;
    for (const Asked& asked : mine.requirements)
      same = same || (asked.index && asked.index->span == need.index.option->span);
    if (mine.index) same = same || mine.index->span == need.index.option->span;
    if (!same) continue;
    need.falls_back = false;
    found = true;
  }
  return found;
}

void judge_choice(Graph& graph, std::size_t at) {
  const WheelChoice& choice = graph.wheels[at];
  if (choice.outcome != WheelChoice::Outcome::none) return;
  const PipInstall& install = graph.facts.pip_installs[choice.install];
  const Asked& asked = install.requirements[choice.requirement];
  if (install.certainty != facts::Certainty::certain) return;
  if (may_be_there(graph, install, asked) || own_default(graph, install, choice.indexes)) return;
  if (index_is_missing(graph, choice.install)) return;
  WheelNeed out;
  out.install = choice.install;
  out.requirement = choice.requirement;
  out.choice = static_cast<int>(at);
  out.wanted = wanted(asked);
  out.uv = install.tool == facts::Installer::uv;
  const auto exact = asked.requirement.specifiers.exact();
  out.missing = exact ? why_missing(choice, *exact) : Missing::index;
  if (out.missing == Missing::platform && choice.platform.assumed) return;
  out.need.kind = "a published wheel of torch";
  out.need.verdict = Verdict::unmet;
  out.need.stage = install.at.stage;
  out.need.subject = out.wanted;
  out.need.span = asked.span;
  out.need.chain = choice.chain;
  out.need.weak = choice.weak;
  if (exact) add_evidence(choice, *exact, out);
  graph.torch.wheels.push_back(std::move(out));
}

/// Companions that were never released.
void judge_companion(Graph& graph, std::size_t at, std::size_t index) {
  const PipInstall& install = graph.facts.pip_installs[at];
  const Asked& asked = install.requirements[index];
  // Whoever made a lock has found what is in it.
  if (!asked.requirement.known || asked.applies != Known::yes || asked.locked) return;
  if (asked.requirement.kind != read::Requirement::Kind::named) return;
  const auto exact = asked.requirement.specifiers.exact();
  if (!exact) return;
  const std::string version = exact->public_version().text();
  const matrix::CompanionExistence found = matrix::find_companion(asked.requirement.name, version);
  if (found.existence != matrix::Existence::never) return;
  const IndexList list = index_list(install, asked);
  const bool open = !list.complete || own_default(graph, install, list) ||
                    std::any_of(list.all.begin(), list.all.end(),
                                [](const Index& each) { return each.kind == Index::Kind::other; });
  if (open || may_be_there(graph, install, asked)) return;
  WheelNeed out;
  out.install = at;
  out.requirement = index;
  out.wanted = wanted(asked);
  out.missing = Missing::release;
  out.uv = install.tool == facts::Installer::uv;
  out.need.kind = "a published release";
  out.need.verdict = Verdict::unmet;
  out.need.stage = install.at.stage;
  out.need.subject = out.wanted;
  out.need.object = found.reason;
  out.need.span = asked.span;
  out.need.weak = found.weak;
  for (const facts::Link& link : asked.how) out.need.chain.push_back(shows(link.words, link.span));
  out.need.chain.push_back(says("by the releases of " + asked.requirement.name, found.source));
  graph.torch.wheels.push_back(std::move(out));
}

}  // namespace

bool may_be_satisfied(const Graph& graph, std::size_t at) {
  const PipInstall& install = graph.facts.pip_installs[at];
  return std::all_of(install.requirements.begin(), install.requirements.end(),
                     [&](const Asked& asked) {
                       return asked.applies != Known::yes || may_be_there(graph, install, asked);
                     });
}

void judge_torch_wheels(Graph& graph) {
  for (std::size_t i = 0; i < graph.wheels.size(); ++i) judge_choice(graph, i);
  for (std::size_t i = 0; i < graph.facts.pip_installs.size(); ++i) {
    const PipInstall& install = graph.facts.pip_installs[i];
    if (install.certainty != facts::Certainty::certain) continue;
    for (std::size_t r = 0; r < install.requirements.size(); ++r) {
      if (is_torch_family(install.requirements[r].requirement.name) &&
          install.requirements[r].requirement.name != "torch")
        judge_companion(graph, i, r);
    }
  }
}

}  // namespace cudafit::graph
