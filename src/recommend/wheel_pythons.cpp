#include "recommend/wheel_pythons.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "matrix/managed_pythons.h"
#include "matrix/pip_limits.h"
#include "matrix/torch.h"
#include "matrix/torch_traits.h"
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

bool has_wheel(const Wanted& one, std::string_view platform, const Version& python) {
  const Asked& asked = *one.asked;
  const read::Requirement& wanted = asked.requirement;
  const auto exact = wanted.specifiers.exact();
  if (!wanted.known || wanted.kind != read::Requirement::Kind::named || !exact ||
      asked.applies != Known::yes)
    return false;
  if (wanted.name == "torch")
    return wanted.extras.empty() && torch_has(*exact, one.build, platform, python);
  const auto release = Version::parse(exact->public_version().text());
  if (!release || wanted.extras.size() > 1) return false;
  const auto wheels = matrix::wheel_pythons(
      wanted.name, wanted.extras.empty() ? std::string_view() : wanted.extras.front(),
      platform == "linux_aarch64" ? "linux/arm64" : "linux/amd64", *release);
  return wheels && wheels->python_min && !(python < wheels->python_min) &&
         (python <= wheels->python_max || python.same_line(wheels->python_max));
}

}  // namespace

std::vector<Version> wheel_pythons(const graph::Graph& graph, const std::vector<int>& stages) {
  std::vector<Wanted> all;
  Version end;
  for (std::size_t i = 0; i < graph.facts.pip_installs.size(); ++i) {
    const PipInstall& install = graph.facts.pip_installs[i];
    if (std::find(stages.begin(), stages.end(), install.at.stage) == stages.end()) continue;
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

}  // namespace cudafit::recommend
