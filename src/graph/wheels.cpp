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

bool alike(const Specifiers& a, const Specifiers& b) {
  return std::equal(a.all.begin(), a.all.end(), b.all.begin(), b.all.end(),
                    [](const Specifier& x, const Specifier& y) {
                      return x.op == y.op && x.wildcard == y.wildcard && x.text == y.text &&
                             x.version == y.version;
                    });
}

/// All clauses that hold for a package in one installation: the requirement's and the constraints'.
struct Clauses {
  std::vector<const Specifiers*> all;  ///< no two alike

  void add(const Specifiers& more) {
    const bool known = std::any_of(all.begin(), all.end(),
                                   [&](const Specifiers* each) { return alike(*each, more); });
    if (!known) all.push_back(&more);
  }
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
  out.add(asked.requirement.specifiers);
  for (const Asked& other : install.constraints) {
    if (other.requirement.name == asked.requirement.name && other.applies == Known::yes)
      out.add(other.requirement.specifiers);
  }
  for (const Asked& other : install.requirements) {
    if (&other != &asked && other.requirement.name == asked.requirement.name &&
        other.applies == Known::yes)
      out.add(other.requirement.specifiers);
  }
  return out;
}

bool fits(std::string_view written, const Clauses& clauses, bool pre) {
  const std::optional<PyVersion> version = PyVersion::parse(written);
  return version && clauses.contains(*version, pre);
}

}  // namespace

bool offers(const Index& index, const TorchWheel& wheel) {
  switch (index.kind) {
    case Index::Kind::pypi:
      return wheel.pypi;
    case Index::Kind::torch:
      return !wheel.pypi && wheel.directory == index.directory;
    case Index::Kind::torch_flat:
      return !wheel.pypi;
    default:
      return false;
  }
}

namespace {

bool is_flat(const Index& index) { return index.kind == Index::Kind::torch_flat; }

/// Finds the wheel among the indexes that count.
class Chooser {
 public:
  Chooser(const PipInstall& install, const Clauses& clauses, WheelChoice& choice)
      : install_(install), clauses_(clauses), choice_(choice) {}

  void run() {
    const std::vector<std::size_t> looked_at = choice_.indexes.asked();
    more_ = !choice_.indexes.complete;
    for (const std::size_t i : looked_at) {
      more_ = more_ || !closed(choice_.indexes.all[i]);
      flat_ = flat_ || is_flat(choice_.indexes.all[i]);
    }
    open_ = more_ || !install_.complete;
    if (const std::optional<PyVersion> exact = clauses_.exact()) {
      pinned(*exact, looked_at);
    } else {
      newest(looked_at);
    }
  }

 private:
  /// Everything the index has for CUDA and the CPU is in the table.
  static bool closed(const Index& index) {
    if (index.kind == Index::Kind::pypi || is_flat(index)) return true;
    if (index.kind != Index::Kind::torch) return false;
    const Existence existence = matrix::find_torch_index(index.directory).existence;
    return existence == Existence::published || existence == Existence::never;
  }

  void pinned(const PyVersion& exact, const std::vector<std::size_t>& looked_at) {
    const std::string release = exact.public_version().text();
    // Builds for other vendors' GPUs are not listed whole.
    const bool listed =
        exact.local.empty() || exact.local.starts_with("cu") || exact.local == "cpu";
    const std::vector<TorchWheel> wheels = matrix::torch_wheels(release);
    const Existence existence = matrix::find_torch_release(release);
    if (flat_ && exact.local.empty()) return flat_pick(release, looked_at);
    if (listed && take(wheels, looked_at)) {
      // Another build of the same version may win.
      if (more_ && exact.local.empty()) {
        choice_.outcome = WheelChoice::Outcome::unknown;
        choice_.wheel.reset();
      }
      return;
    }
    if (open_ || !listed) return;
    if (existence == Existence::never) {
      choice_.outcome = WheelChoice::Outcome::none;
      return;
    }
    if (existence != Existence::published || !matrix::torch_known(release)) return;
    // Links of a page are followed, but which ones it has is known only as far as nothing of the
    // name was ever built for this Python.
    const bool linked = std::any_of(looked_at.begin(), looked_at.end(), [&](std::size_t i) {
      return choice_.indexes.all[i].link || is_flat(choice_.indexes.all[i]);
    });
    if (linked && built_for_any_index(wheels)) return;
    // Another platform may have it where this one is not known for certain.
    if (choice_.platform.assumed && any_platform(wheels, looked_at)) return;
    if (unclear_python(release)) return;
    choice_.outcome = WheelChoice::Outcome::none;
  }

  /// A version without a label where all builds lie side by side.
  void flat_pick(const std::string& release, const std::vector<std::size_t>& looked_at) {
    const auto pick = matrix::flat_index_pick(release);
    if (open_ || !pick || looked_at.empty() || choice_.platform.name != "linux_x86_64") return;
    for (const std::size_t i : looked_at) {
      const Index& index = choice_.indexes.all[i];
      if (!is_flat(index) || (index.stable_html && !pick->on_stable_html)) continue;
      choice_.outcome = WheelChoice::Outcome::found;
      choice_.version = pick->picked;
      choice_.chosen = static_cast<int>(i);
      choice_.weak = pick->weak || choice_.platform.assumed;
      choice_.flat = pick;
      for (const TorchWheel& wheel : matrix::torch_wheels(release)) {
        if (wheel.version == pick->picked && wheel.platform == choice_.platform.name)
          choice_.wheel = wheel;
      }
      return;
    }
  }

