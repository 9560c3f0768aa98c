// What builds want of the compiler for CUDA: that it is there, that it is of torch's CUDA, and that
// it is told for which GPUs.

#include <algorithm>
#include <array>

#include "graph/assignments.h"
#include "graph/build.h"
#include "matrix/torch_traits.h"

namespace cudafit::graph {

namespace {

using facts::Certainty;
using facts::CompileKind;

/// What torch's build tools say where there is no nvcc: images with a part of CUDA have its
/// directory, and that is taken for a toolkit.
std::string no_compiler_text(const Graph& graph, const ExtensionBuild& build) {
  if (!build.row.python_extension) return "No CMAKE_CUDA_COMPILER could be found.";
  if (build.row.needs_headers_at_build == Known::yes)
    return "fatal error: cuda.h: No such file or directory";
  const Presence& runtime = graph.at(Thing::cuda_runtime, build.at);
  if (runtime.present == Known::yes && runtime.place == Place::image)
    return "No such file or directory: '/usr/local/cuda/bin/nvcc'";
  if (runtime.present == Known::no) return "CUDA_HOME environment variable is not set";
  return {};
}

/// Its setup imports torch, which pip keeps from it: it fails before it looks for a compiler.
bool torch_hidden(const Graph& graph, const ExtensionBuild& build) {
  if (build.install < 0 || !build.row.no_build_isolation || build.isolated) return false;
  return graph.facts.pip_installs[static_cast<std::size_t>(build.install)].isolates(build.row.name);
}

void add_notes(const std::vector<Note>& notes, std::vector<Note>& out) {
  out.insert(out.end(), notes.begin(), notes.end());
}

std::string why_needed(const ExtensionBuild& build) {
  if (build.asks_first) return build.title + " asks for nvcc before it looks for a wheel that fits";
  return build.title + " compiles CUDA code when it is installed";
}

/// What is known of the wheels it might have taken.
std::string torch_words(const ExtensionBuild& build) {
  if (!build.torch || build.torch->version.empty()) return {};
  return build.torch->title();
}

Need start(std::string_view kind, const ExtensionBuild& build) {
  Need need;
  need.kind = kind;
  need.stage = build.at.stage;
  need.subject = build.title;
  need.span = build.span;
  need.chain = build.because;
  need.weak = build.weak;
  return need;
}

Verdict judge(Known present, Certainty certainty) {
  if (present == Known::yes) return Verdict::met;
  return present == Known::no && certainty == Certainty::certain ? Verdict::unmet
                                                                 : Verdict::unknown;
}

/// A directory of the distribution or of the image's toolkit, or one of those that hold other
/// programs. Of any other nobody knows.
bool holds_no_compiler(std::string_view directory) {
  static constexpr std::array<std::string_view, 8> plain{"/usr/local/sbin",
                                                         "/usr/local/bin",
                                                         "/usr/sbin",
                                                         "/usr/bin",
                                                         "/sbin",
                                                         "/bin",
                                                         "/usr/local/nvidia/bin",
                                                         ""};
  static constexpr std::array<std::string_view, 12> others{"env",    "conda", "mamba",  "/.local/",
                                                           "cargo",  "node",  "/go",    "uv",
                                                           "poetry", "pyenv", "ccache", "bun"};
  if (directory.starts_with("/usr/local/cuda")) return true;
  if (std::find(plain.begin(), plain.end(), directory) != plain.end()) return true;
  if (directory.find("cuda") != std::string_view::npos) return false;
  return std::any_of(others.begin(), others.end(), [&](std::string_view word) {
    return directory.find(word) != std::string_view::npos;
  });
}

bool may_lead_elsewhere(std::string_view paths) {
  for (std::size_t at = 0; at <= paths.size();) {
    const std::size_t end = std::min(paths.find(':', at), paths.size());
    if (!holds_no_compiler(paths.substr(at, end - at))) return true;
    at = end + 1;
  }
  return false;
}

/// A compiler may be there for this command although the stage has none: a mount lends it, a wheel
/// brings it, or a path leads to it.
bool perhaps_lent(const Graph& graph, facts::Position at) {
  const facts::Facts& facts = graph.facts;
  for (const facts::StageCopy& copied : facts.stage_copies) {
    if (copied.mount && copied.at.stage == at.stage && copied.at.step == at.step) return true;
  }
  for (const Package& package : graph.packages) {
    const bool brings =
        package.name.starts_with("nvidia-cuda-nvcc") || package.name == "cuda-toolkit";
    if (brings && graph.package(package.name, {at.stage, at.step, at.command + 1}).package)
      return true;
  }
  for (const facts::ProgramUse& use : facts.programs) {
    const bool by_path =
        use.at == at && use.program == "nvcc" && use.path.find('/') != use.path.npos;
    if (by_path && !use.path.starts_with("/usr/local/cuda")) return true;
  }
  for (const std::string_view name :
       {"PATH", "CUDA_HOME", "CUDA_PATH", "CUDACXX", "CUDAToolkit_ROOT"}) {
    const facts::VariableAnswer answer = facts.variable(at, name);
    if (answer.script_decides) return true;
    if (answer.setting == nullptr) continue;
    if (name == "PATH" && answer.setting->kind == facts::SettingKind::base) continue;
    if (may_lead_elsewhere(answer.setting->value.value)) return true;
  }
  return false;
}

}  // namespace

bool another_toolkit(const Graph& graph, facts::Position at) {
  if (perhaps_lent(graph, at)) return true;
  const facts::VariableAnswer path = graph.facts.variable(at, "PATH");
  const bool versioned = path.setting != nullptr &&
                         path.setting->kind != facts::SettingKind::base &&
                         path.setting->value.value.find("/usr/local/cuda-") != std::string::npos;
  if (versioned) return true;
  const auto root = static_cast<int>(graph.facts.stages[static_cast<std::size_t>(at.stage)].root);
  return graph.opaque_between(facts::start_of(root), at, true) != nullptr;
}

namespace {

void want_compiler(Graph& graph, std::size_t index) {
  const ExtensionBuild& build = graph.extension_builds[index];
  if (build.wants_nvcc != Known::yes) return;
  CompilerNeed out;
  out.extension = static_cast<int>(index);
  out.headers = build.row.needs_headers_at_build == Known::yes;
  out.need = start("nvcc to compile", build);
  out.need.object = out.headers ? "CUDA headers" : "nvcc";
  const Presence& there = graph.at(out.headers ? Thing::cuda_headers : Thing::nvcc, build.at);
  out.need.verdict = judge(there.present, build.certainty);
  if (out.need.verdict == Verdict::unmet && perhaps_lent(graph, build.at))
    out.need.verdict = Verdict::unknown;
  out.need.weak = out.need.weak || there.weak;
  out.need.chain.push_back(says(why_needed(build), build.row.source));
  if (const std::string torch = torch_words(build); !torch.empty() && !build.asks_first) {
    add_notes(build.torch->because, out.need.chain);
  }
  add_notes(there.because, out.need.chain);
  if (!torch_hidden(graph, build)) out.error = no_compiler_text(graph, build);
  graph.compiler_needs.push_back(std::move(out));
}

/// Switches of projects that give up where there is no toolkit. Others (OpenCV's WITH_CUDA, torch's
/// USE_CUDA, llama.cpp's former ones) go on without CUDA, or differ from project to project.
bool gives_up(std::string_view name) {
  static constexpr std::array<std::string_view, 3> switches{"GGML_CUDA", "FAISS_ENABLE_GPU",
                                                            "GMX_GPU"};
  return std::find(switches.begin(), switches.end(), name) != switches.end();
}

void want_compiler(Graph& graph, const facts::Compile& compile, std::size_t index) {
  const bool calls = compile.kind == CompileKind::nvcc;
  const bool cmake = compile.kind == CompileKind::cmake;
  const bool project = cmake && compile.project == Known::yes;
  const bool toolkit = cmake && compile.wants_toolkit;
  if (!calls && !project && !toolkit && !(cmake && compile.cuda && gives_up(compile.name))) return;
  CompilerNeed out;
  out.compile = static_cast<int>(index);
  out.headers = toolkit;
  out.need.kind = "nvcc to compile";
  out.need.stage = compile.at.stage;
  out.need.subject = calls                ? std::string("this step")
                     : project || toolkit ? std::string("the CMake project")
                                          : compile.name;
  out.need.object = toolkit ? "CUDA headers" : "nvcc";
  out.need.span = compile.span;
  const Presence& there = graph.at(toolkit ? Thing::cuda_headers : Thing::nvcc, compile.at);
  out.need.verdict = judge(there.present, compile.certainty);
  if (out.need.verdict == Verdict::unmet && perhaps_lent(graph, compile.at))
    out.need.verdict = Verdict::unknown;
  out.need.weak = there.weak;
  for (const facts::Link& link : compile.how)
    out.need.chain.push_back(shows(link.words, link.span));
  add_notes(there.because, out.need.chain);
  out.error = calls ? "nvcc: not found" : toolkit ? "" : "No CMAKE_CUDA_COMPILER could be found.";
  graph.compiler_needs.push_back(std::move(out));
}

/// Replaces X by nvcc's CUDA and Y by torch's, as single words or in parentheses.
std::string fill_in(std::string_view text, const Version& nvcc, const Version& torch) {
  std::string out(text);
  const auto put = [&](std::string_view mark, const Version& version) {
    if (const std::size_t at = out.find(mark); at != std::string::npos) {
      Version line = version;
      line.parts = 2;
      out.replace(at + 1, 1, line.text());
    }
  };
  put("(X)", nvcc);
  put("(Y)", torch);
  return out;
}

/// Which of several toolkits is taken is not followed.
bool one_toolkit(const Graph& graph, const ExtensionBuild& build, const Presence& nvcc) {
  for (const std::string_view name : {"CUDA_HOME", "CUDA_PATH"}) {
    const facts::VariableAnswer home = build_variable(graph, build.at, name);
    if (home.set == Known::no) continue;
    const Text* const value = home.value();
    if (value == nullptr) return false;
    std::string_view path = value->value;
    while (path.ends_with('/')) path.remove_suffix(1);
    Version line = nvcc.version;
    line.parts = 2;
    if (path != "/usr/local/cuda" && path != "/usr/local/cuda-" + line.text()) return false;
  }
  if (nvcc.place == Place::image) return true;
  const std::size_t root = graph.facts.stages[static_cast<std::size_t>(build.at.stage)].root;
  return graph.at(Thing::nvcc, facts::start_of(static_cast<int>(root))).present == Known::no;
}

void match_cuda(Graph& graph, std::size_t index) {
  const ExtensionBuild& build = graph.extension_builds[index];
  if (build.compiles != Known::yes || !build.torch || !build.torch->cuda) return;
  const bool exact = build.row.cuda_check == matrix::CudaCheck::exact;
  if (!exact && build.row.cuda_check != matrix::CudaCheck::torch_major) return;
  const Presence& there = graph.at(Thing::nvcc, build.at);
  if (there.present != Known::yes || there.version.parts < 2) return;
  if (torch_hidden(graph, build) || !one_toolkit(graph, build, there)) return;
  const Package& torch = *build.torch;
  const auto check = matrix::torch_cuda_check(torch.version);
  if (!exact && (!check || check->check != matrix::CudaCheck::torch_major)) return;
  CudaMatch out;
  out.extension = index;
  out.nvcc = there.version;
  out.torch = torch.cuda;
  out.need = start("nvcc of torch's CUDA", build);
  out.need.object = "nvcc of CUDA " + torch.cuda.text();
  out.need.weak = out.need.weak || there.weak || torch.weak || (!exact && check->weak);
  const bool certain =
      build.certainty == Certainty::certain && torch.certainty == Certainty::certain;
  const bool fits =
      exact ? there.version.same_line(torch.cuda) : there.version.major() == torch.cuda.major();
  out.minor = fits && !there.version.same_line(torch.cuda);
  out.need.verdict = fits ? Verdict::met : certain ? Verdict::unmet : Verdict::unknown;
  out.need.chain.push_back(says(why_needed(build), build.row.source));
  add_notes(torch.because, out.need.chain);
  add_notes(there.because, out.need.chain);
  if (exact) {
    out.error = build.row.cuda_check_text;
  } else {
    out.error = fill_in(check->text, there.version, torch.cuda);
    out.need.chain.push_back(
        says("torch " + torch.version + " compares the CUDA of nvcc with its own", check->source));
  }
  graph.cuda_matches.push_back(std::move(out));
}

/// The list may be given in a variable of its own or in torch's.
Known list_given(const Graph& graph, const ExtensionBuild& build) {
  Known out = Known::no;
  if (!build.row.arch_variable.empty())
    out = either(out, truthy(graph, build.at, build.row.arch_variable));
  if (build.row.honours_torch_cuda_arch_list)
    out = either(out, truthy(graph, build.at, "TORCH_CUDA_ARCH_LIST"));
  return out;
}

/// What its setup does may have been changed before: the sources lie in the stage and an editor, a
/// patch or another file came over them.
bool perhaps_patched(const Graph& graph, const ExtensionBuild& build) {
  if (build.compile < 0) return false;
  for (int stage = build.at.stage; stage >= 0;
       stage = graph.facts.stages[static_cast<std::size_t>(stage)].parent) {
    if (static_cast<std::size_t>(stage) >= graph.steps.size()) return false;
    const std::vector<StepTrait>& steps = graph.steps[static_cast<std::size_t>(stage)];
    for (std::size_t i = 0; i < steps.size(); ++i) {
      if (stage == build.at.stage && i > build.at.step) break;
      if (steps[i].patches) return true;
    }
  }
  return false;
}

/// The command, or the project that it builds, may say for which GPUs.
bool names_its_own(const Graph& graph, const ExtensionBuild& build) {
  return build.compile >= 0 &&
         !graph.facts.compiles[static_cast<std::size_t>(build.compile)].architectures.empty();
}

void want_list(Graph& graph, std::size_t index) {
  const ExtensionBuild& build = graph.extension_builds[index];
  const StepTrait* const step = graph.step(build.at);
  if ((step != nullptr && step->device) || perhaps_patched(graph, build)) return;
  using matrix::WithoutGpu;
  const Known compiler = graph.at(Thing::nvcc, build.at).present;
  if (compiler == Known::unknown) return;
  if (!build.torch || build.torch->gpu != Known::yes || torch_hidden(graph, build)) return;
  GpuListNeed out;
  out.extension = index;
  out.behind_compiler = compiler == Known::no;
  if (build.left_out == Known::yes && !build.row.force_variable.empty()) {
    // Set to no it is meant.
    if (build_variable(graph, build.at, build.row.force_variable).set != Known::no) return;
    out.force = true;
    out.variable = build.row.force_variable;
    out.need = start("CUDA code is compiled without a GPU", build);
    out.error = build.row.without_gpu_text;
    out.need.verdict = judge(Known::no, build.certainty);
    out.list_too = list_given(graph, build) != Known::yes && build.row.honours_torch_cuda_arch_list;
    out.need.chain.push_back(
        says(build.title + " leaves its CUDA code out where no GPU is seen, as in every build",
             build.row.source));
  } else {
    const bool index_error = build.row.without_gpu == WithoutGpu::index_error ||
                             build.row.without_gpu == WithoutGpu::silent_cpu;
    const bool own_error = build.row.without_gpu == WithoutGpu::own_error;
    if (build.compiles != Known::yes || (!index_error && !own_error)) return;
    if (build.row.arch_variable.empty() || names_its_own(graph, build)) return;
    out.variable = build.row.arch_variable;
    out.need = start("a list of GPUs to compile for", build);
    out.error =
        index_error && build.row.python_extension ? "IndexError: list index out of range" : "";
    if (!build.row.without_gpu_text.empty() && own_error) out.error = build.row.without_gpu_text;
    out.need.verdict = judge(list_given(graph, build), build.certainty);
    out.need.chain.push_back(says(
        build.title + " compiles for the GPUs it sees, and a build sees none", build.row.source));
  }
  out.need.object = out.variable;
  add_notes(graph.at(Thing::nvcc, build.at).because, out.need.chain);
  graph.gpu_lists.push_back(std::move(out));
}

}  // namespace

void judge_toolchain(Graph& graph) {
  for (std::size_t i = 0; i < graph.extension_builds.size(); ++i) {
    want_compiler(graph, i);
    match_cuda(graph, i);
    want_list(graph, i);
  }
  for (std::size_t i = 0; i < graph.facts.compiles.size(); ++i)
    want_compiler(graph, graph.facts.compiles[i], i);
}

}  // namespace cudafit::graph
