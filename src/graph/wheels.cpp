#include "graph/wheels.h"

#include <algorithm>

#include "graph/build.h"
#include "matrix/companions.h"
#include "terms/pep440.h"

namespace cudafit::graph {

namespace {

using facts::Asked;
using facts::PipInstall;
using matrix::Existence;
using matrix::TorchWheel;

/// All clauses that hold for a package in one installation: the requirement's and the constraints'.
struct Clauses {
  std::vector<const Specifiers*> all;

  bool contains(const PyVersion& version, bool pre) const {
    return std::all_of(all.begin(), all.end(),
                       [&](const Specifiers* each) { return each->contains(version, pre); });
  }
  /// The version that one of them pins.
  std::optional<PyVersion> exact() const {
    for (const Specifiers* each : all) {
      if (auto version = each->exact()) return version;
    }
    return std::nullopt;
  }
};

Clauses clauses_of(const PipInstall& install, const Asked& asked) {
  Clauses out;
  out.all.push_back(&asked.requirement.specifiers);
  for (const Asked& other : install.constraints) {
    if (other.requirement.name == asked.requirement.name && other.applies == Known::yes)
      out.all.push_back(&other.requirement.specifiers);
  }
  for (const Asked& other : install.requirements) {
    if (&other != &asked && other.requirement.name == asked.requirement.name &&
        other.applies == Known::yes)
      out.all.push_back(&other.requirement.specifiers);
  }
  return out;
}

bool fits(std::string_view written, const Clauses& clauses, bool pre) {
  const std::optional<PyVersion> version = PyVersion::parse(written);
  return version && clauses.contains(*version, pre);
}

/// The wheels of one release that one index offers.
bool offers(const Index& index, const TorchWheel& wheel) {
  switch (index.kind) {
    case Index::Kind::pypi:
      return wheel.pypi;
    case Index::Kind::torch:
      return !wheel.pypi && wheel.directory == index.directory;
    default:
      return false;
  }
}

/// Finds the wheel among the indexes that count.
class Chooser {
 public:
  Chooser(const PipInstall& install, const Clauses& clauses, WheelChoice& choice)
      : install_(install), clauses_(clauses), choice_(choice) {}

  void run() {
    std::vector<std::size_t> looked_at;
    for (std::size_t i = 0; i < choice_.indexes.all.size(); ++i) {
      const Index& index = choice_.indexes.all[i];
      if (index.kind == Index::Kind::unrelated) continue;
      looked_at.push_back(i);
      if (choice_.indexes.first_wins) break;
    }
    open_ = !choice_.indexes.complete || !install_.complete;
    for (const std::size_t i : looked_at) open_ = open_ || !closed(choice_.indexes.all[i]);
    if (const std::optional<PyVersion> exact = clauses_.exact()) {
      pinned(*exact, looked_at);
    } else {
      newest(looked_at);
    }
  }

 private:
  /// Everything the index has is in the table.
  static bool closed(const Index& index) {
    if (index.kind == Index::Kind::pypi) return true;
    if (index.kind != Index::Kind::torch) return false;
    const Existence existence = matrix::find_torch_index(index.directory).existence;
    return existence == Existence::published || existence == Existence::never;
  }

  void pinned(const PyVersion& exact, const std::vector<std::size_t>& looked_at) {
    const std::string release = exact.public_version().text();
    const std::vector<TorchWheel> wheels = matrix::torch_wheels(release);
    const Existence existence = matrix::find_torch_release(release);
    if (take(wheels, looked_at)) return;
    if (open_) return;
    if (existence == Existence::never) {
      choice_.outcome = WheelChoice::Outcome::none;
      return;
    }
    if (existence != Existence::published || !matrix::torch_known(release)) return;
    // Another platform or Python may have it where these are not known for certain.
    if (choice_.platform.assumed && any_platform(wheels, looked_at)) return;
    if (unclear_python(release)) return;
    choice_.outcome = WheelChoice::Outcome::none;
  }

