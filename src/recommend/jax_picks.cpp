// Which builds of JAX there are for a request.

#include <fmt/format.h>

#include <algorithm>

#include "ask/toolkits.h"
#include "matrix/frameworks.h"
#include "matrix/pip_limits.h"
#include "matrix/pip_packages.h"
#include "recommend/library_bounds.h"
#include "recommend/pick.h"
#include "recommend/pip_rows.h"
#include "recommend/words.h"

namespace cudafit::recommend {

namespace {

using matrix::FrameworkRelease;
using matrix::LibsFrom;
using matrix::PipPackage;

/// The row that holds for a version with an extra.
const PipPackage* row_of(const std::vector<PipPackage>& rows, const PyVersion& version,
                         std::string_view extra) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const PipPackage& row) {
    return row.extra == extra && in_range(row.range, version);
  });
  return found == rows.end() ? nullptr : &*found;
}

/// Of its code, its CUDA and its requirements.
void add_build(const FrameworkRelease& build, Pick& out) {
  if (!build.cuda.empty()) out.cuda = build.cuda.front();
  for (const std::string_view arch : build.archs)
    (arch.starts_with("sm_") ? out.code.sass : out.code.ptx).push_back(arch);
  add_pins(build.pins, out);
}

Pick pick_of(const FrameworkRelease& release, const PipPackage& row, const PipPackage* plain,
             const std::vector<FrameworkRelease>& all, const Target& target) {
  Pick out;
  out.package = "jax";
  out.version = release.version;
  out.label = "JAX " + release.version;
  std::string extra(row.extra);
  std::replace(extra.begin(), extra.end(), '-', '_');
  out.title = fmt::format("jax[{}] {}", extra, release.version);
  out.requirements = {fmt::format("jax[{}]=={}", extra, release.version)};
  out.why_there = "The extra of JAX brings CUDA and cuDNN as wheels.";
  if (!release.index.empty()) {
    out.options = {"--find-links", std::string(release.index)};
    out.why_there += " The jaxlib of this release with CUDA is on a page of JAX's own.";
  }
  out.cuda_floats = true;
  // Where nothing says which, the newest of the major asks the most of the host.
  out.cuda = line_of(ask::newest_toolkit(row.cuda_majors.front()).text());
  const auto version = PyVersion::parse(release.version);
  const FrameworkRelease* build = nullptr;
  for (const FrameworkRelease& each : all) {
    if (each.extra == row.extra && version && in_range(each.range, *version)) build = &each;
  }
  if (build != nullptr) add_build(*build, out);
  out.python_min = row.python_min     ? row.python_min
                   : plain != nullptr ? plain->python_min
                                      : Version{};
  out.python_max = row.python_max;
  const auto wheels = matrix::wheel_pythons("jax", row.extra, target.platform,
                                            Version::parse(release.version).value_or(Version{}));
  if (wheels) {
    out.python_min = wheels->python_min;
    out.python_max = wheels->python_max;
  }
  add_limits(out);
  add_library_bounds(target, build, out);
  out.smoke = "import jax; print('jax', jax.__version__, jax.devices())";
  out.reasons.insert(out.reasons.begin(), fmt::format("{}: wheels for CUDA {} ({})", out.title,
                                                      out.cuda_words(), row.source.title));
  if (const auto floor = matrix::driver_floor(out.cuda, target.os))
    out.reasons.push_back(fmt::format("CUDA {} runs on driver {} and newer ({})", out.cuda_words(),
                                      driver_text(floor->needed), floor->source.title));
  if (out.open_pythons() && out.python_min)
    out.reasons.push_back(fmt::format(
        "JAX {} needs Python {} at least; up to which it has wheels is not in the tables",
        release.version, out.python_min.text()));
  return out;
}

/// Wheels for Arm are a later thing: only those that are known count.
bool for_platform(std::string_view extra, const FrameworkRelease& release, const Target& target) {
  const auto version = Version::parse(release.version);
  return target.arch == "amd64" ||
         (version && matrix::wheel_pythons("jax", extra, target.platform, *version));
}

/// Why the first is not of the newest CUDA that the driver runs.
void say_why_older(const Target& target, std::vector<Pick>& fitting) {
  Pick& first = fitting.front();
  for (const Pick& each : fitting) {
    if (each.cuda.major() <= first.cuda.major()) continue;
    first.reasons.push_back(fmt::format(
        "{} comes second: its CUDA {} is newer than {}, which runs it only as far as NVIDIA's "
        "minor version compatibility goes",
        each.title, each.cuda.text(), old_driver(target, each.cuda)));
    return;
  }
}

bool asked_for(const FrameworkRelease& release, const std::string& written) {
  return release.extra.empty() && release.range.empty() &&
         (release.version == written || release.version.starts_with(written + "."));
}

}  // namespace

Picks jax_picks(const Request& request, const Target& target) {
  const auto asked = PyVersion::parse(request.jax);
  if (!asked) return {{}, "\"" + request.jax + "\" is no version of JAX", true};
  if (std::string newer = newer_than_data("jax", "JAX", *asked); !newer.empty())
    return {{}, newer, false};
  if (target.jetson) return of_jetson("JAX", target);
  Picks out;
  const std::vector<FrameworkRelease>& all = matrix::framework_releases("jax");
  const std::vector<PipPackage>& rows = matrix::pip_package("jax");
  bool any = false;
  for (auto release = all.rbegin(); release != all.rend(); ++release) {
    const auto version = PyVersion::parse(release->version);
    if (!asked_for(*release, request.jax) || !version) continue;
    any = true;
    std::vector<Pick> fitting;
    for (const std::string_view extra : release->extras) {
      const PipPackage* const row = row_of(rows, *version, extra);
      // An extra without a number means one of the others.
      if (row == nullptr || row->weak || !for_platform(extra, *release, target) ||
          row->libs_from != LibsFrom::nvidia_wheels || row->cuda_majors.empty() ||
          extra.find_first_of("0123456789") == extra.npos)
        continue;
      Pick pick = pick_of(*release, *row, row_of(rows, *version, {}), all, target);
      std::string why = wrong_for(request, target, pick, "JAX " + release->version);
      if (why.empty()) {
        fitting.push_back(std::move(pick));
      } else if (out.why_none.empty()) {
        out.why_none = std::move(why);
      }
    }
    std::stable_sort(fitting.begin(), fitting.end(), [&](const Pick& a, const Pick& b) {
      const bool lean_a = leans(target, a.cuda);
      const bool lean_b = leans(target, b.cuda);
      return lean_a != lean_b ? lean_b : a.cuda.major() > b.cuda.major();
    });
    if (!fitting.empty()) say_why_older(target, fitting);
    std::move(fitting.begin(), fitting.end(), std::back_inserter(out.all));
  }
  if (!any)
    return {{},
            fmt::format("nothing is known about JAX {}; \"cudafit matrix jax\" lists the releases",
                        request.jax),
            true};
  if (out.all.empty() && out.why_none.empty())
    out.why_none =
        fmt::format("no wheels of JAX {} with CUDA are known for {}", request.jax, target.platform);
  if (!out.all.empty()) out.why_none.clear();
  return out;
}

}  // namespace cudafit::recommend
