// What shipped stages compile when they run, and whether they carry a toolkit for nothing.

#include <algorithm>
#include <array>

#include "graph/assignments.h"
#include "graph/audience.h"
#include "graph/build.h"
#include "matrix/pip_packages.h"
#include "terms/pep440.h"

namespace cudafit::graph {

namespace {

using facts::Position;
using facts::ProgramUse;
using facts::RunWhen;
using matrix::BaseFlavor;
using matrix::Extension;
using matrix::PipPackage;

/// The stage and those below it.
std::vector<int> chain_of(const Graph& graph, int stage) {
  std::vector<int> out;
  for (int at = stage; at >= 0; at = graph.facts.stages[static_cast<std::size_t>(at)].parent)
    out.push_back(at);
  return out;
}

bool among(const std::vector<int>& chain, int stage) {
  return std::find(chain.begin(), chain.end(), stage) != chain.end();
}

/// The packages that are in the stage when it is shipped, each once.
std::vector<const Package*> shipped(const Graph& graph, int stage) {
  std::vector<const Package*> out;
  for (const Package& package : graph.packages) {
    if (graph.package(package.name, facts::end_of(stage)).package == &package)
      out.push_back(&package);
  }
  return out;
}

/// The first row that holds; nothing where the version is not known and rows differ in what they
/// say.
template <typename Row>
std::optional<Row> row_of(const std::vector<Row>& rows, const Package& package) {
  const auto version = PyVersion::parse(package.version);
  for (const Row& row : rows) {
    if (row.range.empty()) return row;
    const auto range = Specifiers::parse(row.range);
    if (!version || package.version.empty()) {
      if (rows.size() == 1 || !range) return std::nullopt;
      continue;
    }
    if (range && range->contains(*version, true)) return row;
  }
  return std::nullopt;
}

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

bool starts_module(const ProgramUse& use, std::string_view module) {
  for (std::size_t i = 0; i + 1 < use.words.size(); ++i) {
    const std::string& next = use.words[i + 1].value;
    if (use.words[i].value == "-m" &&
        (next == module || next.starts_with(std::string(module) + ".")))
      return true;
  }
  return false;
}

/// It is started in a way that compiles.
bool runs(const Started& command, std::string_view package) {
  for (const ProgramUse* use : {command.entrypoint, command.cmd}) {
    if (use == nullptr) continue;
    for (const Text& word : use->words) {
      if (word.value.find("--enforce-eager") != std::string::npos ||
          word.value.find("--help") != std::string::npos)
        return false;
    }
  }
  for (const ProgramUse* use : {command.entrypoint, command.cmd}) {
    if (use == nullptr) continue;
    if (use->program == package) return true;
    if (use->program.starts_with("python") && starts_module(*use, package)) return true;
  }
  return false;
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

void want_cc(Graph& graph, int stage, const Package& package, const Started& command) {
  // Having it is no proof of using it: the container has to start it.
  if (!runs(command, package.name)) return;
  bool weak = false;
  const std::vector<PipPackage> pip = matrix::pip_package(package.name);
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
  if (build_variable(graph, end, "CC").set != Known::no) return;
  const Presence& cc = graph.at(Thing::c_compiler, end);
  RunCompilerNeed out;
  out.nvcc = false;
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
  out.need.chain.push_back(
      says(package.name + " runs a C compiler when it is used (Triton does)", source));
  out.need.chain.insert(out.need.chain.end(), cc.because.begin(), cc.because.end());
  out.error = "Failed to find C compiler. Please specify via CC environment variable";
  graph.run_compilers.push_back(std::move(out));
}

template <std::size_t count>
bool has_word(std::string_view text, const std::array<std::string_view, count>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

/// What is started is a program of a package that is installed. Everything else (a script, an
/// application that a server loads) has contents that are not known, and may compile when it runs.
bool starts_package(const Started& command, const std::vector<const Package*>& packages) {
  const ProgramUse* const use = command.entrypoint != nullptr ? command.entrypoint : command.cmd;
  if (use == nullptr) return false;
  const auto installed = [&](std::string_view module) {
    std::string name(module.substr(0, module.find('.')));
    std::replace(name.begin(), name.end(), '_', '-');
    return std::any_of(packages.begin(), packages.end(),
                       [&](const Package* package) { return package->name == name; });
  };
  static constexpr std::array<std::string_view, 2> own_code{"vllm", "mlflow"};
  if (std::find(own_code.begin(), own_code.end(), use->program) != own_code.end())
    return installed(use->program);
  if (!use->program.starts_with("python")) return false;
  std::size_t at = 0;
  while (at < use->words.size() && use->words[at].value.starts_with('-') &&
         use->words[at].value != "-m")
    ++at;
  return at + 1 < use->words.size() && use->words[at].value == "-m" &&
         use->words[at + 1].complete && installed(use->words[at + 1].value);
}

/// ONBUILD: what builds on the image may compile.
bool builds_later(const Graph& graph, const std::vector<int>& chain) {
  return std::any_of(chain.begin(), chain.end(), [&](int stage) {
    const auto index = static_cast<std::size_t>(stage);
    return index < graph.steps.size() &&
           std::any_of(graph.steps[index].begin(), graph.steps[index].end(),
                       [](const StepTrait& step) { return step.onbuild; });
  });
}

/// Something in the stage compiles, or may: what it leaves behind may want the toolkit.
bool compiles(const Graph& graph, const std::vector<int>& chain) {
  static constexpr std::array<std::string_view, 16> builders{
      "make",  "cmake", "ninja", "gcc", "g++", "clang",     "cargo",    "go",
      "meson", "bazel", "nvcc",  "cc",  "c++", "configure", "setup.py", "git"};
  const facts::Facts& facts = graph.facts;
  for (const facts::Compile& compile : facts.compiles) {
    if (among(chain, compile.at.stage)) return true;
  }
  for (const ProgramUse& use : facts.programs) {
    if (use.when != RunWhen::build || !among(chain, use.at.stage)) continue;
    if (std::find(builders.begin(), builders.end(), use.program) != builders.end()) return true;
  }
  for (const ExtensionBuild& build : graph.extension_builds) {
    if (among(chain, build.at.stage) &&
        (build.compiles != Known::no || build.wants_nvcc != Known::no))
      return true;
  }
  return false;
}

/// Sources for nvcc, tools of developers, or a call of nvcc when the container runs.
bool shows_use(const Graph& graph, const std::vector<int>& chain) {
  static constexpr std::array<std::string_view, 6> tools{"nsight",      "cuda-",       "cmake",
                                                         "ninja-build", "nvidia-cuda", "ccache"};
  static constexpr std::array<std::string_view, 5> sources{".cu", ".cuh", ".cpp", "setup.py",
                                                           "CMakeLists.txt"};
  for (const facts::SystemInstall& install : graph.facts.system_installs) {
    if (!among(chain, install.at.stage)) continue;
    for (const facts::SystemPackageName& package : install.packages) {
      if (std::any_of(tools.begin(), tools.end(),
                      [&](std::string_view tool) { return package.name.starts_with(tool); }))
        return true;
    }
  }
  for (const facts::ContextCopy& copied : graph.facts.context_copies) {
    if (!among(chain, copied.at.stage)) continue;
    for (const std::string& source : copied.sources) {
      if (std::any_of(sources.begin(), sources.end(),
                      [&](std::string_view ending) { return source.ends_with(ending); }))
        return true;
    }
  }
  return std::any_of(
      graph.facts.programs.begin(), graph.facts.programs.end(), [&](const ProgramUse& use) {
        return among(chain, use.at.stage) && use.when != RunWhen::build &&
               (use.program == "nvcc" || use.program == "nsys" || use.program == "ncu");
      });
}

/// Packages that another stage installed: what they are is followed there.
const facts::StageCopy* carries_packages(const Graph& graph, const facts::Opaque& opaque) {
  if (opaque.touches.system) return nullptr;
  for (const facts::StageCopy& copied : graph.facts.stage_copies) {
    if (copied.at == opaque.at && copied.from >= 0 && copied.complete) return &copied;
  }
  return nullptr;
}

/// Everything that is installed is known.
bool followed(const Graph& graph, const std::vector<int>& chain) {
  const facts::Facts& facts = graph.facts;
  for (const facts::Opaque& opaque : facts.opaques) {
    if (!among(chain, opaque.at.stage)) continue;
    if (!opaque.touches.system && !opaque.touches.packages) continue;
    const facts::StageCopy* const copied = carries_packages(graph, opaque);
    if (copied == nullptr || !followed(graph, chain_of(graph, copied->from))) return false;
  }
  for (const facts::CondaInstall& install : facts.conda_installs) {
    if (among(chain, install.at.stage)) return false;
  }
  for (const facts::Runfile& runfile : facts.runfiles) {
    if (among(chain, runfile.at.stage)) return false;
  }
  for (const facts::SystemInstall& install : facts.system_installs) {
    if (among(chain, install.at.stage) && !install.complete) return false;
  }
  for (const facts::PipInstall& install : facts.pip_installs) {
    if (!among(chain, install.at.stage)) continue;
    if (!install.complete) return false;
    for (const facts::Asked& asked : install.requirements) {
      using Kind = read::Requirement::Kind;
      const read::Requirement& wanted = asked.requirement;
      if (!wanted.known || wanted.editable) return false;
      if (wanted.kind != Kind::named && !wanted.wheel) return false;
    }
  }
  for (const facts::StageCopy& copied : facts.stage_copies) {
    if (among(chain, copied.at.stage) && !copied.complete) return false;
  }
  return true;
}

/// A stage that others are made from, whatever it starts.
bool made_to_build_on(const std::string& label) {
  static constexpr std::array<std::string_view, 3> words{"build", "compile", "base"};
  return has_word(lower(label), words);
}

void spare_toolkit(Graph& graph, int stage, const Started& command) {
  const ImageNeed* const image = graph.base_image(stage);
  if (image == nullptr || image->verdict != Verdict::met || !image->answer.row) return;
  if (image->answer.row->flavor != matrix::Flavor::devel || image->answer.row->weak) return;
  const facts::StageFact& fact = graph.facts.stages[static_cast<std::size_t>(stage)];
  const std::vector<int> chain = chain_of(graph, stage);
  if (made_to_build_on(fact.label) || audience(graph, stage) != Audience::service) return;
  if (!followed(graph, chain) || compiles(graph, chain) || shows_use(graph, chain)) return;
  // Whoever says where the toolkit is, or for which GPUs to compile, uses it.
  for (const std::string_view name :
       {"TORCH_CUDA_ARCH_LIST", "CUDA_HOME", "MAX_JOBS", "NVCC_FLAGS"}) {
    if (build_variable(graph, facts::end_of(stage), name).set == Known::yes) return;
  }
  SpareToolkit out;
  const std::vector<const Package*> packages = shipped(graph, stage);
  if (!starts_package(command, packages) || builds_later(graph, chain)) return;
  bool wheels = false;
  std::string looked_at;
  std::size_t more = 0;
  for (const Package* package : packages) {
    if (package->place == Place::conda) return;
    const std::vector<Extension> extensions = matrix::find_extension(package->name);
    const std::vector<PipPackage> pip = matrix::pip_package(package->name);
    // Anything that compiles when it runs, or that is not known not to.
    for (const Extension& row : extensions) {
      if (row.needs_nvcc_at_run != Known::no || row.needs_cc_at_run == Known::yes) return;
    }
    BaseFlavor wants = BaseFlavor::unknown;
    for (const PipPackage& row : pip) {
      if (row.needs_nvcc_at_run == Known::yes || row.needs_cc_at_run == Known::yes ||
          row.needs_headers_at_run == Known::yes)
        return;
    }
    if (const auto row = row_of(pip, *package)) wants = row->base_flavor;
    if (package->name == "torch") wants = BaseFlavor::any;
    switch (wants) {
      case BaseFlavor::any:
      case BaseFlavor::base:
        break;
      case BaseFlavor::runtime:
        out.enough = matrix::Flavor::runtime;
        break;
      case BaseFlavor::cudnn_runtime:
        out.enough = matrix::Flavor::runtime;
        out.cudnn = true;
        break;
      case BaseFlavor::devel:
      case BaseFlavor::cudnn_devel:
        return;
      case BaseFlavor::unknown:
        out.all_known = false;
        break;
    }
    // Of torch's own image the toolkit is all that the smaller one lacks.
    if (package->gpu == Known::yes || package->name == "torch" || wants != BaseFlavor::unknown) {
      wheels = true;
      if (!looked_at.empty()) looked_at += ", ";
      looked_at += package->title();
    } else {
      ++more;
    }
  }
  // Without anything that is known to use a GPU, who knows what it is for.
  if (!wheels) return;
  for (const facts::StageCopy& copied : graph.facts.stage_copies) {
    // Programs that another stage compiled link the libraries.
    if (among(chain, copied.at.stage)) out.all_known = false;
  }
  if (!out.all_known) {
    out.enough = matrix::Flavor::runtime;
    out.cudnn = !image->answer.row->cudnn.empty();
  }
  if (image->repository == "pytorch/pytorch") {
    out.enough = matrix::Flavor::runtime;
    out.cudnn = true;
  }
  out.need.kind = "a toolkit only where something compiles";
  out.need.verdict = Verdict::unmet;
  out.need.stage = stage;
  out.need.subject = image->repository + ":" + image->tag;
  out.need.object = "nothing compiles";
  out.need.span = graph.fact_of(*image).span;
  if (more > 0) looked_at += " and " + std::to_string(more) + " more";
  out.need.chain.push_back(shows("only wheels are installed: " + looked_at, {}));
  out.need.chain.push_back(shows(
      "no nvcc, cmake, make or setup.py, no script or repository is run or installed in this stage",
      {}));
  out.need.chain.push_back(
      shows("none of the packages is known to compile when it runs", packages.front()->span));
  graph.spare_toolkits.push_back(std::move(out));
}

}  // namespace

void judge_shipped_toolchain(Graph& graph) {
  for (std::size_t i = 0; i < graph.facts.stages.size(); ++i) {
    if (!graph.facts.stages[i].product) continue;
    const int stage = static_cast<int>(i);
    const Started command = started(graph, stage);
    for (const Package* package : shipped(graph, stage)) {
      want_nvcc(graph, stage, *package);
      want_cc(graph, stage, *package, command);
    }
    spare_toolkit(graph, stage, command);
  }
}

}  // namespace cudafit::graph
