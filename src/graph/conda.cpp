#include "graph/conda.h"

#include <algorithm>

#include "graph/assignments.h"
#include "graph/build.h"
#include "graph/conda_channels.h"
#include "graph/wishes.h"
#include "matrix/conda_torch.h"

namespace cudafit::graph {

namespace {

using facts::CondaInstall;
using facts::CondaSpec;
using Meaning = matrix::CondaGpuName::Meaning;

/// Something in the same command chooses the CUDA build, or asks for the other one.
bool chooses_build(const CondaInstall& install, std::string_view channel) {
  return std::any_of(install.specs.begin(), install.specs.end(), [&](const CondaSpec& spec) {
    if (!spec.known || !spec.version_known) return true;
    for (const std::string_view word : {"cuda", "gpu", "cpu"}) {
      if (spec.build.find(word) != std::string::npos) return true;
    }
    // cpuonly, pytorch-cpu, faiss-cpu: meant so, whoever has the package
    if (spec.name.find("cpu") != std::string::npos) return true;
    const auto known = matrix::conda_gpu_name(spec.name, channel);
    return known &&
           (known->meaning == Meaning::selects_cuda || known->meaning == Meaning::forces_cpu);
  });
}

/// CONDA_OVERRIDE_CUDA in force, or perhaps.
Known overridden(const Graph& graph, facts::Position at) {
  constexpr std::string_view name = "CONDA_OVERRIDE_CUDA";
  if (perhaps_set_by_shell(graph, at, name)) return Known::unknown;
  const facts::VariableAnswer answer = graph.facts.variable(at, name);
  if (answer.setting == nullptr) return answer.set == Known::no ? Known::no : Known::unknown;
  // Set to nothing it says that there is no CUDA, which is then meant.
  return answer.setting->set && answer.setting->value.complete ? Known::yes : Known::unknown;
}

/// RUN --device: the step sees a GPU.
bool sees_gpu(const Graph& graph, facts::Position at) {
  const StepTrait* const step = graph.step(at);
  return step != nullptr && step->device;
}

}  // namespace

void blame_cudatoolkit(Graph& graph) {
  for (CompilerNeed& need : graph.compiler_needs) {
    if (need.need.verdict != Verdict::unmet) continue;
    const facts::Position at =
        need.compile >= 0 ? graph.facts.compiles[static_cast<std::size_t>(need.compile)].at
                          : graph.extension_builds[static_cast<std::size_t>(need.extension)].at;
    const PackageAnswer toolkit = graph.package("cudatoolkit", at);
    if (toolkit.present == Known::yes && toolkit.package->place == Place::conda)
      need.conda_toolkit = static_cast<int>(toolkit.package - graph.packages.data());
  }
}

void judge_conda(Graph& graph) {
  for (std::size_t i = 0; i < graph.facts.conda_installs.size(); ++i) {
    const CondaInstall& install = graph.facts.conda_installs[i];
    if (install.certainty != facts::Certainty::certain || !install.solves) continue;
    const CondaChannels channels = conda_channels(graph, install);
    for (std::size_t j = 0; j < install.specs.size(); ++j) {
      const CondaSpec& spec = install.specs[j];
      if (!spec.known || !spec.version_known) continue;
      const CondaOrigin origin = conda_origin(channels, spec);
      const std::string_view channel = origin.channel;
      if (channel.empty()) continue;
      const auto name = matrix::conda_gpu_name(spec.name, channel);
      if (!name || name->meaning != Meaning::by_virtual_cuda || name->channel != channel) continue;
      // Of weak rows it is not known since which version they hold.
      if (name->weak && conda_pin(spec)) continue;
      if (!install.complete || chooses_build(install, channel)) continue;
      if (sees_gpu(graph, install.at) || perhaps_configured(graph, install.at)) continue;
      const Wish wish = gpu_wish(graph, install.at.stage);
      if (!wish) continue;
      CondaSolve out;
      out.install = i;
      out.spec = j;
      const Known set = overridden(graph, install.at);
      out.need.verdict = set == Known::no    ? Verdict::unmet
                         : set == Known::yes ? Verdict::met
                                             : Verdict::unknown;
      out.need.kind = "a GPU that conda's solver sees";
      out.need.stage = install.at.stage;
      out.need.subject = spec.name + " of " + std::string(channel);
      out.need.object = "CONDA_OVERRIDE_CUDA";
      out.need.span = spec.span;
      out.need.weak = name->weak || origin.weak;
      for (const facts::Link& link : spec.how)
        out.need.chain.push_back(shows(link.words, link.span));
      out.need.chain.push_back(shows(wish.words, wish.span));
      out.need.chain.push_back(
          says("conda picks the GPU build of " + spec.name +
                   " only where it sees __cuda, and a build has no driver to see",
               name->source));
      const Base& base = graph.bases[static_cast<std::size_t>(install.at.stage)];
      if (base.contents) out.cuda = base.contents->cuda;
      out.need.chain.insert(out.need.chain.end(), base.because.begin(), base.because.end());
      graph.conda_solves.push_back(std::move(out));
      break;  // one finding for one command
    }
  }
}

}  // namespace cudafit::graph
