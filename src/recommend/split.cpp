#include "recommend/split.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "advise/tags.h"
#include "analyze.h"
#include "graph/audience.h"
#include "graph/shipping.h"
#include "matrix/extensions.h"
#include "matrix/pip_packages.h"
#include "read/dockerfile.h"
#include "recommend/proposals.h"
#include "recommend/split_plan.h"
#include "terms/word_list.h"

namespace cudafit::recommend {

namespace {

using graph::Graph;
using matrix::Flavor;

bool compiles(const Graph& graph, int stage) {
  const auto& builds = graph.extension_builds;
  if (std::any_of(builds.begin(), builds.end(), [&](const graph::ExtensionBuild& each) {
        return each.at.stage == stage &&
               (each.compiles != Known::no || each.wants_nvcc != Known::no);
      }))
    return true;
  const auto& all = graph.facts.compiles;
  return std::any_of(all.begin(), all.end(), [&](const facts::Compile& each) {
    return each.at.stage == stage && !each.prints_version && each.project != Known::no;
  });
}

/// Other stages start from it or copy out of it.
bool used_by_others(const Graph& graph, int stage) {
  const auto& stages = graph.facts.stages;
  const auto& copies = graph.facts.stage_copies;
  return std::any_of(stages.begin(), stages.end(),
                     [&](const facts::StageFact& each) { return each.parent == stage; }) ||
         std::any_of(copies.begin(), copies.end(),
                     [&](const facts::StageCopy& each) { return each.from == stage; });
}

/// Whether the question arises at all.
bool applies(const Graph& graph, int stage) {
  const facts::StageFact& fact = graph.facts.stages[static_cast<std::size_t>(stage)];
  const graph::ImageNeed* const image = graph.base_image(stage);
  if (!fact.product || fact.parent >= 0 || image == nullptr || image->unresolved) return false;
  if (!image->answer.row || image->answer.row->flavor != Flavor::devel) return false;
  // Whoever starts a shell in it may want to compile.
  if (graph::start_command(graph, stage).first() == nullptr) return false;
  return graph::audience(graph, stage) != graph::Audience::people &&
         !graph::made_to_build_on(graph, stage) && !used_by_others(graph, stage) &&
         compiles(graph, stage);
}

/// What is started is a tool that builds, debugs or installs: its name; empty: it is none.
std::string starts_tool(const Graph& graph, int stage) {
  constexpr WordList tools =
      "nvcc gcc g++ cc make cmake ninja nsys ncu cuda-gdb pip pip3 uv conda mamba git";
  const auto& all = graph.facts.programs;
  const auto found = std::find_if(all.begin(), all.end(), [&](const facts::ProgramUse& use) {
    return use.at.stage == stage && use.when != facts::RunWhen::build && listed(tools, use.program);
  });
  return found == all.end() ? std::string() : std::string(found->program);
}

/// A package that compiles when it runs, or is not known not to; empty: none.
std::string compiles_later(const Graph& graph, int stage) {
  for (const graph::RunCompilerNeed& need : graph.run_compilers) {
    if (need.need.stage == stage) return need.package;
  }
  for (const graph::Package* package : graph::shipped(graph, stage)) {
    for (const matrix::Extension& row : matrix::find_extension(package->name)) {
      if (row.needs_nvcc_at_run != Known::no || row.needs_cc_at_run == Known::yes)
        return package->title();
    }
    for (const matrix::PipPackage& row : matrix::pip_package(package->name)) {
      if (row.needs_nvcc_at_run == Known::yes || row.needs_cc_at_run == Known::yes ||
          row.needs_headers_at_run == Known::yes)
        return package->title();
    }
  }
  return {};
}

/// Why what the stage does cannot be told apart; empty where it can.
std::string cannot_follow(const Graph& graph, int stage) {
  const std::vector<int> chain{stage};
  if (graph::builds_later(graph, chain)) return "ONBUILD: images built on this one do more";
  for (const facts::Opaque& opaque : graph.facts.opaques) {
    if (opaque.at.stage != stage || !(opaque.touches.system || opaque.touches.packages)) continue;
    const bool carried = std::any_of(
        graph.facts.stage_copies.begin(), graph.facts.stage_copies.end(),
        [&](const facts::StageCopy& each) { return each.at == opaque.at && each.from >= 0; });
    if (!carried)
      return fmt::format("a step {}: what that leaves behind is not known", opaque.what);
  }
  const auto here = [&](const auto& facts) {
    return std::any_of(facts.begin(), facts.end(),
                       [&](const auto& each) { return each.at.stage == stage; });
  };
  if (here(graph.facts.runfiles)) return "an installer of NVIDIA is run";
  for (const facts::FetchedScript& script : graph.facts.fetched_scripts) {
    // The installer of conda is known.
    const bool conda =
        std::any_of(graph.facts.provides.begin(), graph.facts.provides.end(),
                    [&](const facts::Provides& each) { return each.at == script.at; });
    if (script.at.stage == stage && !conda) return "a script from the network is run";
  }
  if (here(graph.facts.toolkit_removals)) return "a toolkit is removed";
  return {};
}

/// A later stage says a stage by its number, which would be another one.
bool numbered(const document::Document& document, std::size_t stage) {
  const auto number = [](std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
  };
  for (std::size_t i = stage + 1; i < document.stages.size(); ++i) {
    if (number(document.stages[i].base.value)) return true;
    for (const document::Step& step : document.stages[i].steps) {
      for (const read::Flag& flag : step.instruction->flags) {
        const std::string& text = flag.text.value;
        const std::size_t from = text.find("from=");
        if (from == std::string::npos) continue;
        const std::size_t end = text.find(',', from);
        if (number(std::string_view(text).substr(from + 5,
                                                 end == std::string::npos ? end : end - from - 5)))
          return true;
      }
    }
  }
  return false;
}

/// What a finding is about, wherever it stands: its rule and the words it points at. An image is
/// another one by intent.
using Trouble = std::pair<std::string, std::string>;

std::set<Trouble> troubles(const Trial& trial) {
  std::set<Trouble> out;
  for (const Diagnostic& finding : trial.report.findings) {
    if (!matters(finding)) continue;
    const bool of_image = std::any_of(
        trial.graph.facts.stages.begin(), trial.graph.facts.stages.end(),
        [&](const facts::StageFact& stage) {
          return stage.from && finding.span.file == stage.from.file &&
                 finding.span.begin < stage.from.end && stage.from.begin < finding.span.end;
        });
    out.emplace(finding.rule,
                of_image ? std::string() : std::string(trial.report.sources->text(finding.span)));
  }
  return out;
}

bool worse(const Trial& before, const Trial& after) {
  const std::set<Trouble> old = troubles(before);
  const std::set<Trouble> now = troubles(after);
  return !std::includes(old.begin(), old.end(), now.begin(), now.end());
}

/// The file is read as it was meant: the second stage starts from that image, and all that pip
/// installs in the first lands in what is copied.
bool as_meant(const Trial& after, std::size_t stage, const SplitPlan& plan,
              const std::string& image) {
  if (stage + 1 >= after.graph.facts.stages.size()) return false;
  const graph::ImageNeed* const base = after.graph.base_image(static_cast<int>(stage) + 1);
  if (base == nullptr || base->repository + ":" + base->tag != image) return false;
  if (plan.environment.empty()) return true;
  const auto& installs = after.graph.facts.pip_installs;
  const auto& provides = after.graph.facts.provides;
  const auto made = std::find_if(
      provides.begin(), provides.end(),
      [&](const facts::Provides& each) { return each.environment == plan.environment; });
  return made != provides.end() &&
         std::all_of(installs.begin(), installs.end(), [&](const facts::PipInstall& each) {
           return each.at.stage != made->at.stage || each.at < made->at ||
                  (each.environment.known && each.environment.path == plan.environment);
         });
}

/// The file as builds read it that give arguments of the stage other values.
OtherValues other_values(const read::Dockerfile& dockerfile, const document::Document& document,
                         const document::BuildOptions& options, std::size_t stage) {
  std::map<std::string, std::string> values;
  for (const document::Variable& each : document.stages[stage].variables) {
    const bool argument =
        each.origin == document::Origin::arg || each.origin == document::Origin::global_arg;
    if (argument && each.set && each.value.complete) values[each.name] = each.value.value;
  }
  OtherValues out;
  for (const auto& [name, value] : values) out.arguments.push_back(name);
  out.read = [&dockerfile, options, values](const std::vector<std::string>& arguments) {
    document::BuildOptions changed = options;
    for (const std::string& each : arguments) changed.args[each] = values.at(each) + "-other";
    return document::evaluate(dockerfile, changed, base_environment);
  };
  return out;
}

struct Splitting {
  const Workshop& workshop;
  const Trial& now;
  std::size_t stage;
  const document::Document& document;
  const OtherValues& others;
  std::string refusal{};

