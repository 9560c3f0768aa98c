#include "graph/second_toolkit.h"

#include <algorithm>

#include "graph/build.h"
#include "graph/shipping.h"

namespace cudafit::graph {

namespace {

using facts::Certainty;
using facts::Position;

/// Something in the stage, or in one that builds on it, names the directory of one of the two
/// toolkits: they are told apart on purpose.
bool named(const Graph& graph, int stage, const Version& image, const Version& second) {
  return std::any_of(graph.facts.toolkit_paths.begin(), graph.facts.toolkit_paths.end(),
                     [&](const facts::ToolkitPath& path) {
                       const std::vector<int> chain = chain_of(graph, path.at.stage);
                       if (!among(chain, stage) && !among(chain_of(graph, stage), path.at.stage))
                         return false;
                       const std::optional<Version> version = Version::parse(path.version);
                       return !version || version->same_line(image) || version->same_line(second);
                     });
}

/// Whoever installs toolkits of several releases wants to choose among them.
bool several(const Graph& graph, int stage) {
  const std::vector<int> chain = chain_of(graph, stage);
  std::vector<Version> lines;
  const auto add = [&](Version line) {
    line.parts = 2;
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
  };
  for (std::size_t i = 0; i < graph.facts.system_installs.size(); ++i) {
    if (!among(chain, graph.facts.system_installs[i].at.stage)) continue;
    for (const std::optional<matrix::SystemPackage>& known : graph.system_packages[i]) {
      const bool toolkit =
          known && (known->brings_nvcc == Known::yes || known->brings_cuda_libraries == Known::yes);
      if (toolkit && known->cuda.parts > 1 && !known->floats) add(known->cuda);
    }
  }
  for (const facts::Runfile& runfile : graph.facts.runfiles) {
    const auto known = matrix::runfile(runfile.file);
    if (among(chain, runfile.at.stage) && known && known->brings_nvcc == Known::yes)
      add(known->cuda);
  }
  return lines.size() > 1;
}

class Judge {
 public:
  explicit Judge(Graph& graph) : graph_(graph) {}

  void run() {
    for (std::size_t i = 0; i < graph_.facts.system_installs.size(); ++i) system(i);
    for (const facts::Runfile& runfile : graph_.facts.runfiles) {
      const auto known = matrix::runfile(runfile.file);
      if (!known || known->kind != matrix::RunfileAnswer::Kind::toolkit || known->weak) continue;
      if (installs_nothing(runfile) || has_own_directory(runfile)) continue;
      const bool options = runfile.options_known && runfile.certainty == Certainty::certain;
      if (known->brings_nvcc == Known::yes && options)
        judge(runfile.at, Thing::nvcc, runfile.file, known->cuda, runfile.name_span, known->source);
    }
  }

 private:
  void system(std::size_t number) {
    const facts::SystemInstall& install = graph_.facts.system_installs[number];
    if (install.certainty != Certainty::certain) return;
    for (std::size_t i = 0; i < install.packages.size(); ++i) {
      const facts::SystemPackageName& package = install.packages[i];
      const std::optional<matrix::SystemPackage>& known = graph_.system_packages[number][i];
      if (!known || !package.known || known->weak || known->floats) continue;
      // One part alone may be what is wanted of the other release.
      const bool compiler =
          known->brings_nvcc == Known::yes && known->brings_cuda_libraries == Known::yes;
      const bool libraries =
          known->brings_nvcc == Known::no && known->brings_cuda_libraries == Known::yes;
      if (compiler || libraries)
        judge(install.at, compiler ? Thing::nvcc : Thing::cuda_libraries, package.name, known->cuda,
              package.span, known->source);
    }
  }

  void judge(Position at, Thing thing, const std::string& package, Version brings, Span span,
             const matrix::Citation& source) {
    // What the image brought, and nothing before changed.
    const Presence& there = graph_.at(thing, at);
    if (there.present != Known::yes || there.since.stage >= 0 || there.weak) return;
    if (brings.parts < 2 || there.version.parts < 2 || brings.same_line(there.version)) return;
    // Libraries of two majors have different names, and serve different programs.
    if (thing == Thing::cuda_libraries && brings.major() != there.version.major()) return;
    if (named(graph_, at.stage, there.version, brings) || several(graph_, at.stage)) return;
    const Base& base = graph_.bases[static_cast<std::size_t>(at.stage)];
    if (base.declared >= 0) return;
    for (const SecondToolkit& said : graph_.second_toolkits) {
      if (said.need.stage == at.stage && said.brings == brings) return;
    }
    SecondToolkit out;
    out.package = package;
    out.image = base.name;
    out.has = there.version;
    out.brings = brings;
    out.libraries = thing == Thing::cuda_libraries;
    out.need.kind = "one toolkit";
    out.need.verdict = Verdict::unmet;
    out.need.stage = at.stage;
    out.need.subject = package;
    out.need.object = "one CUDA";
    out.need.span = span;
    out.need.chain.push_back(shows(package + " brings CUDA " + brings.text(), span));
    out.need.chain.back().source = source.text();
    out.need.chain.insert(out.need.chain.end(), there.because.begin(), there.because.end());
    graph_.second_toolkits.push_back(std::move(out));
  }

  Graph& graph_;
};

}  // namespace

void find_second_toolkits(Graph& graph) { Judge(graph).run(); }

}  // namespace cudafit::graph
