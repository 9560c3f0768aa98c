#include "graph/shipping.h"

#include <algorithm>
#include <array>

#include "terms/ascii.h"
#include "terms/word_list.h"

namespace cudafit::graph {

namespace {

using facts::ProgramUse;
using facts::RunWhen;

template <std::size_t count>
bool has_word(std::string_view text, const std::array<std::string_view, count>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

bool certainly_started(const ProgramUse* use) {
  return use->certainty != facts::Certainty::possible;
}

/// Packages that another stage installed: what they are is followed there.
const facts::StageCopy* carries_packages(const Graph& graph, const facts::Opaque& opaque) {
  if (opaque.touches.system) return nullptr;
  for (const facts::StageCopy& copied : graph.facts.stage_copies) {
    if (copied.at == opaque.at && copied.from >= 0 && copied.complete) return &copied;
  }
  return nullptr;
}

}  // namespace

std::vector<int> chain_of(const Graph& graph, int stage) {
  std::vector<int> out;
  for (int at = stage; at >= 0; at = graph.facts.stages[static_cast<std::size_t>(at)].parent)
    out.push_back(at);
  return out;
}

bool among(const std::vector<int>& chain, int stage) {
  return std::find(chain.begin(), chain.end(), stage) != chain.end();
}

std::vector<const Package*> present(const Graph& graph, facts::Position where,
                                    const facts::Environment* environment) {
  graph.package_index.update(graph.packages);
  std::vector<const Package*> out;
  for (const int stage : chain_of(graph, where.stage)) {
    for (const std::size_t i : graph.package_index.of(stage)) {
      const Package* const package = &graph.packages[i];
      if (graph.package(package->name, where, environment).package == package)
        out.push_back(package);
    }
  }
  std::sort(out.begin(), out.end());  // as they stand in the list
  return out;
}

std::vector<const Package*> shipped(const Graph& graph, int stage) {
  return present(graph, facts::end_of(stage));
}

void find_starts(Graph& graph) {
  graph.starts.resize(graph.facts.stages.size());
  for (std::size_t i = 0; i < graph.facts.programs.size(); ++i) {
    const ProgramUse& use = graph.facts.programs[i];
    if (use.when == RunWhen::start && use.at.stage >= 0)
      graph.starts[static_cast<std::size_t>(use.at.stage)].push_back(i);
  }
}

const ProgramUse* StartCommand::first() const {
  if (entrypoint == nullptr) return cmd;
  static constexpr std::array<std::string_view, 4> others{"tini", "tini-static", "dumb-init",
                                                          "catatonit"};
  const bool looks_after =
      std::find(others.begin(), others.end(), entrypoint->program) != others.end() &&
      std::all_of(entrypoint->words.begin(), entrypoint->words.end(),
                  [](const Text& word) { return word.value.starts_with('-'); });
  return looks_after && cmd != nullptr ? cmd : entrypoint;
}

StartCommand start_command(const Graph& graph, int stage) {
  using Uses = std::vector<const ProgramUse*>;
  Uses entrypoint;
  Uses cmd;
  for (const int at : chain_of(graph, stage)) {
    Uses own_cmd;
    for (const std::size_t i : graph.starts[static_cast<std::size_t>(at)]) {
      const ProgramUse& use = graph.facts.programs[i];
      // Of one stage the last one counts.
      Uses& uses = use.entrypoint ? entrypoint : own_cmd;
      if (!uses.empty() && uses.front()->at.step != use.at.step) uses.clear();
      uses.push_back(&use);
    }
    if (cmd.empty()) cmd = std::move(own_cmd);
    if (!entrypoint.empty()) break;
  }
  const auto main_of = [](const Uses& uses) -> const ProgramUse* {
    if (uses.empty()) return nullptr;
    const auto last = std::find_if(uses.rbegin(), uses.rend(), certainly_started);
    return last == uses.rend() ? uses.front() : *last;
  };
  StartCommand out{.entrypoint = main_of(entrypoint), .cmd = main_of(cmd), .all = entrypoint};
  out.all.insert(out.all.end(), cmd.begin(), cmd.end());
  return out;
}

bool only_prepares(const facts::ProgramUse& use) {
  static constexpr WordList programs =
      "set echo printf export cd mkdir chmod umask ulimit trap true : test [ [[ date cat ls id "
      "whoami exec shift unset local readonly declare sleep hostname touch nvidia-smi wait exit";
  if (listed(programs, use.program)) return true;
  if (use.words.empty() || !use.words.front().complete) return false;
  const std::string_view word = use.words.front().value;
  if (use.program == "." || use.program == "source") return word.ends_with("/activate");
  // What it runs is there, too.
  const bool shell = listed("sh bash dash ash zsh", use.program);
  return shell && word.starts_with('-') && word.find('c') != std::string_view::npos;
}

bool unknown_before(const StartCommand& command, const ProgramUse& use) {
  return std::any_of(command.all.begin(), command.all.end(), [&](const ProgramUse* other) {
    if (other->at.stage != use.at.stage || other->at.step != use.at.step || !(other->at < use.at))
      return false;
    const std::string_view word =
        other->words.empty() ? std::string_view() : std::string_view(other->words.front().value);
    const std::string_view name = other->program;
    if (name == "." || name == "source") return !word.ends_with("/activate");
    // `bash -c` stands before what it runs.
    if (name == "bash" || name == "sh") return !word.starts_with('-');
    const bool own =
        other->path.find('/') != std::string::npos && other->path.find("bin/") == std::string::npos;
    static constexpr std::array<std::string_view, 11> movers{
        "ln",    "cp",   "mv",   "install", "tar", "unzip", "rsync", "update-alternatives",
        "alias", "eval", "xargs"};
    return name.empty() || name.ends_with(".sh") || own ||
           std::find(movers.begin(), movers.end(), name) != movers.end();
  });
}

std::string_view started_module(const ProgramUse& use) {
  if (!use.program.starts_with("python")) return {};
  for (std::size_t i = 0; i + 1 < use.words.size(); ++i) {
    const std::string& word = use.words[i].value;
    if (word == "-m" && use.words[i + 1].complete) return use.words[i + 1].value;
    if (!word.starts_with('-')) break;
  }
  return {};
}

bool made_to_build_on(const Graph& graph, int stage) {
  static constexpr std::array<std::string_view, 3> words{"build", "compile", "base"};
  return has_word(ascii::lowered(graph.facts.stages[static_cast<std::size_t>(stage)].label), words);
}

bool builds_later(const Graph& graph, const std::vector<int>& chain) {
  return std::any_of(chain.begin(), chain.end(), [&](int stage) {
    const auto index = static_cast<std::size_t>(stage);
    return index < graph.steps.size() &&
           std::any_of(graph.steps[index].begin(), graph.steps[index].end(),
                       [](const StepTrait& step) { return step.onbuild; });
  });
}

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

bool runs_compilers(const Graph& graph, const std::vector<int>& chain) {
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
  return false;
}

bool shows_toolkit_use(const Graph& graph, const std::vector<int>& chain) {
  static constexpr std::array<std::string_view, 6> tools{"nsight",      "cuda-",       "cmake",
                                                         "ninja-build", "nvidia-cuda", "ccache"};
  static constexpr std::array<std::string_view, 11> programs{
      "nvcc", "nsys", "ncu", "cuda-gdb", "cmake", "make", "ninja", "gcc", "g++", "cc", "c++"};
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
               std::find(programs.begin(), programs.end(), use.program) != programs.end();
      });
}

}  // namespace cudafit::graph
