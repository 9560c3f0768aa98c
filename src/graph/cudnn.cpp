#include "graph/cudnn.h"

#include <algorithm>
#include <array>

#include "graph/assignments.h"
#include "graph/build.h"
#include "graph/container.h"
#include "graph/installed.h"
#include "graph/linked.h"
#include "graph/shipping.h"
#include "graph/wishes.h"
#include "matrix/torch_traits.h"
#include "terms/ascii.h"

namespace cudafit::graph {

namespace {

void find_clash(Graph& graph, int stage) {
  const facts::Position end = facts::end_of(stage);
  const PackageAnswer torch = graph.package("torch", end);
  if (torch.present != Known::yes || torch.package->place != Place::pip) return;
  const Package& package = *torch.package;
  const auto clash = matrix::torch_cudnn_clash(package.version, package.build);
  const Presence& system = graph.at(Thing::cudnn, end);
  if (!clash || system.present != Known::yes || system.version.parts < 2) return;
  if (system.version.major() != clash->cudnn_from.major() || system.version < clash->cudnn_from)
    return;
  if (graph.opaque_between(package.at, end, false) != nullptr) return;
  if (without_gpus(graph, stage) || runs_elsewhere(graph, stage, package.environment)) return;
  CudnnClash out;
  out.package = static_cast<std::size_t>(&package - graph.packages.data());
  out.wheel = wheel_cudnn(graph, package);
  out.system = system.version;
  out.error = clash->text;
  out.assumed = package.assumed;
  out.need.kind = "one cuDNN";
  out.need.verdict = Verdict::unmet;
  out.need.stage = stage;
  out.need.subject = package.title();
  out.need.object = "no cuDNN >= " + clash->cudnn_from.text() + " of the system";
  out.need.span = package.span;
  out.need.weak = package.weak || system.weak || clash->weak;
  out.need.chain = package.because;
  out.need.chain.insert(out.need.chain.end(), system.because.begin(), system.because.end());
  out.need.chain.push_back(
      says(package.title() + " loads a part of cuDNN that its wheel lacks from the system",
           clash->source));
  graph.cudnn_clashes.push_back(std::move(out));
}

/// `-DWITH_CUDNN=ON`: it is compiled with cuDNN.
bool asks_for_cudnn(const Text& word) {
  std::string text = word.value;
  std::transform(text.begin(), text.end(), text.begin(), ascii::lower);
  if (text.find("cudnn") == std::string::npos) return false;
  if (!word.complete || text.find("skip") != std::string::npos ||
      text.find("no_") != std::string::npos || text.find("no-") != std::string::npos)
    return false;
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) return false;
  const std::string_view value = std::string_view(text).substr(equals + 1);
  for (const std::string_view off : {"", "0", "off", "no", "n", "false"}) {
    if (value == off) return false;
  }
  return true;
}

/// `-DUSE_STATIC_CUDNN=ON`, libcudnn_static.a, USE_STATIC_CUDNN=1: the libraries are compiled in.
bool links_statically(const Graph& graph, const std::vector<int>& chain) {
  const auto says_so = [](std::string_view text) {
    std::string folded(text);
    std::transform(folded.begin(), folded.end(), folded.begin(), ascii::lower);
    return folded.find("static") != std::string::npos &&
           (folded.find("cudnn") != std::string::npos || folded.find("cuda") != std::string::npos);
  };
  for (const facts::ProgramUse& use : graph.facts.programs) {
    if (among(chain, use.at.stage) &&
        std::any_of(use.words.begin(), use.words.end(),
                    [&](const Text& word) { return says_so(word.value); }))
      return true;
  }
  return std::any_of(graph.facts.settings.begin(), graph.facts.settings.end(),
                     [&](const facts::Setting& setting) {
                       return among(chain, setting.from.stage) &&
                              (says_so(setting.name) || says_so(setting.value.value));
                     });
}

/// A path that what is compiled has: in a directory of a build or an installation, and no text,
/// source or module of Python.
bool may_be_compiled(std::string_view path) {
  static constexpr std::array<std::string_view, 9> built{"build", "bin", "lib", "local",  "install",
                                                         "dist",  "out", "opt", "release"};
  static constexpr std::array<std::string_view, 11> text{
      "doc",     "docs",   "share",  "include", "licenses", "examples",
      "scripts", "python", "config", "models",  "tests"};
  bool found = false;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    std::string part(path.substr(at, end - at));
    std::transform(part.begin(), part.end(), part.begin(), ascii::lower);
    at = end + 1;
    if (std::find(text.begin(), text.end(), part) != text.end() || part.ends_with("-packages"))
      return false;
    found = found || part.find(".so") != std::string::npos || part.ends_with(".whl") ||
            std::any_of(built.begin(), built.end(),
                        [&](std::string_view each) { return part.starts_with(each); });
  }
  const std::size_t dot = path.substr(path.find_last_of('/') + 1).rfind('.');
  if (dot == std::string_view::npos) return found;
  static constexpr std::array<std::string_view, 16> endings{
      ".py", ".md",  ".txt", ".json", ".yaml", ".yml",  ".toml", ".cfg",
      ".sh", ".hpp", ".cpp", ".h",    ".cu",   ".html", ".onnx", ".conf"};
  return found && std::none_of(endings.begin(), endings.end(),
                               [&](std::string_view ending) { return path.ends_with(ending); });
}

