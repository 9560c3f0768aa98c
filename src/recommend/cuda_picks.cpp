// CUDA itself.

#include <fmt/format.h>

#include <algorithm>

#include "matrix/driver.h"
#include "matrix/frameworks.h"
#include "matrix/image_releases.h"
#include "matrix/nvcc.h"
#include "matrix/torch.h"
#include "matrix/version_prefix.h"
#include "recommend/pick.h"
#include "recommend/pip_rows.h"
#include "recommend/words.h"

namespace cudafit::recommend {

namespace {

std::string why_not(const Target& target, const Version& cuda) {
  if (!compat_runs(target, cuda)) {
    const Version oldest = oldest_driver(target, cuda);
    if (!oldest) return fmt::format("which driver CUDA {} needs is not known", cuda.text());
    return fmt::format("CUDA {} needs driver {} or newer, and {} is older", cuda.text(),
                       driver_text(oldest), old_driver(target, cuda));
  }
  if (const auto gpus = unknown_to(target, cuda); !gpus.empty())
    return fmt::format("CUDA {} has nothing for {}", cuda.text(), listed(gpus));
  return {};
}

/// On a Jetson CUDA comes with the system, which brings its driver, too.
Picks of_boards(const Version& asked) {
  Picks out;
  for (const matrix::JetsonRelease& release : matrix::jetson_releases()) {
    if (!matrix::starts_with(release.cuda,
                             Version{asked.number, std::min<std::uint8_t>(asked.parts, 2)}))
      continue;
    Pick pick;
    pick.package = "cuda";
    pick.version = release.cuda.text();
    pick.title = pick.label = "CUDA " + release.cuda.text();
    pick.cuda = release.cuda;
    pick.own_cuda = false;
    pick.cuda_locked = true;
    out.all = {std::move(pick)};
  }
  if (out.all.empty()) {
    out.why_none =
        "no JetPack with CUDA " + asked.text() + " is known; \"cudafit matrix jetpack\" lists them";
  }
  return out;
}

/// Every release that is known. Of TensorFlow each stands for its line.
std::vector<std::string> releases(const std::string& package) {
  std::vector<std::string> out;
  if (package == "torch") {
    for (const matrix::TorchRelease& each : matrix::torch_releases())
      out.emplace_back(each.version);
  } else if (package == "cuda") {
    for (const matrix::ToolkitRelease& each : matrix::toolkit_releases()) {
      if (!each.preview) out.push_back(each.cuda.text());
    }
  } else {
    for (const matrix::FrameworkRelease& each : matrix::framework_releases(package)) {
      if (each.extra.empty()) out.emplace_back(each.version);
    }
  }
  return out;
}

/// Each once; without what is no version.
std::vector<std::string> rising(const std::vector<std::string>& versions) {
  std::vector<Version> all;
  for (const std::string& each : versions) {
    if (const auto version = Version::parse(each)) all.push_back(*version);
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  std::vector<std::string> out;
  for (const Version& each : all) out.push_back(each.text());
  return out;
}

}  // namespace

Picks cuda_picks(const Request& request, const Target& target) {
  const auto asked = Version::parse(request.cuda);
  if (!asked) return {{}, "\"" + request.cuda + "\" is no version of CUDA", true};
  if (target.jetson) return of_boards(*asked);
  Picks out;
  for (const matrix::ToolkitRelease& release : matrix::toolkit_releases()) {
    if (release.preview || !matrix::starts_with(release.cuda, *asked)) continue;
    const std::string why = why_not(target, release.cuda);
    if (!why.empty()) {
      out.why_none = why;
      continue;
    }
    Pick pick;
    pick.package = "cuda";
    pick.version = release.cuda.text();
    pick.title = pick.label = "CUDA " + release.cuda.text();
    pick.cuda = release.cuda;
    pick.own_cuda = false;
    pick.cuda_locked = true;
    if (const auto targets = matrix::nvcc_targets(release.cuda)) {
      for (const std::string_view sm : targets->real) {
        // 9.0a is code for one product, not for those that come after.
        if (sm.find_last_not_of("0123456789") == sm.find('_')) pick.code.sass.push_back(sm);
      }
    }
    if (const auto floor = matrix::driver_floor(release.cuda, target.os))
      pick.reasons = {fmt::format("CUDA {} runs on driver {} and newer ({})", release.cuda.text(),
                                  driver_text(floor->needed), floor->source.title)};
    if (std::string other = stand_in_words(target, release.cuda); !other.empty())
      pick.reasons.push_back(std::move(other));
    out.all.push_back(std::move(pick));
  }
  std::reverse(out.all.begin(), out.all.end());
  // What leans on nothing goes first.
  std::stable_partition(out.all.begin(), out.all.end(),
                        [&](const Pick& pick) { return driver_runs(target, pick.cuda); });
  if (!out.all.empty()) {
    out.why_none.clear();
  } else if (out.why_none.empty()) {
    const Version newest = matrix::toolkit_releases().back().cuda;
    const bool newer = *asked > newest;
    out.why_none =
        newer ? fmt::format("CUDA {} is newer than the data of {}, whose newest is {}",
                            request.cuda, matrix::data_date(), newest.text())
              : fmt::format("no CUDA {} is known; \"cudafit matrix cuda\" lists the releases",
                            request.cuda);
    out.unmeant = !newer;
  }
  return out;
}

std::vector<std::string> lines_of(const std::string& package) {
  std::vector<std::string> lines;
  for (const std::string& release : releases(package)) lines.push_back(line_of(release).text());
  return rising(lines);
}

std::vector<std::string> releases_of_line(const std::string& package, const Version& line) {
  std::vector<std::string> out = releases(package);
  std::erase_if(out, [&](const std::string& each) {
    const auto version = Version::parse(each);
    return !version || version->parts < 3 || !version->same_line(line);
  });
  return rising(out);
}

}  // namespace cudafit::recommend
