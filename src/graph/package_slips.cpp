// Requirements that bring something else than they say: extras that do not exist, packages that
// overwrite each other, placeholders, and images that were given up.

#include <algorithm>

#include "graph/build.h"
#include "graph/installed.h"
#include "graph/wheels.h"
#include "graph/wishes.h"
#include "matrix/frameworks.h"
#include "matrix/pip_name.h"
#include "terms/pep440.h"

namespace cudafit::graph {

namespace {

using facts::Asked;
using facts::PipInstall;

bool counts(const PipInstall& install) {
  return install.certainty == facts::Certainty::certain && !install.elsewhere && !install.dry_run;
}

// ---- extras

/// The version that a requirement ends with, as far as it can be told.
struct Resolved {
  std::string version;
  bool assumed = false;
  bool alone = true;  ///< nothing else in the command may hold it back
  std::vector<Note> because;
};

/// `3.10` of "cp310"; no parts when not known.
Version python_version(const std::string& tag) {
  if (!tag.starts_with("cp") || tag.size() < 4) return {};
  return Version::parse(tag.substr(2, 1) + "." + tag.substr(3)).value_or(Version{});
}

/// Of the releases of the table, the newest that the clauses and Python allow. Nothing where Python
/// decides and is not known.
std::optional<matrix::FrameworkRelease> newest(const std::string& package,
                                               const std::vector<const Specifiers*>& clauses,
                                               const Version& python) {
  std::optional<matrix::FrameworkRelease> best;
  std::optional<PyVersion> best_version;
  for (const matrix::FrameworkRelease& each : matrix::framework_releases(package)) {
    if (!each.range.empty() || !each.extra.empty() || !each.variant.empty() || each.weak) continue;
    const auto version = PyVersion::parse(each.version);
    if (!version || (best && !(*best_version < *version))) continue;
    const bool allowed = std::all_of(clauses.begin(), clauses.end(), [&](const Specifiers* clause) {
      return clause->contains(*version, false);
    });
    if (!allowed) continue;
    if (each.needs && each.needs->python_min) {
      if (!python) return std::nullopt;
      if (python < each.needs->python_min) continue;
    }
    best = each;
    best_version = version;
  }
  return best;
}

/// The package may be there already, of a version that would do. pip does not look at what others
/// that are there want.
bool may_be_there(const Graph& graph, const PipInstall& install, const std::string& package) {
  const Base& base = graph.bases[static_cast<std::size_t>(install.at.stage)];
  if (!base.contents || base.name.find(package) != std::string::npos) return true;
  const int root =
      static_cast<int>(graph.facts.stages[static_cast<std::size_t>(install.at.stage)].root);
  return graph.opaque_between(facts::start_of(root), install.at, false) != nullptr ||
         graph.package(package, install.at, &install.environment).package != nullptr ||
         std::any_of(graph.facts.pip_installs.begin(), graph.facts.pip_installs.end(),
                     [&](const PipInstall& other) {
                       return !other.complete && came_before(graph.facts, other.at, install.at);
                     });
}

std::optional<Resolved> resolve(const Graph& graph, const PipInstall& install, std::size_t at) {
  const Asked& asked = install.requirements[at];
  Resolved out;
  std::vector<const Specifiers*> clauses{&asked.requirement.specifiers};
  for (const Asked& other : install.constraints) {
    if (other.requirement.name == asked.requirement.name && other.applies == Known::yes)
      clauses.push_back(&other.requirement.specifiers);
  }
  for (const Specifiers* clause : clauses) {
    const auto exact = clause->exact();
    if (!exact) continue;
    out.version = exact->public_version().text();
    return out;
  }
  // What nothing pins: the newest, unless something else has a say.
  if (!install.complete || !install.options_known || install.no_index || install.index)
    return std::nullopt;
  if (!install.upgrade && may_be_there(graph, install, asked.requirement.name)) return std::nullopt;
  for (std::size_t i = 0; i < install.requirements.size(); ++i) {
    if (i == at || install.requirements[i].applies == Known::no) continue;
    // jaxlib holds jax.
    if (install.requirements[i].requirement.name.starts_with(asked.requirement.name))
      return std::nullopt;
    out.alone = false;
  }
  const auto release =
      newest(asked.requirement.name, clauses, python_version(python_tag(graph, install)));
  if (!release) return std::nullopt;
  out.version = release->version;
  out.assumed = true;
  out.because.push_back(says(
      "nothing pins it: " + asked.requirement.name + " " + out.version + " is the newest known",
      release->source));
  return out;
}

/// The place of an extra between the brackets, and how it is spelled.
void find_extra(const Asked& asked, std::string_view extra, ExtraNeed& out) {
  const std::string& text = asked.requirement.text.value;
  out.written = extra;
  const std::size_t open = text.find('[');
  const std::size_t close = text.find(']', open);
  if (open == std::string::npos || close == std::string::npos) return;
  for (std::size_t at = open + 1; at < close;) {
    std::size_t end = std::min(text.find(',', at), close);
    std::size_t begin = at;
    std::size_t last = end;
    while (begin < last && text[begin] == ' ') ++begin;
    while (last > begin && text[last - 1] == ' ') --last;
    const std::string word = text.substr(begin, last - begin);
    if (matrix::pip_name(word) == extra) {
      out.written = word;
      out.extra_span = asked.requirement.text.span(begin, last);
      return;
    }
    at = end + 1;
  }
}

/// What the tables say of an extra in that version; nothing where it may exist.
std::optional<matrix::ExtraFact> missing_extra(const std::string& package, std::string_view extra,
                                               const PyVersion& version) {
  for (matrix::ExtraFact& fact : matrix::extras(package)) {
    const auto range = Specifiers::parse(fact.range);
    if (fact.extra == extra && range && range->contains(version, true))
      return fact.exists ? std::nullopt : std::optional(fact);
  }
  // Where a release's extras about CUDA are listed, there are no others.
  if (extra.find("cuda") == std::string_view::npos) return std::nullopt;
  for (const matrix::FrameworkRelease& release : matrix::framework_releases(package)) {
    if (release.weak || release.extras.empty() || !release.range.empty()) continue;
    const auto its = PyVersion::parse(release.version);
    if (!its || !(*its == version)) continue;
    if (std::find(release.extras.begin(), release.extras.end(), extra) != release.extras.end())
      return std::nullopt;
    matrix::ExtraFact out;
    out.exists = false;
    out.effect = "this release has no such extra";
    out.source = release.source;
    return out;
  }
  return std::nullopt;
}

void judge_extras(Graph& graph, std::size_t at) {
  const PipInstall& install = graph.facts.pip_installs[at];
  for (std::size_t i = 0; i < install.requirements.size(); ++i) {
    const Asked& asked = install.requirements[i];
    const read::Requirement& wanted = asked.requirement;
    if (!wanted.known || asked.applies != Known::yes || wanted.extras.empty()) continue;
    if (wanted.kind != read::Requirement::Kind::named) continue;
    if (matrix::extras(wanted.name).empty()) continue;
    const std::optional<Resolved> resolved = resolve(graph, install, i);
    const auto version = PyVersion::parse(resolved ? resolved->version : "");
    if (!version || version->is_prerelease()) continue;
    for (const std::string& extra : wanted.extras) {
      const auto fact = missing_extra(wanted.name, extra, *version);
      if (!fact) continue;
      ExtraNeed out;
      out.install = at;
      out.requirement = i;
      out.package = wanted.name;
      out.version = resolved->version;
      out.fact = *fact;
      out.assumed = resolved->assumed;
      find_extra(asked, extra, out);
      for (const matrix::PipPackage& row : matrix::pip_package(wanted.name)) {
        const auto range = Specifiers::parse(row.range);
        if (!row.extra.empty() || !row.variant.empty() || !range ||
            !range->contains(*version, true))
          continue;
        out.plain = row.libs_from;
        break;
      }
      out.need.kind = "an extra that the package has";
      out.need.verdict = Verdict::unmet;
      out.need.stage = install.at.stage;
      out.need.subject = wanted.name + " " + out.version;
      out.need.object = "[" + out.written + "]";
      out.need.span = asked.span;
      out.need.weak = fact->weak || (out.assumed && !resolved->alone);
      for (const facts::Link& link : asked.how)
        out.need.chain.push_back(shows(link.words, link.span));
      out.need.chain.insert(out.need.chain.end(), resolved->because.begin(),
                            resolved->because.end());
      out.need.chain.push_back(says(std::string(fact->effect), fact->source));
      graph.pairings.extras.push_back(std::move(out));
      break;
    }
  }
}

// ---- overlaps

/// The package as it stands at the end of the stage, where that is certain.
const Package* standing(const Graph& graph, const Package& package, int stage) {
  const facts::Position end = facts::end_of(stage);
  const PackageAnswer answer = graph.package(package.name, end, &package.environment);
  const bool fine = answer.present == Known::yes && answer.package == &package &&
                    package.place == Place::pip && package.install >= 0 &&
                    package.environment.known &&
                    graph.opaque_between(package.at, end, false) == nullptr;
  return fine ? &package : nullptr;
}

/// A package that requires the other one, and brought it when it was installed.
bool brings(const Graph& graph, const Package& package, const matrix::Overlap& overlap) {
  const PipInstall& install = graph.facts.pip_installs[static_cast<std::size_t>(package.install)];
  if (package.requirement < 0 || install.no_deps) return false;
  const Asked& asked = install.requirements[static_cast<std::size_t>(package.requirement)];
  if (asked.requirement.kind != read::Requirement::Kind::named || !asked.requirement.known)
    return false;
  for (const std::string_view text : overlap.brought_by) {
    const std::size_t clause = text.find_first_of("<>=!~");
    const auto range = Specifiers::parse(text.substr(clause));
    if (text.substr(0, clause) != package.name || !range) continue;
    const auto version = PyVersion::parse(package.version);
    return version ? range->contains(*version, true) : asked.requirement.specifiers.empty();
  }
  return false;
}

void judge_overlap(Graph& graph, int stage, const matrix::Overlap& overlap) {
  const std::vector<const Package*> all = installed(graph, facts::end_of(stage));
  for (const Package* gpu : all) {
    if (gpu->name != overlap.package || standing(graph, *gpu, stage) == nullptr) continue;
    for (const Package* other : all) {
      const bool itself = other->name == overlap.other;
      if (other == gpu || same_environment(other->environment, gpu->environment) != Known::yes)
        continue;
      if (standing(graph, *other, stage) == nullptr || (!itself && !brings(graph, *other, overlap)))
        continue;
      ShadowNeed out;
      out.together = other->install == gpu->install;
      // Of two stages the one below came first.
      if (!out.together && !came_before(graph.facts, gpu->at, other->at)) continue;
      // It brings what is not there yet.
      if (!itself &&
          graph.package(overlap.other, other->at, &other->environment).package != nullptr)
        continue;
      const bool again =
          std::any_of(graph.facts.pip_installs.begin(), graph.facts.pip_installs.end(),
                      [&](const PipInstall& install) {
                        return came_before(graph.facts, install.at, facts::end_of(stage)) &&
                               came_before(graph.facts, other->at, install.at) &&
                               std::any_of(install.requirements.begin(), install.requirements.end(),
                                           [&](const Asked& asked) {
                                             return asked.requirement.name == overlap.package;
                                           });
                      });
      if (again) continue;
      out.gpu = static_cast<std::size_t>(gpu - graph.packages.data());
      out.other = static_cast<std::size_t>(other - graph.packages.data());
      out.itself = itself;
      out.fact = overlap;
      out.need.kind = "files that no other package overwrites";
      out.need.verdict = Verdict::unmet;
      out.need.stage = other->at.stage;
      out.need.subject = gpu->title();
      out.need.object = std::string(overlap.other);
      out.need.span = other->span;
      out.need.weak = overlap.weak || !itself;
      out.need.chain = other->because;
      out.need.chain.push_back(shows(gpu->name + " is asked for here", gpu->span));
      out.need.chain.push_back(says(std::string(overlap.effect), overlap.source));
      const bool known =
          std::any_of(graph.pairings.shadows.begin(), graph.pairings.shadows.end(),
                      [&](const ShadowNeed& before) { return before.need.span == out.need.span; });
      if (!known) graph.pairings.shadows.push_back(std::move(out));
      return;
    }
  }
}

// ---- given up

/// The row of a placeholder that the requirement certainly ends with.
std::optional<matrix::PipPackage> placeholder(const Package& package) {
  for (const matrix::PipPackage& row : matrix::pip_package(package.name)) {
    if (row.libs_from != matrix::LibsFrom::placeholder || row.weak) continue;
    if (row.range.empty()) return row;
    const auto version = PyVersion::parse(package.version);
    const auto range = Specifiers::parse(row.range);
    if (version && range && range->contains(*version, true)) return row;
  }
  return std::nullopt;
}

void judge_placeholder(Graph& graph, const Package& package) {
  if (package.place != Place::pip || package.requirement < 0 || package.carried_from >= 0) return;
  const PipInstall& install = graph.facts.pip_installs[static_cast<std::size_t>(package.install)];
  const Asked& asked = install.requirements[static_cast<std::size_t>(package.requirement)];
  if (!counts(install) || asked.applies != Known::yes ||
      asked.requirement.kind != read::Requirement::Kind::named || !from_pypi(graph, package))
    return;
  const auto row = placeholder(package);
  if (!row || row->successor.empty()) return;
  RetiredNeed out;
  out.successor = row->successor;
  out.error = row->error;
  if (asked.requirement.extras.empty()) out.name_span = asked.requirement.name_span;
  out.need.kind = "a package that is kept up";
  out.need.verdict = Verdict::unmet;
  out.need.stage = package.at.stage;
  out.need.subject = package.name;
  out.need.object = out.successor;
  out.need.span = asked.span;
  out.need.chain = package.because;
  out.need.chain.push_back(
      says(package.name + " is a placeholder on PyPI: it installs nothing", row->source));
  out.pinned = !asked.requirement.specifiers.empty();
  graph.pairings.retired.push_back(std::move(out));
}

void judge_image(Graph& graph, const ImageNeed& image) {
  const facts::Fact& fact = graph.fact_of(image);
  if (!fact.base || image.asked.declared >= 0) return;
  const auto row = matrix::retired_image(image.repository);
  if (!row) return;
  RetiredNeed out;
  out.image = true;
  out.successor = row->successor;
  out.need.kind = "an image that is kept up";
  out.need.verdict = Verdict::unmet;
  out.need.stage = fact.stage;
  out.need.subject = image.repository;
  out.need.object = out.successor;
  out.need.span = fact.span;
  out.need.weak = row->weak;
  for (const facts::Link& link : fact.how) out.need.chain.push_back(shows(link.words, link.span));
  out.need.chain.push_back(says(image.repository + ": " + std::string(row->why), row->source));
  graph.pairings.retired.push_back(std::move(out));
}

}  // namespace

void judge_package_slips(Graph& graph) {
  for (std::size_t i = 0; i < graph.facts.pip_installs.size(); ++i) {
    if (counts(graph.facts.pip_installs[i])) judge_extras(graph, i);
  }
  for (std::size_t i = 0; i < graph.facts.stages.size(); ++i) {
    if (!graph.facts.stages[i].product || without_gpus(graph, static_cast<int>(i))) continue;
    for (const matrix::Overlap& overlap : matrix::overlaps())
      judge_overlap(graph, static_cast<int>(i), overlap);
  }
  for (std::size_t i = 0; i < graph.packages.size(); ++i)
    judge_placeholder(graph, graph.packages[i]);
  for (const ImageNeed& image : graph.images) judge_image(graph, image);
}

}  // namespace cudafit::graph
