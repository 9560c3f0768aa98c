// pip in the Python of a distribution that keeps it for its own packages (PEP 668).

#include <algorithm>
#include <array>

#include "graph/build.h"

namespace cudafit::graph {

namespace {

using facts::Installer;
using facts::PipInstall;

/// The program is the distribution's own, installed by its package manager.
bool of_distribution(const Graph& graph, const PipInstall& install,
                     const matrix::ImageContents& base) {
  static constexpr std::array<std::string_view, 4> names{"pip", "pip3", "python", "python3"};
  const bool uv = install.tool == Installer::uv;
  const std::string_view program = uv ? "python3" : std::string_view(install.program);
  if (std::find(names.begin(), names.end(), program) == names.end()) return false;
  for (const std::string_view each : {program, std::string_view(uv ? "python3" : "pip3")}) {
    const Presence& there = graph.at(each, install.at);
    if (there.present != Known::yes || there.weak || there.place != Place::apt) return false;
    if (there.version && there.version != base.distro_python) return false;
  }
  return true;
}

/// Known to be the system's environment, and nothing lets pip into it.
bool refused(const Graph& graph, const PipInstall& install) {
  if (install.certainty != facts::Certainty::certain || install.elsewhere || install.dry_run ||
      install.break_system_packages || !install.options_known || !install.environment.known ||
      !install.environment.path.empty() || install.environment.conda)
    return false;
  const auto root =
      static_cast<int>(graph.facts.stages[static_cast<std::size_t>(install.at.stage)].root);
  // What is not followed may have taken the marker away, or written a pip.conf.
  return graph.opaque_between(facts::start_of(root), install.at, false) == nullptr;
}

}  // namespace

void judge_managed_python(Graph& graph) {
  std::vector<bool> said(graph.facts.stages.size());
  for (std::size_t i = 0; i < graph.facts.pip_installs.size(); ++i) {
    const PipInstall& install = graph.facts.pip_installs[i];
    const auto stage = static_cast<std::size_t>(install.at.stage);
    if (install.at.stage < 0 || said[graph.facts.stages[stage].root]) continue;
    const Base& base = graph.bases[stage];
    if (!base.contents || base.declared >= 0 || base.contents->weak ||
        base.contents->pep668 != Known::yes || !base.contents->apt ||
        base.contents->python != Known::no)
      continue;
    if (!refused(graph, install) || !of_distribution(graph, install, *base.contents)) continue;
    ManagedPython out;
    out.install = i;
    out.system = system_title(*base.contents);
    out.need.kind = "a Python that pip may install into";
    out.need.verdict = Verdict::unmet;
    out.need.stage = install.at.stage;
    out.need.subject = install.tool == Installer::uv ? "uv pip" : install.program;
    out.need.object = "a virtual environment";
    out.need.span = install.span;
    out.need.chain = graph.at("python3", install.at).because;
    out.need.chain.push_back(
        says(base.name + " is " + out.system + ", where Python belongs to the package manager",
             base.contents->source));
    graph.managed_pythons.push_back(std::move(out));
    said[graph.facts.stages[stage].root] = true;
  }
}

}  // namespace cudafit::graph
