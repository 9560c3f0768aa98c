// CPU builds of torch where a GPU is asked for, and a torch that a later command replaces.

#include <algorithm>

#include "graph/build.h"
#include "graph/installed.h"
#include "graph/wishes.h"
#include "terms/ascii.h"
#include "terms/pep440.h"

namespace cudafit::graph {

namespace {

using facts::Asked;
using facts::PipInstall;

bool says_cpu(std::string_view text) {
  return ascii::lowered(text).find("cpu") != std::string::npos;
}

/// The stage is called after the CPU, or what is installed came through a variable that is.
bool on_purpose(const Graph& graph, const PipInstall& install, const Asked& asked) {
  const auto linked = [](const std::vector<facts::Link>& how) {
    return std::any_of(how.begin(), how.end(),
                       [](const facts::Link& link) { return says_cpu(link.words); });
  };
  for (int stage = install.at.stage; stage >= 0;
       stage = graph.facts.stages[static_cast<std::size_t>(stage)].parent) {
    const facts::StageFact& fact = graph.facts.stages[static_cast<std::size_t>(stage)];
    if (says_cpu(fact.label) || says_cpu(fact.base)) return true;
  }
  if (linked(asked.how) || (install.index && linked(install.index->how))) return true;
  return std::any_of(install.extra_indexes.begin(), install.extra_indexes.end(),
                     [&](const facts::OptionValue& option) { return linked(option.how); });
}

/// Something else in the stage uses the image's CUDA: torch may be for the side work.
bool other_gpu_user(const Graph& graph, int stage) {
  const auto at_stage = [&](const facts::Position& at) {
    for (int s = stage; s >= 0; s = graph.facts.stages[static_cast<std::size_t>(s)].parent) {
      if (at.stage == s) return true;
    }
    return false;
  };
  for (const facts::Compile& compile : graph.facts.compiles) {
    if (at_stage(compile.at)) return true;
  }
  for (const facts::Opaque& opaque : graph.facts.opaques) {
    if (at_stage(opaque.at)) return true;
  }
  for (const facts::StageCopy& copy : graph.facts.stage_copies) {
    if (at_stage(copy.at)) return true;
  }
  for (const PipInstall& install : graph.facts.pip_installs) {
    if (!at_stage(install.at)) continue;
    if (!install.complete) return true;
    for (const Asked& asked : install.requirements) {
      const std::string& name = asked.requirement.name;
      if (name.empty() || name.find("gpu") != std::string::npos ||
          name.find("cuda") != std::string::npos || name.find("cupy") != std::string::npos ||
          name.find("tensor") != std::string::npos || name.find("nvidia") != std::string::npos ||
          name.find("jax") != std::string::npos || name.find("llama") != std::string::npos ||
          name.find("onnx") != std::string::npos || name.find("whisper") != std::string::npos ||
          name.find("ctranslate") != std::string::npos ||
          name.find("triton") != std::string::npos || name.find("paddle") != std::string::npos ||
          name.find("faiss") != std::string::npos)
        return true;
    }
  }
  return false;
}

/// What shows that the stage is for NVIDIA GPUs; empty when nothing does.
std::string gpu_image(const Graph& graph, int stage) {
  if (stage < 0 || !graph.facts.stages[static_cast<std::size_t>(stage)].product) return {};
  const Base& base = graph.bases[static_cast<std::size_t>(stage)];
  if (!base.contents || !base.contents->gated || says_cpu(base.name)) return {};
  return base.name;
}

/// It is not the torch that the product runs: that is in another environment, or no GPU is wanted.
bool side_work(const Graph& graph, const PipInstall& install) {
  const int stage = install.at.stage;
  if (without_gpus(graph, stage) || runs_elsewhere(graph, stage, install.environment)) return true;
  const std::vector<const Package*> all = installed(graph, facts::end_of(stage));
  return std::any_of(all.begin(), all.end(), [&](const Package* package) {
    return package->name == "torch" && package->gpu != Known::no &&
           same_environment(package->environment, install.environment) != Known::yes;
  });
}

void judge_cpu(Graph& graph, std::size_t at) {
  const WheelChoice& choice = graph.wheels[at];
  if (choice.package != "torch" || choice.outcome != WheelChoice::Outcome::found) return;
  if (choice.wheel ? static_cast<bool>(choice.wheel->cuda) : !choice.flat) return;
  const PipInstall& install = graph.facts.pip_installs[choice.install];
  const Asked& asked = install.requirements[choice.requirement];
  if (install.certainty != facts::Certainty::certain || install.elsewhere || install.dry_run)
    return;
  CpuNeed out;
  out.image = gpu_image(graph, install.at.stage);
  if (out.image.empty()) return;
  const auto exact = asked.requirement.specifiers.exact();
  const bool by_index =
      choice.chosen >= 0 &&
      says_cpu(choice.indexes.all[static_cast<std::size_t>(choice.chosen)].directory);
  const bool asked_for = by_index || (exact && exact->local == "cpu");
  if (on_purpose(graph, install, asked) || side_work(graph, install)) return;
  if (asked_for && other_gpu_user(graph, install.at.stage)) return;
  // A later command may put another build in its place.
  const PackageAnswer last =
      graph.package("torch", facts::end_of(install.at.stage), &install.environment);
  if (last.present != Known::yes || last.package->install != static_cast<int>(choice.install) ||
      last.package->requirement != static_cast<int>(choice.requirement)) {
    return;
  }
  if (graph.opaque_between(install.at, facts::end_of(install.at.stage), false) != nullptr) return;
  out.choice = at;
  out.build = choice.version;
  out.need.kind = "a torch for the GPU";
  out.need.verdict = Verdict::unmet;
  out.need.stage = install.at.stage;
  out.need.subject = "torch " + choice.version;
  out.need.object = "a CUDA build";
  out.need.span = asked.span;
  out.need.chain = choice.chain;
  const std::vector<Note>& declared =
      graph.bases[static_cast<std::size_t>(install.at.stage)].because;
  out.need.chain.insert(out.need.chain.end(), declared.begin(), declared.end());
  out.need.weak = choice.weak;
  graph.torch.cpu.push_back(std::move(out));
}

// ---- replaced

bool differs(const Package& a, const Package& b) {
  if (a.version != b.version) return true;
  return !a.build.empty() && !b.build.empty() && a.build != b.build;
}

/// A companion that was installed for the torch that goes, and stays as it is.
std::string left_broken(const Graph& graph, const Package& now) {
  const PipInstall& install = graph.facts.pip_installs[static_cast<std::size_t>(now.install)];
  if (now.requirement < 0 || !install.complete || now.assumed) return {};
  for (const std::string_view name : {"torchvision", "torchaudio", "torchtext"}) {
    const bool again =
        std::any_of(install.requirements.begin(), install.requirements.end(),
                    [&](const Asked& asked) { return asked.requirement.name == name; });
    if (again) continue;
    const facts::Position end = facts::end_of(now.at.stage);
    const PackageAnswer there = graph.package(name, end, &now.environment);
    if (there.present != Known::yes || there.package->assumed || there.package->version.empty())
      continue;
    if (there.package->place == Place::pip && !(there.package->at < now.at) &&
        there.package->at.stage == now.at.stage)
      continue;
    const matrix::PairAnswer pair =
        matrix::companion_pairs(name, there.package->version, now.version);
    if (pair.pairs == Known::no && !pair.weak) return there.package->title();
  }
  return {};
}

void judge_override(Graph& graph, std::size_t at) {
  const Package& now = graph.packages[at];
  if (now.name != "torch" || now.place != Place::pip || now.carried_from >= 0) return;
  if (now.certainty != facts::Certainty::certain || now.install < 0 || now.version.empty()) return;
  const PipInstall& install = graph.facts.pip_installs[static_cast<std::size_t>(now.install)];
  if (!install.environment.known) return;
  const PackageAnswer was = graph.package("torch", now.at, &install.environment);
  if (was.present != Known::yes || was.package->version.empty() || was.package->weak) return;
  if (was.package->install == now.install && was.package->place == Place::pip) return;
  if (!differs(*was.package, now)) return;
  if (graph.opaque_between(was.package->at, now.at, false) != nullptr) return;
  // What nothing pins may be newer than the data: only a torch that is older is replaced for sure.
  if (now.assumed) {
    const auto old_version = PyVersion::parse(was.package->version);
    const auto new_version = PyVersion::parse(now.version);
    if (!old_version || !new_version || *new_version <= *old_version) return;
  }
  TorchOverride out;
  out.before = static_cast<std::size_t>(was.package - graph.packages.data());
  out.after = at;
  out.broken = left_broken(graph, now);
  out.need.kind = "the torch that was installed before";
  out.need.verdict = Verdict::unmet;
  out.need.stage = now.at.stage;
  out.need.subject = now.title();
  out.need.object = was.package->title();
  out.need.span = now.span;
  out.need.chain = was.package->because;
  out.need.chain.insert(out.need.chain.end(), now.because.begin(), now.because.end());
  out.need.weak = now.weak || now.assumed;
  graph.torch.overrides.push_back(std::move(out));
}

}  // namespace

void judge_torch_builds(Graph& graph) {
  for (std::size_t i = 0; i < graph.wheels.size(); ++i) judge_cpu(graph, i);
  for (std::size_t i = 0; i < graph.packages.size(); ++i) judge_override(graph, i);
}

}  // namespace cudafit::graph
