#include "graph/installed.h"

#include <algorithm>
#include <set>
#include <utility>

#include "graph/build.h"
#include "graph/shipping.h"
#include "graph/wheels.h"
#include "matrix/frameworks.h"
#include "terms/pep440.h"

namespace cudafit::graph {

std::vector<const Package*> installed(const Graph& graph, facts::Position where) {
  std::vector<const Package*> out;
  std::set<std::pair<std::string_view, std::string_view>> seen;  // name, environment
  // Most packages of a build of many stages stand in stages that this one is not built on.
  std::vector<bool> below(graph.facts.stages.size());
  for (int stage = where.stage; stage >= 0;
       stage = graph.facts.stages[static_cast<std::size_t>(stage)].parent)
    below[static_cast<std::size_t>(stage)] = true;
  for (auto each = graph.packages.rbegin(); each != graph.packages.rend(); ++each) {
    if (each->at.stage < 0 || !below[static_cast<std::size_t>(each->at.stage)]) continue;
    if (seen.contains({each->name, each->environment.path})) continue;
    const PackageAnswer answer = graph.package(each->name, where, &each->environment);
    if (answer.package == nullptr) continue;
    if (seen.insert({answer.package->name, answer.package->environment.path}).second)
      out.push_back(answer.package);
  }
  return out;
}

std::optional<matrix::PipPackage> pip_row(const Graph& graph, const Package& package) {
  if (package.place != Place::pip) return std::nullopt;
  const std::optional<PyVersion> version = PyVersion::parse(package.version);
  if (!version) return std::nullopt;
  const read::Requirement* requirement = nullptr;
  if (package.install >= 0 && package.requirement >= 0) {
    requirement = &graph.facts.pip_installs[static_cast<std::size_t>(package.install)]
                       .requirements[static_cast<std::size_t>(package.requirement)]
                       .requirement;
    // What was built from a repository or a file is not the release.
    if (requirement->kind != read::Requirement::Kind::named) return std::nullopt;
  }
  const std::vector<matrix::PipPackage>& rows = matrix::pip_package(package.name);
  const auto fits = [&](const matrix::PipPackage& row, std::string_view extra) {
    if (row.extra != extra || row.variant != package.build) return false;
    const std::optional<Specifiers> range = Specifiers::parse(row.range);
    return range && range->contains(*version, true);
  };
  if (requirement != nullptr) {
    for (const std::string& extra : requirement->extras) {
      for (const matrix::PipPackage& row : rows) {
        if (fits(row, extra)) return row;
      }
    }
  }
  for (const matrix::PipPackage& row : rows) {
    if (fits(row, {})) return row;
  }
  return std::nullopt;
}

std::optional<matrix::LibdeviceUser> libdevice_user(const Graph& graph, const Package& package) {
  if (package.place != Place::pip || package.install < 0 || package.requirement < 0)
    return std::nullopt;
  const std::optional<PyVersion> version = PyVersion::parse(package.version);
  if (!version) return std::nullopt;
  const read::Requirement& wanted =
      graph.facts.pip_installs[static_cast<std::size_t>(package.install)]
          .requirements[static_cast<std::size_t>(package.requirement)]
          .requirement;
  for (matrix::LibdeviceUser& row : matrix::libdevice_users(package.name)) {
    const std::optional<Specifiers> range = Specifiers::parse(row.range);
    const bool extra = row.extra.empty() ? wanted.extras.empty()
                                         : std::find(wanted.extras.begin(), wanted.extras.end(),
                                                     row.extra) != wanted.extras.end();
    if (extra && range && range->contains(*version, true)) return std::move(row);
  }
  return std::nullopt;
}

namespace {

/// All indexes and pages that the package may come from are of a kind that `which` is true of.
template <typename Which>
bool all_indexes(const Graph& graph, const Package& package, Which which) {
  if (package.place != Place::pip || package.install < 0) return false;
  const facts::PipInstall& install =
      graph.facts.pip_installs[static_cast<std::size_t>(package.install)];
  const IndexList list =
      package.requirement < 0
          ? index_list(install)
          : index_list(install,
                       install.requirements[static_cast<std::size_t>(package.requirement)]);
  return list.complete && std::all_of(list.all.begin(), list.all.end(), which);
}

bool of_pypi_or_torch(const Index& index) {
  return index.kind == Index::Kind::pypi || index.kind == Index::Kind::torch ||
         index.kind == Index::Kind::torch_flat;
}

}  // namespace

bool from_pypi(const Graph& graph, const Package& package) {
  return all_indexes(graph, package, of_pypi_or_torch);
}

bool from_its_publisher(const Graph& graph, const Package& package) {
  const auto own = [&](const Index& index) {
    if (index.option == nullptr) return false;
    const std::vector<matrix::FrameworkRelease>& releases =
        matrix::framework_releases(package.name);
    return std::any_of(releases.begin(), releases.end(), [&](const auto& release) {
      return !release.index.empty() && index.option->value.value == release.index;
    });
  };
  return all_indexes(graph, package,
                     [&](const Index& index) { return of_pypi_or_torch(index) || own(index); });
}

bool runs_elsewhere(const Graph& graph, int stage, const facts::Environment& environment) {
  // Any other program may start whatever it likes.
  const auto shows = [](const facts::ProgramUse& use) {
    return use.program.starts_with("python") || !use.environment.path.empty();
  };
  const auto elsewhere = [&](const facts::ProgramUse& use) {
    return shows(use) && same_environment(environment, use.environment) == Known::no;
  };
  // What an ENTRYPOINT like tini starts is the CMD.
  for (const bool entrypoint : {true, false}) {
    for (int at = stage; at >= 0; at = graph.facts.stages[static_cast<std::size_t>(at)].parent) {
      const facts::ProgramUse* last = nullptr;
      const std::vector<std::size_t>& starts = graph.starts[static_cast<std::size_t>(at)];
      for (const std::size_t i : starts) {
        if (graph.facts.programs[i].entrypoint == entrypoint) last = &graph.facts.programs[i];
      }
      if (last == nullptr) continue;
      // A script: all that it starts.
      bool any = false;
      const bool all = std::all_of(starts.begin(), starts.end(), [&](std::size_t i) {
        const facts::ProgramUse& use = graph.facts.programs[i];
        if (use.at.step != last->at.step) return true;
        any = any || elsewhere(use);
        return elsewhere(use) || only_prepares(use);
      });
      if (all && any) return true;
      if (shows(*last)) return false;
      break;
    }
  }
  return false;
}

bool perhaps_runs_another(const Graph& graph, int stage) {
  bool shown = false;
  bool others = false;   // of what is shown
  bool unclear = false;  // something else is started, too
  for (const bool entrypoint : {true, false}) {
    for (int at = stage; at >= 0; at = graph.facts.stages[static_cast<std::size_t>(at)].parent) {
      bool any = false;
      std::size_t last = 0;
      const std::vector<std::size_t>& starts = graph.starts[static_cast<std::size_t>(at)];
      for (const std::size_t i : starts) {
        const facts::ProgramUse& use = graph.facts.programs[i];
        if (use.entrypoint != entrypoint) continue;
        any = true;
        last = std::max(last, use.at.step);
      }
      for (const std::size_t i : starts) {
        const facts::ProgramUse& use = graph.facts.programs[i];
        if (!any || use.entrypoint != entrypoint || use.at.step != last) continue;
        if (!use.program.starts_with("python") && use.environment.path.empty()) {
          unclear = unclear || !only_prepares(use);
          continue;
        }
        shown = true;
        others = others || sees_image(graph.facts, use.environment) != Known::yes;
      }
      if (any) break;
    }
  }
  if (shown && (others || !unclear)) return others;
  // Whatever is started then, an environment that the build makes is made to be run.
  const auto another = [&](facts::Position at, const facts::Environment& environment) {
    return came_before(graph.facts, at, facts::end_of(stage)) &&
           sees_image(graph.facts, environment) != Known::yes;
  };
  return std::any_of(graph.facts.pip_installs.begin(), graph.facts.pip_installs.end(),
                     [&](const facts::PipInstall& install) {
                       return another(install.at, install.environment);
                     }) ||
         std::any_of(graph.facts.conda_installs.begin(), graph.facts.conda_installs.end(),
                     [&](const facts::CondaInstall& install) {
                       return another(install.at, install.environment);
                     }) ||
         std::any_of(graph.packages.begin(), graph.packages.end(), [&](const Package& package) {
           return package.place != Place::image && another(package.at, package.environment);
         });
}

}  // namespace cudafit::graph
