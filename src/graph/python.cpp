#include "graph/python.h"

#include <algorithm>
#include <array>
#include <set>

#include "graph/build.h"
#include "graph/shipping.h"

namespace cudafit::graph {

namespace {

using facts::ProgramUse;

constexpr std::array<std::string_view, 4> names{"python", "python3", "pip", "pip3"};

bool judged(std::string_view program) {
  for (const std::string_view name : names) {
    if (program == name) return true;
  }
  return false;
}

/// Directories of PATH that a plain distribution image has.
bool plain_directory(std::string_view path) {
  static constexpr std::array<std::string_view, 9> plain{
      "/usr/local/sbin",     "/usr/local/bin",        "/usr/sbin", "/usr/bin", "/sbin", "/bin",
      "/usr/local/cuda/bin", "/usr/local/nvidia/bin", ""};
  for (const std::string_view each : plain) {
    if (path == each) return true;
  }
  return path.starts_with("/usr/local/cuda");
}

/// Only the directories of the distribution and CUDA are on PATH.
bool plain_path(const Graph& graph, facts::Position at) {
  const facts::VariableAnswer path = graph.facts.variable(at, "PATH");
  if (path.setting == nullptr) return path.set != Known::unknown;
  if (!path.setting->value.complete) return false;
  std::string_view rest = path.setting->value.value;
  while (true) {
    const std::size_t colon = rest.find(':');
    if (!plain_directory(rest.substr(0, colon))) return false;
    if (colon == std::string_view::npos) return true;
    rest.remove_prefix(colon + 1);
  }
}

class Judge {
 public:
  explicit Judge(Graph& graph) : graph_(graph) {}

  void run() {
    for (std::size_t i = 0; i < graph_.facts.programs.size(); ++i) {
      const ProgramUse& use = graph_.facts.programs[i];
      if (use.when == facts::RunWhen::build && use.certainty == facts::Certainty::certain)
        look_at(i, use.at);
    }
    for (std::size_t i = 0; i < graph_.facts.stages.size(); ++i) {
      if (graph_.facts.stages[i].product) start(static_cast<int>(i));
    }
  }

 private:
  /// What a container of a product stage starts.
  void start(int product) {
    const StartCommand command = start_command(graph_, product);
    const ProgramUse* const use = command.first();
    if (use == nullptr || use->certainty != facts::Certainty::certain) return;
    // In a script something may have led there before.
    if (!plain_path(graph_, use->at) || unknown_before(command, *use)) return;
    look_at(static_cast<std::size_t>(use - graph_.facts.programs.data()), facts::end_of(product));
  }

  /// A mount of the step may hold it.
  bool lent(facts::Position at) const {
    return std::any_of(graph_.facts.stage_copies.begin(), graph_.facts.stage_copies.end(),
                       [&](const facts::StageCopy& copied) {
                         return copied.mount && copied.at.stage == at.stage &&
                                copied.at.step == at.step;
                       });
  }

  void look_at(std::size_t index, facts::Position at) {
    const ProgramUse& use = graph_.facts.programs[index];
    if (!judged(use.program) || use.path.find('/') != std::string::npos) return;
    const Presence& there = graph_.at(use.program, at);
    PythonNeed out;
    out.program = index;
    out.need.kind = "Python";
    out.need.stage = at.stage;
    out.need.subject = use.program;
    out.need.object = use.program + " on PATH";
    out.need.span = use.span;
    const bool absent = there.present == Known::no && plain_path(graph_, at) && !lent(use.at);
    out.need.verdict = there.present == Known::yes ? Verdict::met
                       : absent                    ? Verdict::unmet
                                                   : Verdict::unknown;
    out.need.chain = there.because;
    out.need.weak = there.weak;
    const Presence& python3 = graph_.at("python3", at);
    out.python3 = use.program == "python" && python3.present == Known::yes;
    if (out.python3)
      out.need.chain.insert(out.need.chain.end(), python3.because.begin(), python3.because.end());
    // Every later use of the same program in the stage fails for the same reason.
    if (out.need.verdict == Verdict::unmet && !said_.insert({at.stage, use.program}).second) return;
    graph_.pythons.push_back(std::move(out));
  }

  Graph& graph_;
  std::set<std::pair<int, std::string>> said_;
};

}  // namespace

void judge_python(Graph& graph) { Judge(graph).run(); }

}  // namespace cudafit::graph