  const graph::ImageNeed& image() const { return *now.graph.base_image(static_cast<int>(stage)); }

  std::optional<advise::Split> with(const advise::Reflavor& wanted, Trial& trial) {
    const auto to = advise::reflavored(image(), wanted);
    if (!to) {
      refusal = "no smaller image of the same release is known";
      return std::nullopt;
    }
    SplitPlan plan =
        plan_split(now.graph, document, others, *now.report.sources, workshop.file, stage, *to);
    refusal = plan.refusal;
    if (!refusal.empty()) return std::nullopt;
    trial = workshop.as_written(plan.edits);
    const std::string name = image().repository + ":" + std::string(to->tag);
    if (!as_meant(trial, stage, plan, name)) {
      refusal = "not all that is installed would land in what is copied";
      return std::nullopt;
    }
    if (worse(now, trial)) {
      refusal = "the file would have findings that it does not have now";
      return std::nullopt;
    }
    advise::Split out;
    out.title = fmt::format("compile in a stage of its own, {}, and ship {}", plan.builder, name);
    out.check = std::move(plan.check);
    out.check.emplace_back(calls_no_compiler);
    out.check.push_back(
        "ldd finds every library of what is copied in the second stage (libgomp1 comes with g++ "
        "alone), and the tests pass there");
    out.files = trial.files;
    return out;
  }

