// Packages whose setup imports torch, built where they cannot see one: uv builds in an environment
// of its own, or torch is to come by the same command.

#include <algorithm>

#include "graph/build.h"
#include "matrix/torch_holders.h"

namespace cudafit::graph {

namespace {

using facts::Asked;
using facts::PipInstall;

/// pip runs its setup: it compiles, or its sources are read before a wheel is looked for. Places
/// that are not known may hold a wheel of it.
bool runs_setup(const PipInstall& install, const Asked& asked, const ExtensionBuild& build) {
  using Kind = read::Requirement::Kind;
  const Kind kind = asked.requirement.kind;
  if (kind != Kind::named || !install.find_links.empty() || !install.extra_indexes.empty() ||
      install.index || install.no_index)
    return false;
  return build.compiles == Known::yes || build.asks_first || build.left_out == Known::yes;
}

bool torch_comes_along(const PipInstall& install) {
  return std::any_of(install.requirements.begin(), install.requirements.end(),
                     [](const Asked& asked) {
                       return asked.requirement.name == "torch" && asked.applies == Known::yes;
                     });
}

/// The Python is known, and not below that one.
bool python_is(const Graph& graph, const PipInstall& install, Version least) {
  std::string text = python_tag(graph, install);
  if (!text.starts_with("cp") || text.size() < 4) return false;
  text = text.substr(2, 1) + "." + text.substr(3);
  const auto python = Version::parse(text);
  return python && *python >= least;
}

/// pip is certainly of a release that builds apart whatever has no wheel: as a note, which says
/// how that is known.
std::optional<std::vector<Note>> pip_builds_apart(const Graph& graph, const PipInstall& install) {
  const auto change = matrix::builds_apart("pip");
  const PackageAnswer pip = graph.package("pip", install.at, &install.environment);
  if (!change || pip.present != Known::yes || pip.package->certainty != facts::Certainty::certain ||
      pip.package->place != Place::pip || pip.package->install < 0 || pip.package->requirement < 0)
    return std::nullopt;
  const PipInstall& by = graph.facts.pip_installs[static_cast<std::size_t>(pip.package->install)];
  const read::Requirement& asked =
      by.requirements[static_cast<std::size_t>(pip.package->requirement)].requirement;
  if (asked.kind != read::Requirement::Kind::named || !asked.known || !by.constraints.empty() ||
      !by.options_known || graph.opaque_between(by.at, install.at, false) != nullptr)
    return std::nullopt;
  const auto since = PyVersion::parse(change->since.text());
  const auto exact = asked.specifiers.exact();
  // Without a limit above, the newest is taken that runs on this Python.
  const bool newest = by.upgrade && by.index == std::nullopt && by.find_links.empty() &&
                      !by.no_index &&
                      std::all_of(asked.specifiers.all.begin(), asked.specifiers.all.end(),
                                  [](const Specifier& clause) {
                                    return clause.op == Specifier::Op::greater_equal ||
                                           clause.op == Specifier::Op::greater;
                                  }) &&
                      python_is(graph, install, change->python);
  if (!since || !(exact ? *exact >= *since : newest)) return std::nullopt;
  return std::vector<Note>{shows(exact ? "pip " + exact->text() + " is installed here"
                                       : "the newest pip is installed here",
                                 pip.package->span),
                           says("since " + change->since.text() +
                                    " pip builds every package apart from what is "
                                    "installed",
                                change->source)};
}

void judge(Graph& graph, std::size_t index) {
  const ExtensionBuild& build = graph.extension_builds[index];
  if (build.install < 0 || build.requirement < 0 || build.weak || !build.row.no_build_isolation)
    return;
  if (build.certainty != facts::Certainty::certain) return;
  const PipInstall& install = graph.facts.pip_installs[static_cast<std::size_t>(build.install)];
  const Asked& asked = install.requirements[static_cast<std::size_t>(build.requirement)];
  // How a project's manager builds what its lock names is told by more than the command.
  if (asked.locked || !install.options_known || !install.only_binary.empty() || install.elsewhere ||
      install.dry_run || asked.applies != Known::yes || !runs_setup(install, asked, build))
    return;
  HiddenTorch out;
  out.extension = index;
  if (!install.isolates(asked.requirement.name)) {
    const PackageAnswer torch = graph.package("torch", install.at, &install.environment);
    if (torch.package != nullptr || torch_may_be_there(graph, install)) return;
    if (!torch_comes_along(install)) return;
    out.together = true;
  } else if (build.row.isolation_builds_against_newest_torch) {
    return;
  } else if (install.tool != facts::Installer::uv) {
    // Before, pip builds what has no pyproject.toml beside the installed packages, or apart from
    // them: the packages that are there decide.
    const auto apart = pip_builds_apart(graph, install);
    if (install.tool != facts::Installer::pip || !apart) return;
    out.need.chain = *apart;
  }
  out.need.kind = "torch for a setup that imports it";
  out.need.verdict = Verdict::unmet;
  out.need.stage = build.at.stage;
  out.need.subject = build.title;
  out.need.object = "torch, installed before and not hidden";
  out.need.span = build.span;
  out.need.chain.insert(out.need.chain.begin(), build.because.begin(), build.because.end());
  out.need.chain.push_back(says("its setup imports torch", build.row.source));
  graph.hidden_torches.push_back(std::move(out));
}

}  // namespace

void judge_hidden_torch(Graph& graph) {
  for (std::size_t i = 0; i < graph.extension_builds.size(); ++i) judge(graph, i);
}

}  // namespace cudafit::graph
