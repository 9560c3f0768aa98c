// Which installations may compile CUDA code, and the torch that each is compiled against.

#include <algorithm>

#include "graph/assignments.h"
#include "graph/build.h"
#include "graph/extension_judge.h"
#include "graph/shipping.h"
#include "graph/wheels.h"
#include "matrix/torch.h"
#include "terms/pep440.h"

namespace cudafit::graph {

namespace {

using facts::PipInstall;
using matrix::Extension;
using Kind = read::Requirement::Kind;
using Source = ExtensionSource;

facts::Position behind(facts::Position at) { return {at.stage, at.step, at.command + 1}; }

/// Something that is not known whole may have installed another torch.
bool perhaps_replaced(const Graph& graph, const Package& torch, facts::Position at) {
  if (graph.opaque_between(torch.at, at, false) != nullptr) return true;
  const std::vector<int> chain = chain_of(graph, at.stage);
  const auto between = [&](const auto& install) {
    if (install.complete || !graph::among(chain, install.at.stage)) return false;
    if (install.at.stage == at.stage && install.at > at) return false;
    // What nothing pins may have been there already, in whatever version.
    if (torch.assumed) return true;
    return install.at.stage == torch.at.stage
               ? install.at > torch.at
               : !graph::among(chain_of(graph, torch.at.stage), install.at.stage);
  };
  return std::any_of(graph.facts.pip_installs.begin(), graph.facts.pip_installs.end(), between) ||
         std::any_of(graph.facts.conda_installs.begin(), graph.facts.conda_installs.end(), between);
}

/// The torch that the package is compiled against.
void find_torch(const Graph& graph, const PipInstall* install, ExtensionBuild& build) {
  if (install != nullptr && install->isolates(build.row.name) &&
      build.row.isolation_builds_against_newest_torch) {
    build.isolated = true;
    const auto newest = matrix::newest_torch("", python_tag(graph, *install),
                                             platform_of(graph, build.at.stage).name);
    // pip looks at the same indexes for what a build wants.
    const IndexList indexes = index_list(*install);
    const bool plain = indexes.complete && indexes.all.size() == 1 &&
                       indexes.all.front().kind == Index::Kind::pypi;
    if (!newest || !plain) return;
    Package torch;
    torch.name = "torch";
    torch.version = newest->torch;
    torch.build = newest->variant;
    torch.cuda = newest->cuda;
    torch.gpu = known(static_cast<bool>(newest->cuda));
    torch.assumed = true;
    torch.as_of = matrix::data_date();
    torch.weak = newest->weak;
    torch.because.push_back(
        says("pip builds it in an environment of its own, with the newest torch of PyPI: " +
                 torch.title() + " on " + std::string(torch.as_of),
             newest->source));
    build.torch = std::move(torch);
    return;
  }
  const PackageAnswer torch = graph.package("torch", behind(build.at),
                                            install == nullptr ? nullptr : &install->environment);
  if (torch.present == Known::yes && !perhaps_replaced(graph, *torch.package, build.at))
    build.torch = *torch.package;
}

/// `v2.5.8` names a release; a commit or a branch does not.
std::string version_of_ref(std::string_view ref) {
  if (ref.starts_with('v') || ref.starts_with('V')) ref.remove_prefix(1);
  if (ref.find('.') == std::string_view::npos) return {};
  const auto version = PyVersion::parse(ref);
  return version ? version->text() : std::string();
}

void add(Graph& graph, std::vector<Extension> rows, ExtensionBuild build, const PipInstall* install,
         const Source& source) {
  rows = rows_for(std::move(rows), source);
  if (rows.empty()) return;
  build.version = source.version;
  build.row = rows.front();
  if (build.title.empty())
    build.title =
        std::string(build.row.name) + (source.version.empty() ? "" : " " + source.version);
  find_torch(graph, install, build);
  // A torch without CUDA, or of another maker, compiles none.
  const bool other =
      build.torch && (build.torch->gpu == Known::no || build.torch->build.starts_with("rocm") ||
                      build.torch->build.starts_with("xpu"));
  if (!other || !build.row.needs_torch_at_build) {
    judge_extension(graph, rows, source, install, build);
  }
  // What uv is told of its build may change everything.
  const auto tuned = [&](const std::string& name) {
    return name == build.row.name || name == ":all:";
  };
  if (install != nullptr && std::any_of(install->tuned.begin(), install->tuned.end(), tuned))
    build.compiles = build.wants_nvcc = build.left_out = Known::unknown;
  graph.extension_builds.push_back(std::move(build));
}

/// Something before may have installed it already.
bool perhaps_there(const Graph& graph, const PipInstall& install, std::string_view name) {
  if (install.upgrade || install.force_reinstall) return false;
  const PackageAnswer there = graph.package(name, install.at, &install.environment);
  return there.package != nullptr;
}

void by_pip(Graph& graph, std::size_t index) {
  const PipInstall& install = graph.facts.pip_installs[index];
  if (install.dry_run) return;
  for (std::size_t i = 0; i < install.requirements.size(); ++i) {
    const facts::Asked& asked = install.requirements[i];
    const read::Requirement& wanted = asked.requirement;
    if (asked.applies == Known::no || !wanted.known) continue;
    std::vector<Extension> rows;
    Source source{.from = Source::From::index, .version = {}};
    switch (wanted.kind) {
      case Kind::named: {
        rows = matrix::find_extension(wanted.name);
        if (const auto exact = wanted.specifiers.exact()) {
          source.version = exact->public_version().text();
        } else {
          // The newest, unless a clause or a constraint keeps it lower.
          source.newest = std::all_of(
              wanted.specifiers.all.begin(), wanted.specifiers.all.end(), [](const Specifier& s) {
                return s.op == Specifier::Op::greater_equal || s.op == Specifier::Op::greater;
              });
          for (const facts::Asked& constraint : install.constraints)
            source.newest = source.newest && constraint.requirement.name != wanted.name;
        }
        break;
      }
      case Kind::vcs:
        // Another project inside the repository compiles something else.
        if (!wanted.subdirectory.empty()) continue;
        rows = matrix::find_extension_by_repository(wanted.url.value);
        source.from = Source::From::repository;
        source.version = version_of_ref(wanted.vcs_ref);
        source.newest = wanted.vcs_ref.empty();
        break;
      case Kind::url:
      case Kind::archive_or_wheel_path:
        rows = wanted.kind == Kind::url ? matrix::find_extension_by_repository(wanted.url.value)
                                        : std::vector<Extension>();
        if (rows.empty() && !wanted.name.empty()) rows = matrix::find_extension(wanted.name);
        source.from = wanted.wheel ? Source::From::wheel : Source::From::archive;
        if (wanted.wheel) source.version = wanted.wheel->version.public_version().text();
        break;
      case Kind::directory:
      case Kind::unknown:
        continue;
    }
    if (rows.empty()) continue;
    ExtensionBuild build;
    build.at = install.at;
    build.install = static_cast<int>(index);
    build.requirement = static_cast<int>(i);
    build.span = asked.span;
    build.certainty = asked.applies == Known::yes && !perhaps_there(graph, install, rows[0].name)
                          ? install.certainty
                          : facts::Certainty::possible;
    // Where it is only packed or fetched, what happens is not known.
    if (install.elsewhere) build.certainty = facts::Certainty::possible;
    for (const facts::Link& link : asked.how) build.because.push_back(shows(link.words, link.span));
    add(graph, std::move(rows), std::move(build), &install, source);
  }
}

/// What torch's tools do for a setup.py that asks for a GPU; false where a word other than 1
/// decides.
bool left_out_unless(const Graph& graph, const facts::Compile& compile,
                     std::vector<Extension>& rows) {
  const facts::VariableAnswer answer = build_variable(graph, compile.at, compile.forced_by);
  for (Extension& row : rows) {
    row.without_gpu = matrix::WithoutGpu::silent_cpu;
    row.force_variable = compile.forced_by;
  }
  return answer.set == Known::no || (answer.value() != nullptr && answer.value()->value == "1");
}

void by_setup(Graph& graph, std::size_t index) {
  const facts::Compile& compile = graph.facts.compiles[index];
  const bool setup = compile.kind == facts::CompileKind::setup;
  if (!setup && compile.kind != facts::CompileKind::source) return;
  // `#subdirectory=`: another project inside the repository.
  if (compile.origin.find('#') != std::string::npos) return;
  std::vector<Extension> rows = matrix::find_extension_by_repository(compile.origin);
  // A project of the build context: what torch's tools do is known.
  const bool forced = !compile.forced_by.empty();
  const bool own = rows.empty() && (compile.project == Known::yes || forced);
  if (own) rows = matrix::find_extension("torch-cpp-extension");
  if (rows.empty()) return;
  if (own && forced && !left_out_unless(graph, compile, rows)) return;
  for (const ExtensionBuild& other : graph.extension_builds) {
    if (other.at == compile.at && other.row.name == rows[0].name) return;
  }
  ExtensionBuild build;
  build.at = compile.at;
  build.compile = static_cast<int>(index);
  build.span = compile.span;
  build.certainty = compile.certainty;
  for (const facts::Link& link : compile.how) build.because.push_back(shows(link.words, link.span));
  const PipInstall* install = nullptr;
  for (std::size_t i = 0; i < graph.facts.pip_installs.size(); ++i) {
    if (graph.facts.pip_installs[i].at != compile.at) continue;
    install = &graph.facts.pip_installs[i];
    build.install = static_cast<int>(i);
  }
  if (own) {
    build.title = "the project's setup.py";
    // Other makers' torch has other tools behind the same names.
    const PackageAnswer torch = graph.package("torch", behind(build.at),
                                              install == nullptr ? nullptr : &install->environment);
    if (torch.present != Known::yes || torch.package->gpu != Known::yes) return;
  }
  // Which of its versions was checked out is not followed.
  add(graph, std::move(rows), std::move(build), install,
      {.from = Source::From::repository, .version = {}});
}

}  // namespace

void find_extension_builds(Graph& graph) {
  for (std::size_t i = 0; i < graph.facts.pip_installs.size(); ++i) by_pip(graph, i);
  for (std::size_t i = 0; i < graph.facts.compiles.size(); ++i) by_setup(graph, i);
}

}  // namespace cudafit::graph
