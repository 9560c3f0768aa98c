// Whether something besides a requirement of torch decides which torch it gets: other requirements
// of the command that need torch themselves, and a torch that may be there already.

#include <algorithm>

#include "graph/build.h"
#include "matrix/conda_packages.h"
#include "matrix/pip_packages.h"
#include "matrix/torch_holders.h"

namespace cudafit::graph {

namespace {

using facts::Asked;
using facts::PipInstall;
using facts::Position;

bool plain(const Asked& asked) {
  const read::Requirement& requirement = asked.requirement;
  return requirement.known && requirement.kind == read::Requirement::Kind::named &&
         requirement.extras.empty();
}

/// Of an extra nobody knows what it brings. What a project brings is listed beside it.
bool never_brings_torch(const Asked& asked) {
  return asked.listed || (plain(asked) && matrix::needs_torch(asked.requirement.name) == Known::no);
}

/// Made for one torch each, and free to be any of its versions: it follows.
bool follows_torch(const Asked& asked) {
  const std::string& name = asked.requirement.name;
  return plain(asked) && asked.requirement.specifiers.empty() &&
         (name == "torch" || matrix::follows_torch(name));
}

/// torch requires it itself, so that a version of it may rule out versions of torch.
bool torch_requires(const Asked& asked) {
  return !asked.requirement.specifiers.empty() && matrix::torch_requires(asked.requirement.name);
}

/// Images that may bring a torch the matrix does not list.
bool image_may_hold(const Base& base) {
  const std::vector<std::string_view> words = matrix::torch_image_words();
  return !base.contents || base.declared >= 0 ||
         std::any_of(words.begin(), words.end(), [&](std::string_view word) {
           return base.name.find(word) != std::string::npos;
         });
}

/// What is installed before a command, as far as it may have brought torch.
class Before {
 public:
  Before(const Graph& graph, const PipInstall& install)
      : graph_(graph),
        install_(install),
        root_(
            static_cast<int>(graph.facts.stages[static_cast<std::size_t>(install.at.stage)].root)),
        since_(facts::start_of(root_)) {}

  bool may_hold_torch() {
    const PackageAnswer there = graph_.package("torch", install_.at, &install_.environment);
    if (there.package != nullptr) {
      if (there.present != Known::yes || there.package->version.empty()) return true;
      // What came before it was there when it was installed.
      torch_ = there.package;
      since_ = torch_->at;
    } else if (!made_here() && image_may_hold(graph_.bases[static_cast<std::size_t>(root_)])) {
      return true;
    }
    if (graph_.opaque_between(since_, install_.at, false) != nullptr) return true;
    return unlisted() || copied() || brought();
  }

 private:
  /// A virtual environment of the build's own starts without torch.
  bool made_here() const {
    return install_.environment.known && !install_.environment.path.empty() &&
           std::any_of(graph_.facts.provides.begin(), graph_.facts.provides.end(),
                       [&](const facts::Provides& each) {
                         return each.environment == install_.environment.path;
                       });
  }

  /// Between the torch that is there (or the start) and the command.
  bool counts(Position at) const {
    return came_before(graph_.facts, at, install_.at) &&
           (torch_ == nullptr || !came_before(graph_.facts, at, since_));
  }

  /// Installations of things that are not known by name.
  bool unlisted() const {
    for (const PipInstall& other : graph_.facts.pip_installs) {
      if (other.elsewhere || other.dry_run || !counts(other.at)) continue;
      if (!other.complete) return true;
      if (other.no_deps) continue;
      for (const Asked& asked : other.requirements) {
        if (asked.applies != Known::no && asked.requirement.name.empty() && !asked.listed)
          return true;
      }
    }
    return std::any_of(
        graph_.facts.conda_installs.begin(), graph_.facts.conda_installs.end(),
        [&](const facts::CondaInstall& other) { return !other.complete && counts(other.at); });
  }

  /// Files of a stage of which it is not known what it installs.
  bool copied() const {
    return std::any_of(graph_.facts.stage_copies.begin(), graph_.facts.stage_copies.end(),
                       [&](const facts::StageCopy& copy) {
                         if (copy.from < 0 || copy.mount || !counts(copy.at)) return false;
                         return std::any_of(graph_.facts.pip_installs.begin(),
                                            graph_.facts.pip_installs.end(),
                                            [&](const PipInstall& other) {
                                              return other.at.stage == copy.from && !other.complete;
                                            });
                       });
  }

  bool brought() const {
    return std::any_of(graph_.packages.begin(), graph_.packages.end(), [&](const Package& each) {
      if (each.name == "torch" || each.removed || !counts(each.at)) return false;
      const PackageAnswer there = graph_.package(each.name, install_.at, &install_.environment);
      return there.package == &each && !with_torch(each) && may_bring(each);
    });
  }

  /// The command that installed it asked for the torch that is there, too; or both are the image's.
  bool with_torch(const Package& package) const {
    if (torch_ == nullptr || package.place != torch_->place) return false;
    return package.place == Place::image ||
           (package.install == torch_->install && package.install >= 0);
  }

  bool may_bring(const Package& package) const {
    if (package.place == Place::conda) {
      return package.name != "python" && matrix::needs_torch(package.name) != Known::no &&
             !matrix::conda_package(package.name);
    }
    if (package.install < 0) return matrix::needs_torch(package.name) != Known::no;
    const PipInstall& by = graph_.facts.pip_installs[static_cast<std::size_t>(package.install)];
    if (by.no_deps) return false;
    if (package.requirement < 0) return matrix::needs_torch(package.name) != Known::no;
    return !never_brings_torch(by.requirements[static_cast<std::size_t>(package.requirement)]);
  }

  const Graph& graph_;
  const PipInstall& install_;
  int root_;
  Position since_;
  const Package* torch_ = nullptr;
};

}  // namespace

bool torch_held_in_command(const PipInstall& install, std::size_t requirement) {
  for (const Asked& other : install.constraints) {
    if (other.applies == Known::no) continue;
    const bool clause = other.requirement.name == "torch" && other.applies == Known::yes;
    if (!clause && (!never_brings_torch(other) || torch_requires(other))) return true;
  }
  if (install.no_deps) return false;
  for (const Asked& other : install.requirements) {
    if (&other == &install.requirements[requirement] || other.applies == Known::no) continue;
    const bool clause =
        plain(other) && other.requirement.name == "torch" && other.applies == Known::yes;
    if (clause || follows_torch(other)) continue;
    if (!never_brings_torch(other) || torch_requires(other)) return true;
  }
  return false;
}

bool torch_may_be_there(const Graph& graph, const PipInstall& install) {
  // What is there is replaced by the newest that the command may take.
  if (install.upgrade || install.force_reinstall) return false;
  return Before(graph, install).may_hold_torch();
}

}  // namespace cudafit::graph
