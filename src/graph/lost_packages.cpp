#include "graph/lost_packages.h"

#include <algorithm>

#include "graph/build.h"
#include "graph/installed.h"
#include "graph/shipping.h"

namespace cudafit::graph {

namespace {

using facts::ProgramUse;

/// The package whose program or module is started; empty for what may be anything.
std::string started_package(const ProgramUse& use) {
  // A path leads to one environment, whose packages another rule would have to know.
  if (use.path.find('/') != std::string::npos || use.how.span) return {};
  std::string_view name = use.program;
  if (name.starts_with("python")) {
    name = started_module(use);
    name = name.substr(0, name.find('.'));
  } else if (name == "torchrun") {
    name = "torch";
  }
  std::string out(name);
  std::replace(out.begin(), out.end(), '_', '-');
  return out;
}

/// It is the only command of its instruction, so that it certainly runs.
bool alone(const Graph& graph, const ProgramUse& use) {
  return std::none_of(graph.facts.programs.begin(), graph.facts.programs.end(),
                      [&](const ProgramUse& other) {
                        return &other != &use && other.when == use.when &&
                               other.at.stage == use.at.stage && other.at.step == use.at.step;
                      });
}

class Judge {
 public:
  Judge(Graph& graph, int stage)
      : graph_(graph), stage_(stage), end_(facts::end_of(stage)), chain_(chain_of(graph, stage)) {}

  void run() {
    const StartCommand command = start_command(graph_, stage_);
    const ProgramUse* const use = command.first();
    if (use == nullptr || use->certainty != facts::Certainty::certain || !alone(graph_, *use))
      return;
    const std::string name = started_package(*use);
    if (name.empty() || graph_.package(name, end_).package != nullptr) return;
    if (may_have_packages(name)) return;
    for (const facts::StageCopy& copied : graph_.facts.stage_copies) {
      if (copied.at.stage != stage_ || copied.mount || copied.from < 0) continue;
      if (among(chain_, copied.from)) continue;
      const PackageAnswer there = graph_.package(name, facts::end_of(copied.from));
      if (there.present != Known::yes || there.package->place != Place::pip) continue;
      if (perhaps_moved(copied.from)) return;
      return lost(*use, *there.package, copied);
    }
  }

 private:
  /// What is installed in the stage may lie elsewhere: somebody else's home has it, or a command
  /// copied it.
  bool perhaps_moved(int from) const {
    const std::vector<int> chain = chain_of(graph_, from);
    return std::any_of(chain.begin(), chain.end(), [&](int stage) {
      const auto index = static_cast<std::size_t>(stage);
      return index < graph_.steps.size() &&
             std::any_of(graph_.steps[index].begin(), graph_.steps[index].end(),
                         [](const StepTrait& step) { return step.user || step.moves; });
    });
  }

  /// The stage has packages, or may: any of them may bring the program.
  bool may_have_packages(std::string_view name) const {
    const facts::Facts& facts = graph_.facts;
    const Base& base = graph_.bases[static_cast<std::size_t>(stage_)];
    if (base.declared >= 0 || !base.contents || base.contents->weak) return true;
    if (!base.contents->torch.empty() || !base.contents->tensorflow.empty() ||
        base.contents->conda != Known::no || base.contents->python == Known::unknown)
      return true;
    const auto here = [&](const auto& each) { return among(chain_, each.at.stage); };
    if (std::any_of(facts.pip_installs.begin(), facts.pip_installs.end(), here) ||
        std::any_of(facts.conda_installs.begin(), facts.conda_installs.end(), here) ||
        std::any_of(facts.runfiles.begin(), facts.runfiles.end(), here) ||
        std::any_of(facts.fetched_scripts.begin(), facts.fetched_scripts.end(), here) ||
        std::any_of(facts.opaques.begin(), facts.opaques.end(), here))
      return true;
    for (const facts::SystemInstall& install : facts.system_installs) {
      if (!here(install)) continue;
      if (!install.complete) return true;
      for (const facts::SystemPackageName& package : install.packages) {
        // python3-uvicorn, gunicorn; a package manager's own Python packages bring others along.
        if (!package.known || package.name.find(name) != std::string::npos ||
            (package.name.starts_with("python3-") && !plain(package.name)))
          return true;
      }
    }
    for (const facts::Provides& provided : facts.provides) {
      if (here(provided) && !provided.environment.empty()) return true;
    }
    for (const facts::StageCopy& copied : facts.stage_copies) {
      if (here(copied) && (copied.mount || copied.from < 0 || !copied.complete)) return true;
    }
    return paths_lead_elsewhere() || lent(name);
  }

  /// Parts of Python itself.
  static bool plain(std::string_view package) {
    for (const std::string_view each :
         {"python3-pip", "python3-dev", "python3-venv", "python3-distutils", "python3-minimal"}) {
      if (package == each) return true;
    }
    return false;
  }

