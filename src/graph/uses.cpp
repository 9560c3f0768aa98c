// What a stage loads of CUDA when its containers run.

#include "graph/uses.h"

#include <algorithm>
#include <array>

#include "graph/build.h"
#include "graph/conda_cuda.h"
#include "graph/gpu_code.h"
#include "graph/installed.h"
#include "graph/wishes.h"
#include "matrix/nvcc.h"
#include "matrix/pip_packages.h"
#include "matrix/torch.h"

namespace cudafit::graph {

namespace {

using facts::Certainty;

/// `stage`, and what it is built on.
bool in_chain(const Graph& graph, int of, int stage) {
  for (int at = of; at >= 0; at = graph.facts.stages[static_cast<std::size_t>(at)].parent) {
    if (at == stage) return true;
  }
  return false;
}

/// A later installation may have replaced the package, without saying so.
bool maybe_replaced(const Graph& graph, const Package& package, int stage) {
  const facts::Position end = facts::end_of(stage);
  if (graph.opaque_between(package.at, end, false) != nullptr) return true;
  const auto later = [&](const auto& install) {
    if (install.complete || !in_chain(graph, stage, install.at.stage)) return false;
    return install.at.stage != package.at.stage || package.at < install.at;
  };
  const facts::Facts& facts = graph.facts;
  if (std::any_of(facts.pip_installs.begin(), facts.pip_installs.end(),
                  [&](const facts::PipInstall& install) {
                    return !install.elsewhere && !install.dry_run && later(install);
                  }))
    return true;
  return package.place == Place::conda &&
         std::any_of(facts.conda_installs.begin(), facts.conda_installs.end(), later);
}

/// Where the version is written, when that is not where the package is asked for: an ARG's default.
Span version_place(const facts::Asked& asked) {
  const read::Requirement& requirement = asked.requirement;
  if (requirement.kind != read::Requirement::Kind::named) return {};
  for (const Specifier& clause : requirement.specifiers.all) {
    if (clause.op != Specifier::Op::equal && clause.op != Specifier::Op::arbitrary) continue;
    const Span place =
        requirement.specifier_text.span(clause.version_at, clause.version_at + clause.text.size());
    if (place && !asked.span.contains(place)) return place;
  }
  return {};
}

class Collector {
 public:
  Collector(Graph& graph, int stage) : graph_(graph), stage_(stage) {}

  void run() {
    const std::size_t before = graph_.cuda_uses.size();
    for (const Package* each : installed(graph_, facts::end_of(stage_))) {
      // NVIDIA's wheels are there for the package that loads them, which is judged itself.
      if (!each->name.starts_with("nvidia-")) package(*each);
    }
    compiled();
    if (graph_.cuda_uses.size() == before && !unknown_torch()) image();
  }

 private:
  /// A torch of unknown CUDA: the image's own is not what counts.
  bool unknown_torch() const {
    const PackageAnswer torch = graph_.package("torch", facts::end_of(stage_));
    return torch.package != nullptr && torch.package->gpu == Known::unknown;
  }

  /// A package that is there in the end.
  void package(const Package& package) {
    const bool of_image = package.place == Place::image;
    if (!of_image && runs_elsewhere(graph_, stage_, package.environment)) return;
    const PackageAnswer there =
        graph_.package(package.name, facts::end_of(stage_), &package.environment);
    CudaUse use;
    use.package = static_cast<int>(&package - graph_.packages.data());
    use.certain = there.present == Known::yes && package.certainty == Certainty::certain &&
                  !maybe_replaced(graph_, package, stage_) && !depends_on_python(package) &&
                  !(of_image && perhaps_runs_another(graph_, stage_));
    use.weak = package.weak;
    if (package.gpu == Known::yes && package.cuda) {
      use.cuda = package.cuda;
      if (package.name == "torch") torch_code(package, use.code);
    } else if (package.name == "torch" && package.place == Place::conda) {
      auto found = conda_cuda(graph_, package);
      if (!found) return;
      use.cuda = found->cuda;
      use.because = std::move(found->because);
    } else if (!library(package, use)) {
      return;
    }
    describe(package, use);
    add(std::move(use));
  }

  /// Nothing pins the version, and which Python picks it is not known.
  bool depends_on_python(const Package& package) const {
    if (!package.assumed) return false;
    return std::none_of(graph_.wheels.begin(), graph_.wheels.end(), [&](const WheelChoice& choice) {
      return static_cast<int>(choice.install) == package.install &&
             static_cast<int>(choice.requirement) == package.requirement && choice.python_known;
    });
  }

  void torch_code(const Package& package, GpuCode& code) const {
    // conda's builds are made for other GPUs than the wheel of the same CUDA.
    const Base& base = graph_.bases[static_cast<std::size_t>(stage_)];
    if (package.place == Place::image && !package.declared &&
        (!base.contents || base.contents->conda != Known::no))
      return;
    const std::string platform = platform_of(graph_, stage_).name;
    const auto archs = matrix::torch_archs(package.version, package.build, platform);
    if (!archs || (package.declared && !has_wheel(package, platform))) return;
    code.sass.assign(archs->sass.begin(), archs->sass.end());
    code.ptx.assign(archs->ptx.begin(), archs->ptx.end());
    code.known = true;
    code.ptx_unclear = archs->ptx_weak;
    code.weak = archs->weak;
    code.because.push_back(
        says(package.title() + " has code for " + code_words(code), archs->source));
  }

