#include "matrix/sm_history.h"

#include <algorithm>

#include "matrix/gpu.h"
#include "matrix/rows.h"
#include "matrix/shapes_driver.h"

namespace cudafit::matrix {
namespace {

SmTarget& target(std::vector<SmTarget>& targets, std::string_view name) {
  const auto found = std::find_if(targets.begin(), targets.end(),
                                  [&](const SmTarget& each) { return each.name == name; });
  if (found != targets.end()) return *found;
  targets.push_back({.name = name, .first = {}, .last = {}, .deprecated = {}});
  return targets.back();
}

std::vector<SmTarget> targets_of(const Version& cc) {
  std::vector<SmTarget> out;
  const Rows<shapes::nvcc> lines = rows<shapes::nvcc>();
  for (const Row<shapes::nvcc> line : lines) {
    for (const std::string_view real : line.texts("real")) {
      if (cc_of(real) != cc) continue;
      SmTarget& known = target(out, real);
      const Version cuda = line.version("cuda");
      if (!known.first) known.first = cuda;
      known.last = cuda;
      if (!known.deprecated && line.lists("deprecated", real)) known.deprecated = cuda;
    }
  }
  for (SmTarget& each : out) {
    if (each.last == lines.back().version("cuda")) each.last = {};
  }
  std::sort(out.begin(), out.end(),
            [](const SmTarget& a, const SmTarget& b) { return a.name < b.name; });
  return out;
}

}  // namespace

std::optional<SmHistory> sm_history(Version cc) {
  const Rows<shapes::compute_capability> found = rows<shapes::compute_capability>().find(cc);
  if (found.empty()) return std::nullopt;
  const Row<shapes::compute_capability> row = found.front();
  SmHistory out;
  out.cc = row.version("cc");
  out.architecture = row.text("architecture");
  out.renamed = row.text("renamed");
  out.first_branch = row.number("first_branch").value_or(0);
  out.last_branch = row.number("last_branch").value_or(0);
  out.tegra = row.flag("tegra");
  out.source = row.source();
  out.weak = row.weak();
  out.targets = targets_of(out.cc);
  if (!out.targets.empty()) {
    const SmTarget& plain = out.targets.front();
    out.first_cuda = plain.first;
    out.last_cuda = plain.last;
    out.deprecated_since = plain.deprecated;
  }
  if (const Version older = row.version("first_cuda")) out.first_cuda = older;
  return out;
}

}  // namespace cudafit::matrix