  /// The modules of an application may have the package's name, or hold it.
  bool lent(std::string_view name) const {
    const auto alike = [&](std::string_view path) {
      while (path.ends_with('/')) path.remove_suffix(1);
      std::string last(path.substr(path.find_last_of('/') + 1));
      std::replace(last.begin(), last.end(), '_', '-');
      return last == name || last.starts_with(std::string(name) + ".") ||
             last.find("env") != std::string::npos || last.find("packages") != std::string::npos ||
             last.find("vendor") != std::string::npos;
    };
    const facts::Facts& facts = graph_.facts;
    for (const facts::ContextCopy& copied : facts.context_copies) {
      if (!among(chain_, copied.at.stage)) continue;
      if (alike(copied.destination) ||
          std::any_of(copied.sources.begin(), copied.sources.end(), alike))
        return true;
    }
    return std::any_of(facts.stage_copies.begin(), facts.stage_copies.end(),
                       [&](const facts::StageCopy& copied) {
                         return among(chain_, copied.at.stage) &&
                                (alike(copied.destination) ||
                                 std::any_of(copied.sources.begin(), copied.sources.end(), alike));
                       });
  }

  /// PATH or PYTHONPATH of the stage's own.
  bool paths_lead_elsewhere() const {
    const auto own = [&](std::string_view name) {
      const facts::VariableAnswer answer = graph_.facts.variable(end_, name);
      return answer.set == Known::unknown ||
             (answer.setting != nullptr && answer.setting->kind != facts::SettingKind::base);
    };
    return own("PYTHONPATH") || own("PATH") || own("VIRTUAL_ENV") || own("PYTHONUSERBASE");
  }

  /// Nothing that is copied may hold the place where the packages are.
  bool carried(const Package& package, const facts::StageCopy& copied) const {
    // --target, --prefix and the like, by option or by variable: where it went is not known.
    const std::vector<int> builder = chain_of(graph_, copied.from);
    const auto& installs = graph_.facts.pip_installs;
    if (std::any_of(installs.begin(), installs.end(), [&](const facts::PipInstall& install) {
          return among(builder, install.at.stage) && (install.elsewhere || !install.options_known);
        }))
      return true;
    // Where conda's own environment is, is not known.
    if (!package.environment.known ||
        (package.environment.conda && package.environment.path.empty()))
      return true;
    for (const std::string_view name :
         {"PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER", "PYTHONUSERBASE", "HOME"}) {
      const facts::VariableAnswer set = graph_.facts.variable(package.at, name);
      if (set.setting != nullptr && set.setting->kind != facts::SettingKind::base) return true;
    }
    const std::string& path = package.environment.path;
    return std::any_of(
        graph_.facts.stage_copies.begin(), graph_.facts.stage_copies.end(),
        [&](const facts::StageCopy& each) {
          return each.at.stage == stage_ &&
                 std::any_of(each.sources.begin(), each.sources.end(),
                             [&](const std::string& source) { return leads_to(source, path); });
        });
  }

  /// The system's packages are below /usr, those of a user in a home directory.
  static bool leads_to(std::string_view source, std::string_view environment) {
    if (source.starts_with("/usr") || source.starts_with("/root") || source.starts_with("/home") ||
        source.starts_with("/lib") || source == "/" || source.find("/.") != std::string_view::npos)
      return true;
    while (source.size() > 1 && source.ends_with('/')) source.remove_suffix(1);
    return !environment.empty() &&
           (environment.starts_with(source) || source.starts_with(environment));
  }

  /// Of an index: what is built from sources may lie beside them, where it is found as well.
  bool from_index(const Package& package, bool module) const {
    if (package.install < 0 || package.requirement < 0) return false;
    const read::Requirement& wanted =
        graph_.facts.pip_installs[static_cast<std::size_t>(package.install)]
            .requirements[static_cast<std::size_t>(package.requirement)]
            .requirement;
    return wanted.kind == read::Requirement::Kind::named && (!module || from_pypi(graph_, package));
  }

  void lost(const ProgramUse& use, const Package& package, const facts::StageCopy& copied) {
    const bool module = use.program.starts_with("python");
    if (package.certainty != facts::Certainty::certain || !from_index(package, module) ||
        carried(package, copied))
      return;
    // Without an interpreter that is what fails.
    if (module && graph_.at(use.program, end_).present != Known::yes) return;
    LostPackage out;
    out.builder = copied.from;
    out.package = package.name;
    out.environment = package.environment.path;
    out.module = module;
    out.program = module ? use.program + " -m " + std::string(started_module(use)) : use.program;
    out.need.kind = "an installed package";
    out.need.verdict = Verdict::unmet;
    out.need.stage = stage_;
    out.need.subject = out.program;
    out.need.object = package.name;
    out.need.span = module ? use.command : use.span;
    out.need.chain.push_back(shows(
        package.name + " is installed in stage " + graph_.stage_label(copied.from), package.span));
    std::string sources;
    for (const std::string& source : copied.sources)
      sources += (sources.empty() ? "" : ", ") + source;
    out.need.chain.push_back(
        shows("only " + sources + " is copied from there, which holds none of its packages",
              copied.span));
    graph_.lost_packages.push_back(std::move(out));
  }

  Graph& graph_;
  int stage_;
  facts::Position end_;
  std::vector<int> chain_;
};

}  // namespace

void find_lost_packages(Graph& graph) {
  for (std::size_t i = 0; i < graph.facts.stages.size(); ++i) {
    if (graph.facts.stages[i].product) Judge(graph, static_cast<int>(i)).run();
  }
}

}  // namespace cudafit::graph
