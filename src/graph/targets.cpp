// The architectures that compilers are asked for, against what they know.

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <span>

#include "graph/architectures.h"
#include "graph/assignments.h"
#include "graph/build.h"
#include "graph/shipping.h"
#include "terms/ascii.h"

namespace cudafit::graph {

namespace {

using facts::Architectures;
using facts::Certainty;
using facts::CompileKind;
using facts::SettingKind;

/// An architecture list that is in force where something compiles.
struct List {
  Architectures architectures;
  bool surely_used = true;
};

/// Where something compiles.
struct Site {
  facts::Position at;
  Span span;
};

std::optional<List> from_variable(const Graph& graph, facts::Position at, std::string_view name) {
  const facts::VariableAnswer answer = graph.facts.variable(at, name);
  if (answer.set != Known::yes || answer.setting == nullptr || !answer.setting->value.complete)
    return std::nullopt;
  // What the base image sets is for what the base image holds.
  if (answer.setting->kind == SettingKind::base) return std::nullopt;
  List out{facts::architectures_of(*answer.setting), false};
  // Set for this very step: it is meant for what the step compiles.
  out.surely_used =
      answer.setting->kind == SettingKind::prefix || answer.setting->kind == SettingKind::exported;
  return out;
}

/// The package that is built certainly compiles for torch's list.
bool honours_list(const ExtensionBuild& build) {
  return build.compiles == Known::yes && !build.weak && build.row.honours_torch_cuda_arch_list;
}

bool honours_list(const Graph& graph, std::size_t compile) {
  return std::any_of(graph.extension_builds.begin(), graph.extension_builds.end(),
                     [&](const ExtensionBuild& build) {
                       return build.compile == static_cast<int>(compile) && honours_list(build);
                     });
}

std::vector<List> lists_of(const Graph& graph, std::size_t index) {
  const facts::Compile& compile = graph.facts.compiles[index];
  std::vector<List> out;
  for (const Architectures& flag : compile.architectures) out.push_back({flag, true});
  if (compile.kind == CompileKind::cmake && compile.architectures.empty() && compile.cuda) {
    if (auto list = from_variable(graph, compile.at, "CUDAARCHS")) {
      list->surely_used = true;
      out.push_back(std::move(*list));
    }
  }
  if (compile.kind == CompileKind::setup || compile.kind == CompileKind::source) {
    if (auto list = from_variable(graph, compile.at, "TORCH_CUDA_ARCH_LIST")) {
      list->surely_used = list->surely_used || honours_list(graph, index);
      out.push_back(std::move(*list));
    }
  }
  return out;
}

/// `-DNAME[:TYPE]=VALUE` or `NAME=VALUE` turns CUDA off, or may: its value is not known.
bool turns_off(std::string_view word, bool complete) {
  if (word.starts_with("-D")) word.remove_prefix(2);
  const std::size_t equals = word.find('=');
  if (equals == word.npos) return false;
  const std::string name = ascii::lowered(word.substr(0, std::min(equals, word.find(':'))));
  if (name.starts_with("cmake_") || name.find("arch") != name.npos) return false;
  if (name.find("cuda") == name.npos && name.find("gpu") == name.npos &&
      name.find("cublas") == name.npos)
    return false;
  static constexpr std::array<std::string_view, 9> off{"",  "0",     "off",    "no",  "n",
                                                       "f", "false", "ignore", "none"};
  const std::string value = ascii::lowered(word.substr(equals + 1));
  return !complete || std::find(off.begin(), off.end(), value) != off.end() ||
         value.ends_with("-notfound");
}

/// What the build runs at `at`.
std::span<const facts::ProgramUse> programs_at(const Graph& graph, facts::Position at) {
  const std::vector<facts::ProgramUse>& all = graph.facts.programs;
  const auto first = std::lower_bound(
      all.begin(), all.end(), at,
      [](const facts::ProgramUse& use, facts::Position where) { return use.at < where; });
  auto last = first;
  while (last != all.end() && last->at == at && last->when == facts::RunWhen::build) ++last;
  return std::span(all).subspan(static_cast<std::size_t>(first - all.begin()),
                                static_cast<std::size_t>(last - first));
}

/// A switch of the command at `at`, or of its CMAKE_ARGS, leaves CUDA out: the list is not used.
bool cuda_off(const Graph& graph, facts::Position at) {
  for (const facts::ProgramUse& program : programs_at(graph, at)) {
    for (const Text& word : program.words) {
      if (turns_off(word.value, word.complete)) return true;
    }
  }
  const facts::VariableAnswer arguments = graph.facts.variable(at, "CMAKE_ARGS");
  if (arguments.set != Known::yes || arguments.setting == nullptr) return false;
  const Text& text = arguments.setting->value;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.value.find(' ', begin), text.size());
    if (turns_off(std::string_view(text.value).substr(begin, end - begin), text.complete))
      return true;
    begin = end + 1;
  }
  return false;
}