  /// A build that nobody publishes for that platform is its owner's own, made for any GPU.
  static bool has_wheel(const Package& torch, std::string_view platform) {
    const std::vector<matrix::TorchWheel> wheels = matrix::torch_wheels(torch.version);
    const std::string version = torch.version + (torch.build.empty() ? "" : "+" + torch.build);
    return std::any_of(wheels.begin(), wheels.end(), [&](const matrix::TorchWheel& wheel) {
      return wheel.platform == platform && wheel.version == version;
    });
  }

  /// A package other than torch, by what the matrix knows of it.
  bool library(const Package& package, CudaUse& use) const {
    const auto row = pip_row(graph_, package);
    if (!row || !row->via.empty() || !from_pypi(graph_, package)) return false;
    if (may_do_without_cuda(*row)) return false;
    // What brings its own CUDA and works on the CPU as well: the files say which of them is meant.
    if (row->libs_from != matrix::LibsFrom::system && row->extra.empty() &&
        !named_for_gpu(package.name) && !gpu_wish(graph_, stage_))
      return false;
    use.weak = use.weak || row->weak;
    switch (row->libs_from) {
      case matrix::LibsFrom::bundled:
      case matrix::LibsFrom::static_:
      case matrix::LibsFrom::nvidia_wheels:
        // Several majors: which of them its wheel was built for is not known.
        if (row->cuda_majors.size() != 1) return false;
        use.cuda = Version{.number = {row->cuda_majors.front(), 0, 0, 0}, .parts = 1};
        use.because.push_back(
            says(package.title() + " brings CUDA " + use.cuda.text(), row->source));
        return true;
      case matrix::LibsFrom::system: {
        const Presence& runtime = graph_.at(Thing::cuda_runtime, facts::end_of(stage_));
        if (runtime.present != Known::yes || !runtime.version || runtime.version.parts < 2)
          return false;
        const auto& majors = row->cuda_majors;
        if (!majors.empty() &&
            std::find(majors.begin(), majors.end(), runtime.version.major()) == majors.end())
          return false;  // it cannot load this one
        use.kind = CudaUse::Kind::system;
        use.cuda = runtime.version;
        use.weak = use.weak || runtime.weak;
        use.because = runtime.because;
        use.because.push_back(says(package.title() + " loads the image's CUDA", row->source));
        return true;
      }
      default:
        return false;
    }
  }

  void describe(const Package& package, CudaUse& use) const {
    use.title = package.title();
    use.span = package.span;
    use.because.insert(use.because.begin(), package.because.begin(), package.because.end());
    if (package.place != Place::pip || package.install < 0 || package.requirement < 0) return;
    const facts::Asked& asked = graph_.facts.pip_installs[static_cast<std::size_t>(package.install)]
                                    .requirements[static_cast<std::size_t>(package.requirement)];
    if (const Span place = version_place(asked)) {
      use.asked = use.span;
      use.span = place;
    }
  }

  /// What is compiled in the stage loads the CUDA of its compiler.
  void compiled() {
    for (std::size_t i = 0; i < graph_.facts.compiles.size(); ++i) {
      const facts::Compile& compile = graph_.facts.compiles[i];
      const bool program =
          compile.kind == facts::CompileKind::nvcc || compile.kind == facts::CompileKind::cmake;
      if (!program || !compile.cuda || compile.certainty != Certainty::certain) continue;
      if (!in_chain(graph_, stage_, compile.at.stage)) continue;
      const Presence& nvcc = graph_.at(Thing::nvcc, compile.at);
      if (nvcc.present != Known::yes || nvcc.version.parts < 2) continue;
      CudaUse use;
      use.kind = CudaUse::Kind::compiled;
      use.compile = static_cast<int>(i);
      use.cuda = nvcc.version;
      use.title = "what is compiled with nvcc " + nvcc.version.text();
      use.span = compile.span;
      use.because = nvcc.because;
      use.certain = true;
      use.weak = nvcc.weak;
      use.code = compiled_code(compile, nvcc.version);
      add(std::move(use));
    }
  }

  void image() {
    const Base& base = graph_.bases[static_cast<std::size_t>(stage_)];
    const Presence& runtime = graph_.at(Thing::cuda_runtime, facts::end_of(stage_));
    if (runtime.present != Known::yes || !runtime.version || runtime.version.parts < 2) return;
    CudaUse use;
    use.kind = CudaUse::Kind::image;
    use.cuda = runtime.version;
    use.title = "CUDA " + runtime.version.text();
    if (runtime.since.stage < 0 && !base.name.empty()) use.title += " of " + base.name;
    use.span = runtime.span;
    use.because = runtime.because;
    use.weak = runtime.weak;
    add(std::move(use));
  }

  void add(CudaUse use) {
    use.stage = stage_;
    graph_.cuda_uses.push_back(std::move(use));
  }

  Graph& graph_;
  int stage_;
};

}  // namespace

void find_cuda_uses(Graph& graph) {
  for (std::size_t i = 0; i < graph.facts.stages.size(); ++i) {
    const bool windows = platform_of(graph, static_cast<int>(i)).name.starts_with("win");
    if (without_gpus(graph, static_cast<int>(i))) continue;
    if (graph.facts.stages[i].product && !windows) Collector(graph, static_cast<int>(i)).run();
  }
}

}  // namespace cudafit::graph
