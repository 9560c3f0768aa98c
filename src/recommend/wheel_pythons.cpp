#include "recommend/wheel_pythons.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "matrix/managed_pythons.h"
#include "matrix/pip_limits.h"
#include "matrix/pip_packages.h"
#include "matrix/torch.h"
#include "matrix/torch_traits.h"
#include "recommend/pip_rows.h"
#include "terms/component.h"
#include "terms/pep440.h"

namespace cudafit::recommend {

namespace {

using facts::Asked;
using facts::PipInstall;

/// "cp310"
std::string tag_of(const Version& python) {
  return "cp" + std::to_string(python.major()) + std::to_string(python.minor());
}

/// Every wheel of that version that pip may take there is for this Python; false where there is
/// none.
bool torch_has(const PyVersion& version, std::string_view build, std::string_view platform,
               const Version& python) {
  bool any = false;
  for (const matrix::TorchWheel& wheel : matrix::torch_wheels(version.public_version().text())) {
    if (wheel.platform != platform || wheel.weak) continue;
    if (!build.empty() && wheel.variant != build) continue;
    // Long-term and special builds stand elsewhere.
    if (!wheel.pypi && wheel.directory != wheel.variant) continue;
    const std::string tag = tag_of(python);
    if (std::find(wheel.pythons.begin(), wheel.pythons.end(), tag) == wheel.pythons.end())
      return false;
    any = true;
  }
  return any;
}

/// A requirement, and which build of it is installed as far as that is known: "cu126".
struct Wanted {
  const Asked* asked;
  std::string build;
};

std::string build_of(const graph::Graph& graph, std::size_t install, std::size_t requirement) {
  for (const graph::Package& each : graph.packages) {
    if (each.place == Place::pip && each.install == static_cast<int>(install) &&
        each.requirement == static_cast<int>(requirement))
      return each.build;
  }
  return {};
}

/// The release that is asked for; nothing where it is not known, or the requirement may not count.
std::optional<PyVersion> exactly(const Asked& asked) {
  const read::Requirement& wanted = asked.requirement;
  if (!wanted.known || wanted.kind != read::Requirement::Kind::named || asked.applies != Known::yes)
    return std::nullopt;
  return wanted.specifiers.exact();
}

/// Of a package other than torch.
Known listed_for(const read::Requirement& wanted, const PyVersion& exact, std::string_view platform,
                 const Version& python) {
  const auto release = Version::parse(exact.public_version().text());
  if (!release || wanted.extras.size() > 1) return Known::unknown;
  const auto wheels = matrix::wheel_pythons(
      wanted.name, wanted.extras.empty() ? std::string_view() : wanted.extras.front(),
      platform == "linux_aarch64" ? "linux/arm64" : "linux/amd64", *release);
  const auto between = [&](const Version& least, const Version& most) {
    return !(python < least) && (python <= most || python.same_line(most)) ? Known::yes : Known::no;
  };
  if (wheels && wheels->python_min) return between(wheels->python_min, wheels->python_max);
  for (const matrix::PipPackage& row : matrix::pip_package(wanted.name)) {
    const std::string_view extra =
        wanted.extras.empty() ? std::string_view() : std::string_view(wanted.extras.front());
    if (row.extra != extra || !row.variant.empty() || !in_range(row.range, exact)) continue;
    if (row.weak || !row.python_min || !row.python_max) return Known::unknown;
    return between(row.python_min, row.python_max);
  }
  return Known::unknown;
}

bool has_wheel(const Wanted& one, std::string_view platform, const Version& python) {
  const read::Requirement& wanted = one.asked->requirement;
  const auto exact = exactly(*one.asked);
  if (!exact) return false;
  if (wanted.name == "torch")
    return wanted.extras.empty() && torch_has(*exact, one.build, platform, python);
  return listed_for(wanted, *exact, platform, python) == Known::yes;
}

bool among(const std::vector<int>& stages, int stage) {
  return std::find(stages.begin(), stages.end(), stage) != stages.end();
}

/// The Python that it installs for; no parts: not known.
Version python_of(const graph::Graph& graph, const PipInstall& install) {
  const std::string tag = graph::python_tag(graph, install);
  if (!tag.starts_with("cp3") || tag.size() < 4) return {};
  return Version::parse("3." + tag.substr(3)).value_or(Version{});
}

}  // namespace

std::vector<Version> wheel_pythons(const graph::Graph& graph, const std::vector<int>& stages) {
  std::vector<Wanted> all;
  Version end;
  for (std::size_t i = 0; i < graph.facts.pip_installs.size(); ++i) {
    const PipInstall& install = graph.facts.pip_installs[i];
    if (!among(stages, install.at.stage)) continue;
    if (install.dry_run) continue;
    if (!install.complete || !install.options_known ||
        install.certainty != facts::Certainty::certain || !install.no_binary.empty())
      return {};
    for (std::size_t r = 0; r < install.requirements.size(); ++r) {
      const Asked& each = install.requirements[r];
      all.push_back({&each, build_of(graph, i, r)});
      const auto exact = each.requirement.specifiers.exact();
      if (each.requirement.name != "torch" || !exact) continue;
      if (const auto compile = matrix::torch_compile_end(exact->public_version().text()))
        end = compile->python;
    }
  }
  const auto known = matrix::managed_pythons("uv");
  if (all.empty() || !known) return {};
  const std::string platform = graph::platform_of(graph, stages.front()).name;
  std::vector<Version> out;
  for (Version python = known->python_min; python <= known->python_max; ++python.number[1]) {
    if (std::all_of(all.begin(), all.end(),
                    [&](const Wanted& each) { return has_wheel(each, platform, python); }))
      out.push_back(python);
  }
  const auto past =
      std::find_if(out.begin(), out.end(), [&](const Version& each) { return end && end <= each; });
  if (past != out.begin()) out.erase(past, out.end());
  return out;
}

std::set<Version> pip_pythons(const graph::Graph& graph, const std::vector<int>& stages) {
  std::set<Version> out;
  for (const PipInstall& install : graph.facts.pip_installs) {
    if (!among(stages, install.at.stage) || install.dry_run) continue;
    if (const Version python = python_of(graph, install)) out.insert(python);
  }
  return out;
}

std::multiset<std::string> without_wheel(const graph::Graph& graph,
                                         const std::vector<int>& stages) {
  std::multiset<std::string> out;
  const auto add = [&](const Asked& asked) {
    out.insert(asked.requirement.name + asked.requirement.specifier_text.value);
  };
  for (const graph::WheelChoice& choice : graph.wheels) {
    const PipInstall& install = graph.facts.pip_installs[choice.install];
    if (among(stages, install.at.stage) && choice.outcome == graph::WheelChoice::Outcome::none)
      add(install.requirements[choice.requirement]);
  }
  for (const PipInstall& install : graph.facts.pip_installs) {
    if (!among(stages, install.at.stage) || install.dry_run) continue;
    const Version python = python_of(graph, install);
    if (!python) continue;
    const std::string platform = graph::platform_of(graph, install.at.stage).name;
    for (const Asked& asked : install.requirements) {
      const auto exact = exactly(asked);
      if (exact && asked.requirement.name != "torch" &&
          listed_for(asked.requirement, *exact, platform, python) == Known::no)
        add(asked);
    }
  }
  return out;
}

}  // namespace cudafit::recommend