  void newest(const std::vector<std::size_t>& looked_at) {
    if (open_ || flat_) return;
    const std::vector<matrix::TorchRelease>& releases = matrix::torch_releases();
    for (auto release = releases.rbegin(); release != releases.rend(); ++release) {
      if (!fits(release->version, clauses_, install_.pre) && !has_local_clause()) continue;
      if (take(matrix::torch_wheels(release->version), looked_at)) {
        choice_.assumed = true;
        return;
      }
      // Python or the platform may decide between this release and an older one.
      if (unclear_python(release->version)) return;
    }
    // Nothing newer can come to directories that get no releases any more, nor did anything older
    // than the table satisfy the clauses.
    const bool ended = std::all_of(looked_at.begin(), looked_at.end(), [&](std::size_t i) {
      const Index& index = choice_.indexes.all[i];
      if (index.kind != Index::Kind::torch || index.link) return false;
      const auto row = matrix::torch_index(index.directory);
      return row && !row->live && !row->last_torch.empty();
    });
    if (ended && !looked_at.empty() &&
        std::any_of(clauses_.all.begin(), clauses_.all.end(), [&](const Specifiers* each) {
          return std::any_of(each->all.begin(), each->all.end(), [&](const Specifier& clause) {
            return (clause.op == Specifier::Op::greater_equal ||
                    clause.op == Specifier::Op::compatible ||
                    (clause.op == Specifier::Op::equal && clause.wildcard)) &&
                   !clause.version.is_prerelease() &&
                   PyVersion::parse(releases.front().version).value_or(clause.version) <
                       clause.version;
          });
        })) {
      choice_.outcome = WheelChoice::Outcome::none;
    }
  }

  bool for_python(const TorchWheel& wheel) const {
    return choice_.python.empty() || std::find(wheel.pythons.begin(), wheel.pythons.end(),
                                               choice_.python) != wheel.pythons.end();
  }

  bool built_for_any_index(const std::vector<TorchWheel>& wheels) const {
    return std::any_of(wheels.begin(), wheels.end(), [&](const TorchWheel& wheel) {
      const bool platform = choice_.platform.assumed || wheel.platform == choice_.platform.name;
      return !wheel.pypi && platform && for_python(wheel) && fits(wheel.version, clauses_, true);
    });
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
      return for_python(wheel) && wheel.platform != choice_.platform.name &&
             fits(wheel.version, clauses_, true) &&
             std::any_of(looked_at.begin(), looked_at.end(),
                         [&](std::size_t i) { return offers(choice_.indexes.all[i], wheel); });
    });
  }

  /// The best of one release's wheels; false when none fits.
  bool take(const std::vector<TorchWheel>& wheels, const std::vector<std::size_t>& looked_at) {
    const TorchWheel* best = nullptr;
    std::optional<PyVersion> best_version;
    bool tie = false;
    for (const TorchWheel& wheel : wheels) {
      if (wheel.platform != choice_.platform.name) continue;
      if (!for_python(wheel)) continue;
      const std::optional<PyVersion> version = PyVersion::parse(wheel.version);
      if (!version || !clauses_.contains(*version, true)) continue;
      for (const std::size_t i : looked_at) {
        if (!offers(choice_.indexes.all[i], wheel)) continue;
        if (best != nullptr && *best_version == *version && best->variant != wheel.variant) {
          tie = true;  // which of two equal versions wins is up to the order of links
          continue;
        }
        if (best != nullptr && !(*best_version < *version)) continue;
        tie = false;
        best = &wheel;
        best_version = version;
        choice_.chosen = static_cast<int>(i);
      }
    }
    if (best == nullptr) return false;
    choice_.outcome = WheelChoice::Outcome::found;
    choice_.wheel = *best;
    choice_.version = best->version;
    choice_.weak = best->weak || tie;
    return true;
  }

  const PipInstall& install_;
  const Clauses& clauses_;
  WheelChoice& choice_;
  bool more_ = false;  ///< something that is not in the table may be offered too
  bool open_ = false;  ///< that, or other clauses may hold
  bool flat_ = false;  ///< all builds of a release are offered side by side
};

/// Which one it is cannot be told.
void forget(WheelChoice& choice) {
  choice.outcome = WheelChoice::Outcome::unknown;
  choice.wheel.reset();
  choice.version.clear();
  choice.chosen = -1;
  choice.assumed = false;
  choice.weak = false;
}

}  // namespace

WheelChoice choose_wheel(const Graph& graph, std::size_t install, std::size_t requirement) {
  const PipInstall& command = graph.facts.pip_installs[install];
  const Asked& asked = command.requirements[requirement];
  WheelChoice choice;
  choice.install = install;
  choice.requirement = requirement;
  choice.package = asked.requirement.name;
  choice.indexes = index_list(command, asked);
  choice.platform = platform_of(graph, command.at.stage);
  choice.python = python_tag(graph, command);
  if (choice.python.starts_with("cp2")) choice.python.clear();
  choice.python_known = !choice.python.empty();
  for (const facts::Link& link : asked.how) choice.chain.push_back(shows(link.words, link.span));
  if (asked.index) {
    for (const facts::Link& link : asked.index->how)
      choice.chain.push_back(shows(link.words, link.span));
  }
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
  // Alpine's libc takes no wheel of torch at all: a matter of its own.
  const Base& base = graph.bases[static_cast<std::size_t>(command.at.stage)];
  if (base.contents && base.contents->os == "alpine") return choice;
  const Clauses clauses = clauses_of(command, asked);
  Chooser(command, clauses, choice).run();
  // Whoever made the lock has found it.
  if (asked.locked && choice.outcome == WheelChoice::Outcome::none) forget(choice);
  // The newest is taken only where nothing else has a say.
  if (choice.assumed &&
      (torch_held_in_command(command, requirement) || torch_may_be_there(graph, command)))
    forget(choice);
  return choice;
}

}  // namespace cudafit::graph