/// The command in the chain that compiles with cuDNN; null when none certainly does.
const facts::ProgramUse* compiles_with_cudnn(const Graph& graph, const std::vector<int>& chain) {
  for (const facts::ProgramUse& use : graph.facts.programs) {
    if (use.when != facts::RunWhen::build || use.certainty != facts::Certainty::certain ||
        !among(chain, use.at.stage) || !use.program.starts_with("cmake"))
      continue;
    if (std::any_of(use.words.begin(), use.words.end(), asks_for_cudnn)) return &use;
  }
  return nullptr;
}

/// A cuDNN of another kind than the system's may be there.
bool cudnn_from_elsewhere(const Graph& graph, int stage) {
  const facts::Position end = facts::end_of(stage);
  if (library_path_is_set(graph, stage)) return true;
  const std::vector<const Package*> all = installed(graph, end);
  return std::any_of(all.begin(), all.end(), [](const Package* package) {
    return package->place == Place::conda || package->name == "torch" ||
           package->name.starts_with("nvidia-");
  });
}

bool is_cudnn(std::string_view library) { return library.starts_with("cudnn"); }

void find_left(Graph& graph, std::size_t index) {
  const facts::StageCopy& copied = graph.facts.stage_copies[index];
  const int stage = copied.at.stage;
  if (copied.mount || copied.from < 0 || !copied.complete) return;
  if (!graph.facts.stages[static_cast<std::size_t>(stage)].product) return;
  const std::vector<int> builder = chain_of(graph, copied.from);
  if (among(chain_of(graph, stage), copied.from)) return;
  const std::optional<LinkedProgram> linked = linked_with(graph, copied, is_cudnn);
  const facts::ProgramUse* const use = linked ? nullptr : compiles_with_cudnn(graph, builder);
  if (!linked && (use == nullptr || links_statically(graph, builder) ||
                  std::none_of(copied.sources.begin(), copied.sources.end(), may_be_compiled)))
    return;
  const Presence& there = graph.at(Thing::cudnn, linked ? linked->link->at : use->at);
  const facts::Position end = facts::end_of(stage);
  const Presence& here = graph.at(Thing::cudnn, end);
  if (there.present != Known::yes) return;
  const bool started = linked && linked->started && !loader_is_told(graph, stage);
  // Where CUDA's own libraries are missing too, it is not meant to run as it is.
  if (!started && graph.at(Thing::cuda_libraries, end).present != Known::yes) return;
  const bool other = here.present == Known::yes && here.version && there.version &&
                     here.version.major() != there.version.major();
  if ((here.present != Known::no && !other) || cudnn_from_elsewhere(graph, stage)) return;
  CudnnLeft out;
  out.copy = index;
  out.builder = there.version;
  if (other) out.shipped = here.version;
  out.need.kind = "the cuDNN it was compiled with";
  out.need.verdict = Verdict::unmet;
  out.need.stage = stage;
  out.need.subject = "what is copied from stage " + graph.stage_label(copied.from);
  out.need.object = "cuDNN";
  if (there.version) out.need.object += " " + std::to_string(there.version.major());
  out.need.span = copied.span;
  out.need.weak = there.weak || here.weak;
  out.program = started ? linked->program : std::string();
  out.need.chain.push_back(linked ? shows("it is linked with -lcudnn here", linked->link->command)
                                  : shows("it is compiled with cuDNN here", use->command));
  out.need.chain.insert(out.need.chain.end(), there.because.begin(), there.because.end());
  out.need.chain.insert(out.need.chain.end(), here.because.begin(), here.because.end());
  // Several directories of one builder are one cause.
  for (const CudnnLeft& left : graph.cudnn_left) {
    if (left.need.stage == stage && graph.facts.stage_copies[left.copy].from == copied.from) return;
  }
  graph.cudnn_left.push_back(std::move(out));
}

}  // namespace

Version wheel_cudnn(const Graph& graph, const Package& package) {
  const std::string platform = platform_of(graph, package.at.stage).name;
  for (const matrix::TorchWheel& wheel : matrix::torch_wheels(package.version)) {
    if (package.name == "torch" && wheel.variant == package.build && wheel.platform == platform)
      return Version::parse(wheel.cudnn).value_or(Version{});
  }
  return {};
}

void judge_cudnn(Graph& graph) {
  for (std::size_t i = 0; i < graph.facts.stages.size(); ++i) {
    if (graph.facts.stages[i].product) find_clash(graph, static_cast<int>(i));
  }
  for (std::size_t i = 0; i < graph.facts.stage_copies.size(); ++i) find_left(graph, i);
}

}  // namespace cudafit::graph
