#include "recommend/pip_rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "matrix/image_releases.h"
#include "matrix/matrix.h"
#include "matrix/pip_limits.h"
#include "matrix/pip_packages.h"
#include "recommend/words.h"

namespace cudafit::recommend {

bool in_range(std::string_view range, const PyVersion& version) {
  const auto specifiers = Specifiers::parse(range);
  return specifiers && specifiers->contains(version, true);
}

Version line_of(std::string_view version) {
  const auto parsed = PyVersion::parse(version);
  if (!parsed) return {};
  return Version::parse(fmt::format("{}.{}", parsed->major(), parsed->minor())).value_or(Version{});
}

std::string newer_than_data(std::string_view package, std::string_view label,
                            const PyVersion& version) {
  const auto newest = matrix::newest_release(package);
  const auto last = newest ? PyVersion::parse(newest->version) : std::nullopt;
  if (!last || version <= *last) return {};
  return fmt::format("{} {} is newer than the data of {}, whose newest is {}", label,
                     version.text(), matrix::data_date(), newest->version);
}

void add_pins(const std::vector<std::string_view>& requirements, Pick& out) {
  for (const std::string_view each : requirements) {
    const std::size_t end = std::min(each.find_first_of("=<>!~"), each.size());
    out.pins[std::string(each.substr(0, end))] = each.substr(end);
  }
}

void add_limits(Pick& out) {
  for (const matrix::MissingLimit& each :
       matrix::missing_limits(out.package, stand_in(out.version))) {
    const std::string why = fmt::format("{}: {}", each.limit, each.why);
    (each.at_build ? out.build_requirements : out.requirements).emplace_back(each.limit);
    std::string& told = each.at_build ? out.why_build : out.why_there;
    told += (told.empty() ? "" : "\n") + why + ".";
    (each.at_build ? out.build_reasons : out.reasons)
        .push_back(fmt::format("{} ({})", why, each.source.title));
  }
}

std::string wrong_for(const Request& request, const Target& target, const Pick& pick,
                      const std::string& name) {
  const auto python = Version::parse(request.python);
  if (python && !pick.takes(*python))
    return fmt::format("{} has wheels for Python {}, not {}", name, pick.python_words(),
                       request.python);
  const auto cuda = Version::parse(request.cuda);
  if (cuda && (cuda->parts == 1 || pick.own_cuda) && cuda->major() != pick.cuda.major())
    return fmt::format("{} is built for CUDA {}, not {}", name, pick.cuda_words(), request.cuda);
  // Images of CUDA bring forward compatibility, those that wheels are put into do not.
  if (!(pick.own_cuda ? driver_runs : compat_runs)(target, pick.cuda)) {
    const Version oldest = oldest_driver(target, pick.cuda);
    return fmt::format("{} with CUDA {} needs driver {} or newer, and {} is older", name,
                       pick.cuda_words(), oldest ? driver_text(oldest) : "(unknown)",
                       old_driver(target, pick.cuda));
  }
  const bool known = !pick.code.sass.empty() || !pick.code.ptx.empty();
  if (known) {
    if (const Fit fit = gpu_fit(target, pick.code, pick.cuda); !fit.none.empty())
      return fmt::format("{} for CUDA {} has no code for {}", name, pick.cuda_words(),
                         listed(fit.none));
  } else if (const auto gpus = unknown_to(target, pick.cuda); !gpus.empty()) {
    return fmt::format("{} is built with CUDA {}, which has nothing for {}", name,
                       pick.cuda_words(), listed(gpus));
  }
  return {};
}

std::string no_wheels(std::string_view package, std::string_view label, const Target& target) {
  const auto newest = matrix::newest_release(package);
  const auto wheels = matrix::wheel_pythons(package, {}, target.platform,
                                            newest ? line_of(newest->version) : Version{});
  if (wheels && wheels->cpu_only)
    return fmt::format("the wheels of {} for {} are for the CPU only ({})", label, target.platform,
                       wheels->source.title);
  return fmt::format("no wheels of {} with CUDA are known for {}", label, target.platform);
}

Picks of_jetson(std::string_view framework, const Target& target) {
  std::string out = fmt::format(
      "no wheels of {} for Jetsons are known: NVIDIA makes its own for each JetPack", framework);
  std::string cuda;
  for (const matrix::JetsonRelease& release : matrix::jetson_releases()) {
    for (const graph::HostGpu& gpu : target.gpus) {
      for (const matrix::Gpu& one : gpu.may_be) {
        const bool runs = std::find(release.archs.begin(), release.archs.end(), one.cc.text()) !=
                          release.archs.end();
        if (runs && !release.image.empty()) cuda = release.cuda.text();
      }
    }
  }
  if (!cuda.empty()) out += "; --cuda " + cuda + " alone gives the image that they go on";
  return {{}, std::move(out), false};
}

}  // namespace cudafit::recommend