  void newest(const std::vector<std::size_t>& looked_at) {
    if (open_) return;
    const std::vector<matrix::TorchRelease> releases = matrix::torch_releases();
    for (auto release = releases.rbegin(); release != releases.rend(); ++release) {
      if (!fits(release->version, clauses_, install_.pre) && !has_local_clause()) continue;
      if (take(matrix::torch_wheels(release->version), looked_at)) {
        choice_.assumed = true;
        return;
      }
    }
  }

  bool has_local_clause() const {
    for (const Specifiers* each : clauses_.all) {
      for (const Specifier& clause : each->all) {
        if (!clause.version.local.empty()) return true;
      }
    }
    return false;
  }

  bool unclear_python(std::string_view release) const {
    const auto row = matrix::torch_release(release);
    return row && !choice_.python.empty() &&
           std::find(row->unclear_pythons.begin(), row->unclear_pythons.end(), choice_.python) !=
               row->unclear_pythons.end();
  }

  bool any_platform(const std::vector<TorchWheel>& wheels,
                    const std::vector<std::size_t>& looked_at) const {
    return std::any_of(wheels.begin(), wheels.end(), [&](const TorchWheel& wheel) {
      return fits(wheel.version, clauses_, true) &&
             std::any_of(looked_at.begin(), looked_at.end(),
                         [&](std::size_t i) { return offers(choice_.indexes.all[i], wheel); });
    });
  }

  /// The best of one release's wheels; false when none fits.
  bool take(const std::vector<TorchWheel>& wheels, const std::vector<std::size_t>& looked_at) {
    const TorchWheel* best = nullptr;
    std::optional<PyVersion> best_version;
    for (const TorchWheel& wheel : wheels) {
      if (wheel.platform != choice_.platform.name) continue;
      if (!choice_.python.empty() && std::find(wheel.pythons.begin(), wheel.pythons.end(),
                                               choice_.python) == wheel.pythons.end()) {
        continue;
      }
      const std::optional<PyVersion> version = PyVersion::parse(wheel.version);
      if (!version || !clauses_.contains(*version, true)) continue;
      for (const std::size_t i : looked_at) {
        if (!offers(choice_.indexes.all[i], wheel)) continue;
        // Of equal versions the index that comes first wins; PyPI is the last of them.
        if (best != nullptr && !(*best_version < *version)) continue;
        best = &wheel;
        best_version = version;
        choice_.chosen = static_cast<int>(i);
      }
    }
    if (best == nullptr) return false;
    choice_.outcome = WheelChoice::Outcome::found;
    choice_.wheel = *best;
    choice_.version = best->version;
    choice_.weak = best->weak;
    return true;
  }

  const PipInstall& install_;
  const Clauses& clauses_;
  WheelChoice& choice_;
  bool open_ = false;  ///< something that is not in the table may be offered too
};

}  // namespace

WheelChoice choose_wheel(const Graph& graph, std::size_t install, std::size_t requirement) {
  const PipInstall& command = graph.facts.pip_installs[install];
  const Asked& asked = command.requirements[requirement];
  WheelChoice choice;
  choice.install = install;
  choice.requirement = requirement;
  choice.package = asked.requirement.name;
  choice.indexes = index_list(command);
  choice.platform = platform_of(graph, command.at.stage);
  choice.python = python_tag(graph, command);
  choice.python_known = !choice.python.empty();
  for (const facts::Link& link : asked.how) choice.chain.push_back(shows(link.words, link.span));
  if (!asked.requirement.known || asked.applies != Known::yes) return choice;
  if (asked.requirement.kind != read::Requirement::Kind::named) {
    if (!asked.requirement.wheel) return choice;
    // A wheel's address names it whole.
    choice.version = asked.requirement.wheel->version.text();
    for (const TorchWheel& wheel :
         matrix::torch_wheels(asked.requirement.wheel->version.public_version().text())) {
      const bool named = wheel.version == choice.version && wheel.platform == choice.platform.name;
      if (!named || choice.package != "torch" || wheel.pypi) continue;
      choice.wheel = wheel;
      choice.outcome = WheelChoice::Outcome::found;
    }
    return choice;
  }
  if (choice.package != "torch") return choice;
  const Clauses clauses = clauses_of(command, asked);
  Chooser(command, clauses, choice).run();
  return choice;
}

}  // namespace cudafit::graph