  /// The flavor that the analysis of the split file proves to be enough.
  std::optional<advise::Reflavor> smaller(const Trial& trial) const {
    for (const graph::SpareCuda& spare : trial.graph.spare_cuda) {
      if (spare.need.stage == static_cast<int>(stage) + 1 && spare.all_known)
        return advise::Reflavor{.flavor = spare.enough, .cudnn = spare.cudnn};
    }
    return std::nullopt;
  }
};

}  // namespace

std::optional<advise::Split> split(const Workshop& workshop, const Trial& now, std::size_t stage) {
  const int number = static_cast<int>(stage);
  if (now.report.file == no_file || !applies(now.graph, number)) return std::nullopt;
  const auto refuse = [](std::string why) {
    advise::Split out;
    out.why_none = std::move(why);
    return out;
  };
  if (const std::string package = compiles_later(now.graph, number); !package.empty())
    return refuse(fmt::format("{} compiles when it runs, or may", package));
  if (const std::string tool = starts_tool(now.graph, number); !tool.empty())
    return refuse(fmt::format("a container starts {}, which may need the compiler's image", tool));
  if (std::string why = cannot_follow(now.graph, number); !why.empty()) return refuse(why);
  const std::string_view bytes = (*now.report.sources)[now.report.file].bytes;
  const read::Dockerfile dockerfile = read::parse_dockerfile(now.report.file, bytes);
  const document::BuildOptions options =
      workshop.options ? workshop.options() : document::BuildOptions{};
  const document::Document document = document::evaluate(dockerfile, options, base_environment);
  const auto& facts = now.graph.facts.stages;
  if (!dockerfile.errors.empty() || document.stages.size() != facts.size() ||
      document.stages[stage].base.value != facts[stage].base)
    return refuse("the file is not read the same way twice");
  if (numbered(document, stage)) return refuse("a later stage names stages by their numbers");
  const OtherValues others = other_values(dockerfile, document, options, stage);
  Splitting splitting{workshop, now, stage, document, others};
  Trial trial;
  // The compiled may link CUDA's libraries: as with cuDNN, what the image has stays.
  std::optional<advise::Split> out = splitting.with({.flavor = Flavor::runtime}, trial);
  // A hint about its size may be the only thing wrong with it.
  const auto enough = splitting.smaller(trial);
  if (enough) {
    Trial smaller;
    const std::string before = splitting.refusal;
    if (auto better = splitting.with(*enough, smaller)) return better;
    if (out) splitting.refusal = before;
  }
  return out ? std::move(out) : refuse(splitting.refusal);
}

}  // namespace cudafit::recommend
