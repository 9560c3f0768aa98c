// What shipped stages compile when they run.

#include <algorithm>

#include "graph/assignments.h"
#include "graph/build.h"
#include "graph/installed.h"
#include "graph/shipping.h"
#include "graph/wishes.h"
#include "matrix/library_names.h"
#include "matrix/pip_packages.h"
#include "terms/pep440.h"

namespace cudafit::graph {

namespace {

using facts::Position;
using facts::ProgramUse;
using matrix::Extension;
using matrix::PipPackage;

/// All rows say the same about one thing, as far as they may hold.
template <typename Row, typename Member>
Known all_say(const std::vector<Row>& rows, const Package& package, Member member, bool* weak) {
  if (const auto row = row_of(rows, package)) {
    if (weak != nullptr) *weak = *weak || row->weak;
    return (*row).*member;
  }
  if (rows.empty() || !package.version.empty()) return Known::unknown;
  Known out = rows.front().*member;
  for (const Row& row : rows) {
    if (row.*member != out) return Known::unknown;
    if (weak != nullptr) *weak = *weak || row.weak;
  }
  return out;
}

bool forbids_compiling(const ProgramUse* use) {
  return std::any_of(use->words.begin(), use->words.end(), [](const Text& word) {
    return word.value.find("--enforce-eager") != std::string::npos ||
           word.value.find("--help") != std::string::npos;
  });
}

/// What starts it in a way that compiles; null where nothing certainly does.
const ProgramUse* starts(const StartCommand& command, std::string_view package) {
  if (std::any_of(command.all.begin(), command.all.end(), forbids_compiling)) return nullptr;
  const auto found =
      std::find_if(command.all.begin(), command.all.end(), [&](const ProgramUse* use) {
        if (use->certainty == facts::Certainty::possible) return false;
        const std::string_view module = started_module(*use);
        return use->program == package || module.substr(0, module.find('.')) == package;
      });
  return found == command.all.end() ? nullptr : *found;
}

void want_nvcc(Graph& graph, int stage, const Package& package) {
  const std::vector<Extension> rows = matrix::find_extension(package.name);
  const auto row = row_of(rows, package);
  if (!row || row->needs_nvcc_at_run != Known::yes || row->weak) return;
  const PackageAnswer torch = graph.package("torch", facts::end_of(stage));
  if (torch.package != nullptr && torch.package->gpu == Known::no) return;
  // A build for one CUDA (1.4.0+pt24cu124) was compiled whole.
  if (!package.build.empty()) return;
  // What its wheel, another package or a variable brings ready-made is not compiled.
  for (const std::string_view ops : row->prebuilt_ops) {
    const Position end = facts::end_of(stage);
    if (ops.find('=') != std::string_view::npos) {
      Known made = assigned(graph, end, ops);
      if (package.place == Place::pip && package.carried_from < 0)
        made = either(made, assigned(graph, package.at, ops));
      if (made != Known::no) return;
    } else if (graph.package(ops, end).package != nullptr) {
      return;
    }
  }
  for (const ExtensionBuild& build : graph.extension_builds) {
    // From its sources it is compiled when it is installed.
    if (build.row.name == row->name && build.compiles != Known::no) return;
  }
  const Presence& nvcc = graph.at(Thing::nvcc, facts::end_of(stage));
  RunCompilerNeed out;
  out.what = RunCompilerNeed::What::nvcc;
  out.package = package.name;
  out.need.kind = "nvcc when it runs";
  out.need.stage = stage;
  out.need.subject = package.title();
  out.need.object = "nvcc";
  out.need.span = package.span;
  out.need.weak = nvcc.weak || package.weak;
  const bool certain = package.certainty == facts::Certainty::certain;
  out.need.verdict = nvcc.present == Known::yes             ? Verdict::met
                     : nvcc.present == Known::no && certain ? Verdict::unmet
                                                            : Verdict::unknown;
  out.need.chain = package.because;
  out.need.chain.push_back(says(package.name + " compiles CUDA code when it is used", row->source));
  out.need.chain.insert(out.need.chain.end(), nvcc.because.begin(), nvcc.because.end());
  out.error = row->without_gpu_text.empty() ? "CUDA_HOME environment variable is not set"
                                            : std::string(row->without_gpu_text);
  graph.run_compilers.push_back(std::move(out));
}

void want_cc(Graph& graph, int stage, const Package& package, const StartCommand& command) {
  // Having it is no proof of using it: the container has to start it.
  const ProgramUse* const use = starts(command, package.name);
  if (use == nullptr || unknown_before(command, *use)) return;
  bool weak = false;
  const std::vector<PipPackage>& pip = matrix::pip_package(package.name);
  const std::vector<Extension> rows = matrix::find_extension(package.name);
  Known needs = all_say(pip, package, &PipPackage::needs_cc_at_run, &weak);
  matrix::Citation source = pip.empty() ? matrix::Citation{} : pip.front().source;
  if (needs != Known::yes) {
    weak = false;
    needs = all_say(rows, package, &Extension::needs_cc_at_run, &weak);
    if (!rows.empty()) source = rows.front().source;
  }
  if (needs != Known::yes) return;
  const Position end = facts::end_of(stage);
  // Another compiler may be named.
  for (const Position at : {end, use->at}) {
    if (build_variable(graph, at, "CC").set != Known::no) return;
  }
  const Presence& cc = graph.at(Thing::c_compiler, end);
  RunCompilerNeed out;
  out.what = RunCompilerNeed::What::c_compiler;
  out.package = package.name;
  out.need.kind = "a C compiler when it runs";
  out.need.stage = stage;
  out.need.subject = package.title();
  out.need.object = "a C compiler";
  out.need.span = package.span;
  out.need.weak = cc.weak || weak;
  const bool certain = package.certainty == facts::Certainty::certain;
  out.need.verdict = cc.present == Known::yes             ? Verdict::met
                     : cc.present == Known::no && certain ? Verdict::unmet
                                                          : Verdict::unknown;
  out.need.chain = package.because;
  out.need.chain.push_back(shows(package.name + " is started here", use->span));
  out.need.chain.push_back(
      says(package.name + " runs a C compiler when it is used (Triton does)", source));
  out.need.chain.insert(out.need.chain.end(), cc.because.begin(), cc.because.end());
  out.error = "Failed to find C compiler. Please specify via CC environment variable";
  graph.run_compilers.push_back(std::move(out));
}

/// The command starts a script for training.
bool trains(const StartCommand& command) {
  for (const ProgramUse* use : command.all) {
    if (use->certainty == facts::Certainty::possible || !use->program.starts_with("python"))
      continue;
    for (const Text& word : use->words) {
      const std::string_view path = word.value;
      const std::string_view name = path.substr(path.find_last_of('/') + 1);
      if (word.complete && name.starts_with("train") && name.ends_with(".py")) return true;
    }
  }
  return false;
}

/// NVIDIA's wheels of the compiler, or conda, may bring libdevice where the package looks for it.
bool libdevice_from_elsewhere(const std::vector<const Package*>& all) {
  return std::any_of(all.begin(), all.end(), [](const Package* other) {
    return other->place == Place::conda || other->name.starts_with("nvidia-") ||
           other->name == "cuda-toolkit";
  });
}

/// A variable that says where CUDA is, for what the container starts.
bool says_where_cuda_is(const Graph& graph, int stage, const StartCommand& command) {
  for (const std::string_view name : {"XLA_FLAGS", "CUDA_HOME", "CUDA_DIR", "NUMBA_CUDA_HOME"}) {
    const auto set = [&](Position at) {
      const facts::VariableAnswer answer = graph.facts.variable(at, name);
      return answer.setting != nullptr && answer.setting->kind != facts::SettingKind::base;
    };
    if (set(facts::end_of(stage))) return true;
    for (const ProgramUse* use : command.all) {
      // `env XLA_FLAGS=... python3 train.py`, `sh -c "XLA_FLAGS=... python3 train.py"`
      if (set(use->at) || std::any_of(use->words.begin(), use->words.end(), [&](const Text& word) {
            return word.value.find(name) != std::string::npos;
          }))
        return true;
    }
  }
  return false;
}

/// Its files are named, or something is put among those of the toolkit: they may be there.
bool libdevice_by_hand(const Graph& graph, int stage) {
  const std::vector<int> chain = chain_of(graph, stage);
  const auto& names = graph.facts.libdevice_names;
  if (std::any_of(names.begin(), names.end(), [&](Position at) { return among(chain, at.stage); }))
    return true;
  return std::any_of(graph.facts.context_copies.begin(), graph.facts.context_copies.end(),
                     [&](const facts::ContextCopy& copied) {
                       return among(chain, copied.at.stage) &&
                              copied.destination.starts_with("/usr/local/cuda");
                     });
}

void want_libdevice(Graph& graph, int stage, const Package& package, const StartCommand& command) {
  const auto row = libdevice_user(graph, package);
  if (!row || (row->training && !trains(command))) return;
  // Its own row says where it takes CUDA from; without one another build is installed.
  const auto pip = pip_row(graph, package);
  if (!pip || pip->libs_from != matrix::LibsFrom::system || !from_pypi(graph, package)) return;
  const Position end = facts::end_of(stage);
  if (without_gpus(graph, stage) || runs_elsewhere(graph, stage, package.environment)) return;
  // As of the libraries: what is known is known of the wheels for x86_64.
  if (platform_of(graph, stage).name != "linux_x86_64") return;
  if (libdevice_from_elsewhere(installed(graph, end))) return;
  // A directory of one's own may hold it.
  if (says_where_cuda_is(graph, stage, command) || libdevice_by_hand(graph, stage)) return;
  const Presence& nvcc = graph.at(Thing::nvcc, end);
  // Where CUDA itself is missing, that is what fails.
  if (graph.at(Thing::cuda_libraries, end).present != Known::yes) return;
  if (graph.opaque_between(package.at, end, false) != nullptr) return;
  RunCompilerNeed out;
  out.what = RunCompilerNeed::What::libdevice;
  out.package = package.name;
  out.need.kind = "libdevice when it runs";
  out.need.stage = stage;
  out.need.subject = package.title();
  out.need.object = "libdevice and libNVVM";
  out.need.span = package.span;
  out.need.weak = nvcc.weak || row->weak || package.weak;
  const bool certain = package.certainty == facts::Certainty::certain;
  out.need.verdict = nvcc.present == Known::yes             ? Verdict::met
                     : nvcc.present == Known::no && certain ? Verdict::unmet
                                                            : Verdict::unknown;
  out.need.chain = package.because;
  out.need.chain.push_back(says(package.name + " compiles for the GPU with libdevice of the " +
                                    "toolkit" + (row->training ? " when it trains" : ""),
                                row->source));
  out.need.chain.insert(out.need.chain.end(), nvcc.because.begin(), nvcc.because.end());
  out.error = row->error;
  graph.run_compilers.push_back(std::move(out));
}

}  // namespace

void judge_shipped_toolchain(Graph& graph) {
  for (std::size_t i = 0; i < graph.facts.stages.size(); ++i) {
    if (!graph.facts.stages[i].product) continue;
    const int stage = static_cast<int>(i);
    const StartCommand command = start_command(graph, stage);
    for (const Package* package : shipped(graph, stage)) {
      want_nvcc(graph, stage, *package);
      want_cc(graph, stage, *package, command);
      want_libdevice(graph, stage, *package, command);
    }
  }
}

}  // namespace cudafit::graph