/// Options of CMake that read settings from a file, which may name another compiler.
bool reads_settings(std::string_view word) {
  return word.starts_with("--preset") || word.starts_with("--toolchain") ||
         word.starts_with("-C") || word.find("CMAKE_TOOLCHAIN_FILE") != word.npos;
}

/// The compiler that runs may be another one than the stage's.
bool other_compiler(const Graph& graph, facts::Position at) {
  if (another_toolkit(graph, at)) return true;
  for (const char* name :
       {"CUDACXX", "NVCC_APPEND_FLAGS", "NVCC_PREPEND_FLAGS", "CMAKE_TOOLCHAIN_FILE"}) {
    if (toolkit_variable(graph, at, name).set != Known::no) return true;
  }
  for (const facts::ProgramUse& program : programs_at(graph, at)) {
    if (program.program == "nvcc" && program.path.find('/') != std::string::npos &&
        program.path != "/usr/local/cuda/bin/nvcc")
      return true;
    for (const Text& word : program.words) {
      if (word.value.find("CMAKE_CUDA_COMPILER") != std::string::npos) return true;
      if (word.value.find("CUDA_TOOLKIT_ROOT") != std::string::npos) return true;
      if (program.program.starts_with("cmake") && reads_settings(word.value)) return true;
    }
  }
  return false;
}

/// nvcc of the stage, where there is one and only one.
const Presence* only_nvcc(const Graph& graph, facts::Position at) {
  const Presence& nvcc = graph.at(Thing::nvcc, at);
  if (nvcc.present != Known::yes || nvcc.version.parts < 2) return nullptr;
  if (nvcc.since.stage >= 0) {
    const auto root = static_cast<int>(graph.facts.stages[static_cast<std::size_t>(at.stage)].root);
    const Presence& before = graph.at(Thing::nvcc, facts::start_of(root));
    if (before.present != Known::no) return nullptr;
  }
  return &nvcc;
}

template <typename Needs>
bool said(const Needs& needs, Span span) {
  return span && std::any_of(needs.begin(), needs.end(),
                             [&](const auto& other) { return other.need.span == span; });
}

Span entry_span(const Architectures& list, std::size_t i) {
  return i < list.entry_spans.size() ? list.entry_spans[i] : Span{};
}

void add_list_chain(const Architectures& list, Need& need) {
  for (const facts::Link& link : list.how) {
    if (link.span != need.span) need.chain.push_back(shows(link.words, link.span));
  }
}

/// "compute_120": nvcc names the virtual architecture in its message.
std::string in_message(std::string_view name) {
  for (const std::string_view prefix : {"sm_", "lto_"}) {
    if (name.starts_with(prefix)) return "compute_" + std::string(name.substr(prefix.size()));
  }
  return std::string(name);
}

void judge_entry(Graph& graph, const Site& site, const List& list, std::size_t i,
                 const Presence& nvcc) {
  const Architectures& architectures = list.architectures;
  const std::string& entry = architectures.entries[i];
  const Targets targets = targets_of(entry, architectures.written_as);
  if (!targets.known || !targets.word.empty()) return;
  for (const std::string& name : targets.names) {
    if (matrix::nvcc_knows(nvcc.version, name) != Known::no) continue;
    const auto support = matrix::arch_support(name);
    if (!support) continue;
    TargetNeed out;
    out.entry = entry;
    out.name = in_message(name);
    out.written_as = architectures.written_as;
    out.nvcc = nvcc.version;
    out.support = *support;
    out.too_new = nvcc.version < support->first;
    out.list = architectures.text;
    out.entry_span = entry_span(architectures, i);
    out.need.kind = "architecture known to nvcc";
    out.need.verdict = Verdict::unmet;
    out.need.stage = site.at.stage;
    out.need.subject = entry;
    out.need.object = "nvcc " + nvcc.version.text();
    out.need.span = out.entry_span ? out.entry_span : architectures.span;
    out.need.weak = nvcc.weak || support->weak;
    if (said(graph.target_needs, out.need.span)) return;
    add_list_chain(architectures, out.need);
    out.need.chain.insert(out.need.chain.end(), nvcc.because.begin(), nvcc.because.end());
    if (site.span != out.need.span && !site.span.contains(out.need.span))
      out.need.chain.push_back(shows("compiled here", site.span));
    graph.target_needs.push_back(std::move(out));
    return;
  }
}

