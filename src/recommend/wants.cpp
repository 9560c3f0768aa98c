#include "recommend/wants.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "matrix/image_boards.h"
#include "recommend/image_summary.h"

namespace cudafit::recommend {

namespace {

using advise::Want;

struct Collecting {
  const graph::Graph& graph;
  std::vector<int> stages;
  std::vector<Want> wants{};
  std::set<std::pair<std::string, std::string>> known{};

  bool here(int stage) const {
    return std::find(stages.begin(), stages.end(), stage) != stages.end();
  }

  void add(Want want) {
    if (want.what.empty() || !known.emplace(want.who, want.what).second) return;
    wants.push_back(std::move(want));
  }

  void add(const graph::Need& need, bool of_host = false) {
    if (!here(need.stage)) return;
    add({need.subject, need.object, need.verdict, need.span, need.chain, of_host});
  }

  template <typename Needs>
  void add_all(const Needs& needs, bool of_host = false) {
    for (const auto& each : needs) add(each.need, of_host);
  }

  /// A package manager belongs to a system.
  void add_systems() {
    for (const facts::SystemInstall& install : graph.facts.system_installs) {
      const std::string system = system_with(install.tool);
      if (!here(install.at.stage) || install.packages.empty() || system.empty()) continue;
      add({"packages of the system", system, graph::Verdict::met, install.span, {}, false});
    }
  }

  static std::string system_with(facts::Installer tool) {
    switch (tool) {
      case facts::Installer::apt:
        return "a system with apt";
      case facts::Installer::dnf:
        return "a system with dnf or yum";
      case facts::Installer::apk:
        return "a system with apk";
      default:
        return {};
    }
  }

  void add_pythons() {
    for (const facts::PipInstall& install : graph.facts.pip_installs) {
      if (!here(install.at.stage) || install.dry_run) continue;
      const std::string tag = graph::python_tag(graph, install);
      if (!tag.starts_with("cp3") || tag.size() < 4) continue;
      add({"what pip installs",
           "Python 3." + tag.substr(3),
           graph::Verdict::met,
           install.span,
           {},
           false});
    }
  }

  /// What the containers load decides which drivers do.
  void add_uses() {
    const auto& base = graph.bases[static_cast<std::size_t>(stages.front())].contents;
    if (base && matrix::for_boards(*base)) return;
    for (const graph::CudaUse& use : graph.cuda_uses) {
      if (!here(use.stage) || !use.cuda || use.kind == graph::CudaUse::Kind::image) continue;
      const auto floor = matrix::driver_floor(use.cuda, matrix::HostOs::linux_);
      if (!floor || !floor->needed) continue;
      Want want{use.title,
                "driver >= " + driver_text(floor->needed),
                graph::Verdict::unknown,
                use.span,
                use.because,
                true};
      want.because.push_back(
          {fmt::format("CUDA {} runs on such drivers", use.cuda.text()), {}, floor->source.text()});
      add(std::move(want));
    }
  }
};

}  // namespace

std::vector<int> stages_on(const graph::Graph& graph, int root) {
  std::vector<int> out;
  for (std::size_t i = 0; i < graph.facts.stages.size(); ++i) {
    if (graph.facts.stages[i].root == static_cast<std::size_t>(root))
      out.push_back(static_cast<int>(i));
  }
  return out;
}

std::vector<Want> wants(const graph::Graph& graph, int root) {
  Collecting all{graph, stages_on(graph, root)};
  all.add_all(graph.compiler_needs);
  all.add_all(graph.cuda_matches);
  all.add_all(graph.run_compilers);
  all.add_all(graph.libraries);
  all.add_all(graph.pythons);
  all.add_pythons();
  all.add_systems();
  if (graph.machines.empty()) {
    all.add_uses();
  } else {
    all.add_all(graph.driver_needs, true);
  }
  all.add_all(graph.gate_needs, true);
  all.add_all(graph.gpu_needs, true);
  std::stable_sort(all.wants.begin(), all.wants.end(), [](const Want& a, const Want& b) {
    return std::tuple(a.of_host, a.span.file, a.span.begin) <
           std::tuple(b.of_host, b.span.file, b.span.begin);
  });
  return std::move(all.wants);
}

bool without_cuda(const graph::Graph& graph, int root) {
  const std::vector<int> stages = stages_on(graph, root);
  const auto here = [&](int stage) {
    return std::find(stages.begin(), stages.end(), stage) != stages.end();
  };
  const auto& contents = graph.bases[static_cast<std::size_t>(root)].contents;
  if (contents && (contents->cuda || contents->gated || contents->cuda_runtime == Known::yes ||
                   !contents->torch.empty() || !contents->torch_variant.empty()))
    return false;
  const bool judged =
      std::any_of(graph.cuda_uses.begin(), graph.cuda_uses.end(),
                  [&](const graph::CudaUse& use) { return here(use.stage); }) ||
      std::any_of(graph.compiler_needs.begin(), graph.compiler_needs.end(),
                  [&](const graph::CompilerNeed& each) { return here(each.need.stage); }) ||
      std::any_of(graph.libraries.begin(), graph.libraries.end(),
                  [&](const graph::LibraryNeed& each) { return here(each.need.stage); });
  if (judged) return false;
  // Its libraries may come from an image of CUDA rather than from what the stage starts from.
  const auto of_cuda = [](const facts::StageCopy& copy) {
    return copy.from < 0 && copy.image.find("nvidia/cuda") != std::string::npos;
  };
  if (std::any_of(
          graph.facts.stage_copies.begin(), graph.facts.stage_copies.end(),
          [&](const facts::StageCopy& copy) { return here(copy.at.stage) && of_cuda(copy); }))
    return false;
  // A tag that does not exist has no contents, and is NVIDIA's all the same.
  const graph::ImageNeed* const image = graph.base_image(root);
  return image == nullptr || image->repository.find("nvidia/cuda") == std::string::npos;
}

}  // namespace cudafit::recommend
