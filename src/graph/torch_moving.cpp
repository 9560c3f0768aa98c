// Indexes of torch that do not stay: nightly builds, of a CUDA that is not built any more, too, and
// backends that the machine that builds decides.

#include <algorithm>

#include "graph/audience.h"
#include "graph/build.h"
#include "matrix/nightlies.h"
#include "matrix/pip_packages.h"
#include "matrix/torch_name.h"

namespace cudafit::graph {

namespace {

using facts::Asked;
using facts::Certainty;
using facts::PipInstall;

constexpr std::string_view nightly = "nightly/";

bool of_family(const Asked& asked) {
  return asked.applies == Known::yes && asked.requirement.kind == read::Requirement::Kind::named &&
         is_torch_family(asked.requirement.name);
}

/// Torch comes by the command: it is asked for, or something that requires it is.
bool brings_torch(const PipInstall& install) {
  return std::any_of(install.requirements.begin(), install.requirements.end(),
                     [&](const Asked& asked) {
                       if (of_family(asked)) return true;
                       return !install.no_deps && asked.applies == Known::yes &&
                              asked.requirement.kind == read::Requirement::Kind::named &&
                              matrix::needs_torch(asked.requirement.name) == Known::yes;
                     });
}

/// Torch itself is asked for, and nothing says which build of it.
bool any_torch(const PipInstall& install) {
  return install.complete && install.options_known && install.constraints.empty() &&
         std::any_of(install.requirements.begin(), install.requirements.end(),
                     [](const Asked& asked) {
                       return of_family(asked) && asked.requirement.name == "torch" &&
                              asked.requirement.known && !asked.requirement.specifiers.pins();
                     });
}

NightlyNeed nightly_need(const Graph& graph, std::size_t at, const Index& index) {
  const PipInstall& install = graph.facts.pip_installs[at];
  NightlyNeed out;
  out.install = at;
  out.index = index;
  out.uv = install.tool == facts::Installer::uv;
  out.need.stage = install.at.stage;
  out.need.subject = index.spelled;
  out.need.object = index.directory.substr(nightly.size());
  out.need.span = index.option->span;
  for (const facts::Link& link : index.option->how)
    out.need.chain.push_back(shows(link.words, link.span));
  return out;
}

void add(Graph& graph, NightlyNeed need) {
  const auto& known = graph.torch.nightlies;
  if (std::none_of(known.begin(), known.end(),
                   [&](const NightlyNeed& other) { return other.need.span == need.need.span; }))
    graph.torch.nightlies.push_back(std::move(need));
}

/// Nightlies that are still built: which one an image for use gets, the day of its build decides.
void judge_live(Graph& graph, std::size_t at, const IndexList& list, const Index& index) {
  const PipInstall& install = graph.facts.pip_installs[at];
  const auto stage = static_cast<std::size_t>(install.at.stage);
  const auto row = matrix::torch_index(index.directory.substr(nightly.size()));
  if (!row || !row->live || row->weak || list.all.size() > 1 || !list.complete) return;
  if (!any_torch(install) || !graph.facts.stages[stage].product ||
      audience(graph, install.at.stage) != Audience::service)
    return;
  NightlyNeed out = nightly_need(graph, at, index);
  out.need.kind = "the same torch in every build";
  out.need.verdict = Verdict::unknown;
  const matrix::Nightlies listed = matrix::nightlies();
  out.ended.kept = listed.kept;
  out.ended.source = listed.source;
  add(graph, std::move(out));
}

void judge_nightly(Graph& graph, std::size_t at, const IndexList& list, const Index& index) {
  const PipInstall& install = graph.facts.pip_installs[at];
  if (!std::any_of(install.requirements.begin(), install.requirements.end(), of_family)) return;
  if (may_be_satisfied(graph, at)) return;
  const std::string line = index.directory.substr(nightly.size());
  const auto ended = matrix::ended_nightly(line);
  if (!ended) {
    judge_live(graph, at, list, index);
    return;
  }
  NightlyNeed out = nightly_need(graph, at, index);
  out.ended = *ended;
  out.other_index = list.all.size() > 1;
  out.falls_back = out.other_index || !list.complete;
  for (std::string& directory : nearest_indexes(line, "", python_tag(graph, install),
                                                platform_of(graph, install.at.stage).name)) {
    const auto row = matrix::torch_index(directory);
    if (row && row->live) out.nearest.push_back(std::string(nightly) + directory);
  }
  out.need.kind = "nightly builds for a CUDA";
  out.need.verdict = Verdict::unmet;
  add(graph, std::move(out));
}

/// Backends for the image's CUDA, that very one first.
std::vector<std::string> backends(const Graph& graph, const PipInstall& install) {
  const Presence& runtime = graph.at(Thing::cuda_runtime, install.at);
  if (runtime.present != Known::yes || runtime.version.parts < 2) return {};
  const std::string pinned = pinned_torch(install);
  const std::string wanted =
      "cu" + std::to_string(runtime.version.major()) + std::to_string(runtime.version.minor());
  const std::string python = python_tag(graph, install);
  const std::string platform = platform_of(graph, install.at.stage).name;
  std::vector<std::string> out;
  if (matrix::find_torch_index(wanted).existence == matrix::Existence::published) {
    const auto newest = matrix::newest_torch(wanted, python, platform);
    const auto serves = [&](const matrix::TorchWheel& wheel) { return wheel.directory == wanted; };
    const auto wheels = matrix::torch_wheels(pinned);
    if (pinned.empty() ? newest.has_value() : std::any_of(wheels.begin(), wheels.end(), serves))
      out.push_back(wanted);
  }
  for (std::string& each : nearest_indexes(wanted, pinned, python, platform)) {
    if (matrix::variant_cuda(each).major() == runtime.version.major() &&
        each.find_first_not_of("cu0123456789") == std::string::npos)
      out.push_back(std::move(each));
  }
  return out;
}

void judge_backend(Graph& graph, std::size_t at) {
  const PipInstall& install = graph.facts.pip_installs[at];
  if (!install.torch_backend || !install.torch_backend->value.complete ||
      install.torch_backend->value.value != "auto" || !brings_torch(install))
    return;
  const StepTrait* const step = graph.step(install.at);
  if (step != nullptr && step->device) return;
  for (const std::string_view name : {"UV_CUDA_DRIVER_VERSION", "UV_AMD_GPU_ARCHITECTURE"}) {
    if (graph.facts.variable(install.at, name).set != Known::no) return;
  }
  // A torch that is there already may do.
  if (may_be_satisfied(graph, at) ||
      (!install.upgrade && !install.force_reinstall &&
       graph.package("torch", install.at, &install.environment).package != nullptr))
    return;
  BackendNeed out;
  out.install = at;
  out.nearest = backends(graph, install);
  out.need.kind = "a torch that does not depend on who builds";
  out.need.verdict = Verdict::unmet;
  out.need.stage = install.at.stage;
  out.need.subject = "--torch-backend=auto";
  out.need.object = "the NVIDIA driver of the machine that builds";
  out.need.span = install.torch_backend->span;
  for (const facts::Link& link : install.torch_backend->how)
    out.need.chain.push_back(shows(link.words, link.span));
  const auto& known = graph.torch.backends;
  if (std::none_of(known.begin(), known.end(),
                   [&](const BackendNeed& other) { return other.need.span == out.need.span; }))
    graph.torch.backends.push_back(std::move(out));
}

}  // namespace

void judge_moving_indexes(Graph& graph) {
  for (std::size_t i = 0; i < graph.facts.pip_installs.size(); ++i) {
    const PipInstall& install = graph.facts.pip_installs[i];
    if (install.dry_run || install.certainty == Certainty::possible) continue;
    if (install.tool == facts::Installer::uv) judge_backend(graph, i);
    if (install.certainty != Certainty::certain || install.no_index) continue;
    const IndexList list = index_list(install);
    for (const Index& index : list.all) {
      if (index.kind == Index::Kind::torch && !index.link && index.option != nullptr &&
          !install.torch_backend && index.directory.starts_with(nightly))
        judge_nightly(graph, i, list, index);
    }
  }
}

}  // namespace cudafit::graph