void judge_native(Graph& graph, const Site& site, const List& list, std::size_t i) {
  NativeTarget out;
  out.written_as = list.architectures.written_as;
  out.entry_span = entry_span(list.architectures, i);
  if (const Presence* const only = only_nvcc(graph, site.at)) {
    out.nvcc = only->version;
    out.need.chain = only->because;
    if (!only->weak) out.understood = matrix::nvcc_knows(only->version, "native");
  }
  out.need.kind = "GPU seen by the compiler";
  out.need.verdict = Verdict::unmet;
  out.need.stage = site.at.stage;
  out.need.subject = "native";
  out.need.span = out.entry_span ? out.entry_span : list.architectures.span;
  if (said(graph.native_targets, out.need.span)) return;
  add_list_chain(list.architectures, out.need);
  graph.native_targets.push_back(std::move(out));
}

void judge_lists(Graph& graph, const Site& site, const std::vector<List>& lists) {
  if (cuda_off(graph, site.at)) return;
  const Presence* const nvcc = other_compiler(graph, site.at) ? nullptr : only_nvcc(graph, site.at);
  const StepTrait* const step = graph.step(site.at);
  for (const List& list : lists) {
    // A list that lies about proves nothing: what is built may be no CUDA code at all.
    if (!list.architectures.known || !list.surely_used) continue;
    for (std::size_t i = 0; i < list.architectures.entries.size(); ++i) {
      if (list.architectures.entries[i] == "native") {
        if (step == nullptr || !step->device) judge_native(graph, site, list, i);
      } else if (nvcc != nullptr) {
        judge_entry(graph, site, list, i, *nvcc);
      }
    }
  }
}

/// The lists in force for what compiles: of commands, and of packages that pip builds.
template <typename Each>
void each_site(const Graph& graph, Each each) {
  for (std::size_t i = 0; i < graph.facts.compiles.size(); ++i) {
    const facts::Compile& compile = graph.facts.compiles[i];
    each(Site{compile.at, compile.span}, lists_of(graph, i), compile.certainty,
         compile.kind == CompileKind::nvcc && !compile.prints_version);
  }
  for (const ExtensionBuild& build : graph.extension_builds) {
    if (build.compile >= 0 || !honours_list(build)) continue;
    std::vector<List> lists;
    if (auto list = from_variable(graph, build.at, "TORCH_CUDA_ARCH_LIST")) {
      list->surely_used = true;
      lists.push_back(std::move(*list));
    }
    each(Site{build.at, build.span}, lists, build.certainty, true);
  }
}

/// "sm_90a" runs on GPUs of 9.0 and on nothing else.
bool bound(std::string_view name) { return name.ends_with('a'); }

/// "9.0" of "9.0a", "arch=compute_90,code=sm_90" of "arch=compute_90a,code=sm_90a".
std::string unbound(std::string_view entry) {
  std::string out;
  for (std::size_t i = 0; i < entry.size(); ++i) {
    if (entry[i] != 'a' || i == 0 || !ascii::digit(entry[i - 1])) out += entry[i];
  }
  return out;
}

/// What one stage compiles for.
struct Bound {
  bool open = false;  ///< something else as well, or that is not known
  std::optional<BoundTarget> first;
  std::vector<Version> ccs;

  void add(const Site& site, const Architectures& list, std::size_t i) {
    const Targets targets = targets_of(list.entries[i], list.written_as);
    open = open || !targets.known || !targets.word.empty();
    for (const std::vector<std::string>* names : {&targets.sass, &targets.ptx}) {
      for (const std::string& name : *names) {
        const Version cc = matrix::cc_of(name);
        open = open || !bound(name) || !cc;
        if (std::find(ccs.begin(), ccs.end(), cc) == ccs.end()) ccs.push_back(cc);
      }
    }
    if (open || first) return;
    first.emplace();
    first->entry = list.entries[i];
    first->base = unbound(list.entries[i]);
    Need& need = first->need;
    need.kind = "code for other GPUs";
    need.verdict = Verdict::unmet;
    need.stage = site.at.stage;
    need.subject = targets.sass.empty() ? targets.ptx.front() : targets.sass.front();
    need.span = entry_span(list, i) ? entry_span(list, i) : list.span;
    add_list_chain(list, need);
    if (site.span != need.span && !site.span.contains(need.span))
      need.chain.push_back(shows("compiled here", site.span));
    const auto support = matrix::arch_support(need.subject);
    if (support) {
      need.weak = support->weak;
      need.chain.push_back(
          says("nvcc knows it since CUDA " + support->first.text(), support->source));
    }
  }
};

/// Whoever builds the image names the architectures, from another file or on the command line:
/// other builds may be for other GPUs.
bool given_by_build(const Graph& graph, const Site& site, const Architectures& list) {
  // The project's own files are no choice of a build.
  if (list.written_as == facts::project_architectures) return false;
  const FileId dockerfile = graph.facts.stages[static_cast<std::size_t>(site.at.stage)].from.file;
  return std::any_of(list.text.pieces.begin(), list.text.pieces.end(), [&](const Piece& piece) {
    return piece.from.file != dockerfile && piece.from.file != site.span.file;
  });
}

/// The stages whose files are in `stage`: those below it and those that it copies from, and theirs.
std::vector<int> stages_in(const Graph& graph, int stage) {
  std::vector<int> out = chain_of(graph, stage);
  for (std::size_t i = 0; i < out.size(); ++i) {
    for (const facts::StageCopy& copy : graph.facts.stage_copies) {
      if (copy.at.stage != out[i] || copy.from < 0) continue;
      for (const int each : chain_of(graph, copy.from)) {
        if (!among(out, each)) out.push_back(each);
      }
    }
  }
  return out;
}

/// Some stage has what `number` compiles and what another stage compiles for other GPUs.
bool meets_others(const Graph& graph, const std::map<int, Bound>& stages, int number) {
  for (std::size_t i = 0; i < graph.facts.stages.size(); ++i) {
    const std::vector<int> parts = stages_in(graph, static_cast<int>(i));
    if (!among(parts, number)) continue;
    for (const auto& [other, bound] : stages) {
      if (other == number || !among(parts, other)) continue;
      if (bound.open || (bound.first && bound.ccs != stages.at(number).ccs)) return true;
    }
  }
  return false;
}

/// The image is for the GPUs that it is compiled for: all hosts declare those.
bool declared_alone(const Graph& graph, const std::vector<Version>& ccs) {
  bool any = false;
  for (const Machine& machine : graph.machines) {
    for (const HostGpu& gpu : machine.gpus) {
      any = true;
      const bool among = !gpu.may_be.empty() &&
                         std::all_of(gpu.may_be.begin(), gpu.may_be.end(), [&](const auto& each) {
                           return std::find(ccs.begin(), ccs.end(), each.cc) != ccs.end();
                         });
      if (!among) return false;
    }
  }
  return any;
}

void judge_bound(Graph& graph) {
  std::map<int, Bound> stages;
  each_site(graph, [&](const Site& site, const std::vector<List>& lists, Certainty certainty,
                       bool by_itself) {
    if (cuda_off(graph, site.at)) return;
    Bound& stage = stages[site.at.stage];
    // Without a list it compiles for something else.
    if (lists.empty() ? by_itself : certainty != Certainty::certain) stage.open = true;
    for (const List& list : lists) {
      if (!list.architectures.known || !list.surely_used ||
          given_by_build(graph, site, list.architectures))
        stage.open = true;
      for (std::size_t i = 0; i < list.architectures.entries.size() && !stage.open; ++i)
        stage.add(site, list.architectures, i);
    }
  });
  for (auto& [number, stage] : stages) std::sort(stage.ccs.begin(), stage.ccs.end());
  for (const auto& [number, stage] : stages) {
    if (stage.open || !stage.first || declared_alone(graph, stage.ccs)) continue;
    if (said(graph.bound_targets, stage.first->need.span)) continue;
    if (meets_others(graph, stages, number)) continue;
    BoundTarget out = *stage.first;
    out.ccs = stage.ccs;
    graph.bound_targets.push_back(std::move(out));
  }
}

}  // namespace

void judge_targets(Graph& graph) {
  each_site(graph,
            [&](const Site& site, const std::vector<List>& lists, Certainty certainty, bool) {
              if (certainty == Certainty::certain) judge_lists(graph, site, lists);
            });
  judge_bound(graph);
}

}  // namespace cudafit::graph
