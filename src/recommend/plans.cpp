#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <tuple>

#include "matrix/contents.h"
#include "matrix/driver.h"
#include "matrix/image_releases.h"
#include "matrix/managed_pythons.h"
#include "matrix/matrix.h"
#include "matrix/version_prefix.h"
#include "recommend/boards.h"
#include "recommend/cuda_images.h"
#include "recommend/pip_rows.h"
#include "recommend/plan.h"
#include "recommend/words.h"

namespace cudafit::recommend {

namespace {

using matrix::Flavor;
using matrix::ImageTag;

/// Somebody names the very tag, and it is fresh.
bool alive(const matrix::ImageRelease& image) {
  return !image.details_source.id.empty() && fresh(image.os, image.os_release);
}

/// The asked Python, or all that every pick takes, the newest first.
bool takes(const Request& request, const std::vector<Pick>& picks, const Version& python) {
  const auto asked = Version::parse(request.python);
  if (asked && !asked->same_line(python)) return false;
  return std::all_of(picks.begin(), picks.end(),
                     [&](const Pick& pick) { return pick.takes(python); });
}

bool open_pythons(const std::vector<Pick>& picks) {
  return std::any_of(picks.begin(), picks.end(), [](const Pick& pick) {
    return pick.package != "cuda" && pick.open_pythons();
  });
}

/// Python images that exist, of Pythons that do: the newest Python first, and of one the oldest
/// system, which is nearest to the one that wheels are built on.
std::vector<matrix::ImageRelease> python_images(const Request& request,
                                                const std::vector<Pick>& picks) {
  const bool open = open_pythons(picks);
  std::vector<matrix::ImageRelease> out;
  for (const matrix::ImageRelease& image : matrix::image_releases("python")) {
    if (image.python && alive(image) && takes(request, picks, image.python)) out.push_back(image);
  }
  std::stable_sort(out.begin(), out.end(), [&](const auto& a, const auto& b) {
    if (a.python != b.python) return open ? a.python < b.python : a.python > b.python;
    return Version::parse(a.os_release).value_or(Version{}) <
           Version::parse(b.os_release).value_or(Version{});
  });
  return out;
}

/// A pick takes this Python, but not with all that belongs to it.
bool too_new(const std::vector<Pick>& picks, const Version& python) {
  return std::any_of(picks.begin(), picks.end(),
                     [&](const Pick& pick) { return pick.without_jit(python); });
}

/// The newest Python that uv brings and every pick takes, with all that belongs to it if there is
/// such a one; the oldest where nothing says which is the newest. No parts: there is none.
Version managed_python(const Request& request, const std::vector<Pick>& picks,
                       const matrix::ManagedPythons& uv) {
  Version out;
  for (Version python = uv.python_min; python <= uv.python_max; ++python.number[1]) {
    if (takes(request, picks, python) && (!out || !too_new(picks, python))) out = python;
    if (out && open_pythons(picks)) break;
  }
  return out;
}

/// Where nothing says up to which Python a pick has wheels, the oldest comes first: that of the
/// distribution before one that is installed for it, as elsewhere.
void prefer_old_pythons(const Request& request, std::vector<Plan>& all) {
  if (!request.python.empty() || all.empty() || !open_pythons(all.front().picks)) return;
  std::stable_sort(all.begin(), all.end(), [](const Plan& a, const Plan& b) {
    return std::tuple(a.from == PythonFrom::uv, a.python) <
           std::tuple(b.from == PythonFrom::uv, b.python);
  });
  for (Plan& plan : all) {
    if (plan.from == PythonFrom::system) continue;
    plan.reasons.push_back(fmt::format(
        "Python {} is the oldest that fits; --python asks for another", plan.python.text()));
  }
}

/// The newest Python is no gain where a part of a pick does not work with it: such plans come last,
/// and say so. The others say why theirs is not the newest.
void weigh_pythons(const Request& request, std::vector<Plan>& all) {
  for (Plan& plan : all) {
    if (plan.from == PythonFrom::none) continue;
    for (const Pick& pick : plan.picks) {
      if (pick.without_jit(plan.python)) {
        plan.lacks = pick.jit_words();
        plan.reasons.push_back(fmt::format("note: {} ({})", plan.lacks, pick.jit_source));
      } else if (pick.jit_ends && plan.from != PythonFrom::system && request.python.empty() &&
                 !open_pythons(plan.picks) && pick.takes(pick.jit_ends)) {
        plan.reasons.push_back(fmt::format("Python {} is not the newest that {} takes: {} ({})",
                                           plan.python.text(), pick.title, pick.jit_words(),
                                           pick.jit_source));
      }
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const Plan& a, const Plan& b) {
    return a.lacks.empty() && !b.lacks.empty();
  });
}

/// The images with nvcc for wheels that bring their CUDA. Where pip takes the newest CUDA of a
/// major: the newest that is asked for, that knows the GPUs and that the driver runs, before those
/// that lean on its minor-version compatibility. One list for each line of CUDA.
std::vector<std::vector<ImageTag>> compilers(const Request& request, const Target& target,
                                             const Pick& pick) {
  const Wanted devel{Flavor::devel, 0, {}};
  if (!pick.cuda_floats) return {cuda_images(pick.cuda, devel, target.arch)};
  const auto asked = Version::parse(request.cuda);
  std::vector<Version> lines;
  for (const matrix::Release& release : matrix::releases("nvidia/cuda")) {
    const Version& cuda = release.version;
    if (cuda.major() != pick.cuda.major() || (asked && !matrix::starts_with(cuda, *asked)) ||
        !driver_runs(target, cuda) || !unknown_to(target, cuda).empty() ||
        std::any_of(lines.begin(), lines.end(),
                    [&](const Version& line) { return line.same_line(cuda); }))
      continue;
    lines.push_back(cuda);
  }
  std::sort(lines.begin(), lines.end(), [&](const Version& a, const Version& b) {
    return std::tuple(leans(target, a), b) < std::tuple(leans(target, b), a);
  });
  std::vector<std::vector<ImageTag>> out;
  for (const Version& line : lines) out.push_back(cuda_images(line, devel, target.arch));
  return out;
}

bool no_compiler(const Request& request, const Target& target, const Pick& pick) {
  const std::vector<std::vector<ImageTag>> all = compilers(request, target, pick);
  return std::all_of(all.begin(), all.end(), [](const auto& images) { return images.empty(); });
}

/// With wheels that bring their CUDA, and nothing to compile.
void add_plain(const Request& request, const std::vector<Pick>& picks, std::vector<Plan>& out) {
  for (const matrix::ImageRelease& image : python_images(request, picks)) {
    Plan plan;
    plan.picks = picks;
    plan.base = "python:" + image.tag;
    if (request.small) plan.builder = plan.base;
    plan.from = PythonFrom::image;
    plan.python = image.python;
    plan.reasons = {fmt::format(
        "{}: the wheels bring CUDA, so no image of CUDA is needed; Debian {} is the oldest with "
        "this Python that still gets updates ({})",
        plan.base, image.os_release, image.details_source.title)};
    out.push_back(std::move(plan));
  }
}

/// Wheels that bring their CUDA, and something that nvcc compiles against them.
void add_compiled(const Request& request, const std::vector<Pick>& picks,
                  const std::vector<ImageTag>& images, std::vector<Plan>& out) {
  const Pick& first = picks.front();
  for (const PythonFrom from : {PythonFrom::system, PythonFrom::uv}) {
    for (const ImageTag& tag : images) {
      const auto held = matrix::contents("nvidia/cuda", tag.tag);
      Plan plan;
      plan.picks = picks;
      plan.builder = image_of(tag);
      plan.base = system_of(*held);
      plan.compiles = true;
      plan.needs_compiler = held->c_compiler != Known::yes;
      plan.toolkit = tag.release;
      plan.from = from;
      plan.reasons = {
          first.cuda_floats
              ? fmt::format("{} compiles: its CUDA is of the major that {} brings", plan.builder,
                            first.title)
              : fmt::format("{} compiles: its CUDA is that of {}", plan.builder, first.title)};
      const bool current = fresh(held->os, held->os_release);
      if (from == PythonFrom::system) {
        plan.python = held->distro_python;
        if (!current || !takes(request, picks, plan.python)) continue;
      } else {
        const auto uv = matrix::managed_pythons("uv");
        if (!uv) continue;
        plan.uv = uv->image;
        plan.python = managed_python(request, picks, *uv);
        // A Python that is copied along runs on newer systems, too.
        if (!current) plan.base = fresh_system(held->os);
        if (!plan.python || plan.base.empty()) continue;
        plan.reasons.push_back(
            fmt::format("Python {} is no package of a system that fits: uv installs it, and it is "
                        "copied along ({})",
                        plan.python.text(), uv->source.title));
      }
      plan.reasons.push_back(fmt::format(
          "{} is shipped: it has no compiler, and CUDA comes with the wheels", plan.base));
      out.push_back(std::move(plan));
    }
  }
}

/// The lines of CUDA an image may have for a pick, best first.
std::vector<Version> cuda_lines(const Pick& pick) {
  std::vector<Version> newer;
  std::vector<Version> older;
  for (const matrix::Release& release : matrix::releases("nvidia/cuda")) {
    const Version& cuda = release.version;
    const bool fits = pick.cuda_locked ? cuda.same_line(pick.cuda)
                                       : std::find(pick.cuda_majors.begin(), pick.cuda_majors.end(),
                                                   cuda.major()) != pick.cuda_majors.end();
    if (!fits) continue;
    std::vector<Version>& into = cuda.same_line(pick.cuda) || cuda > pick.cuda ? newer : older;
    if (into.empty() || !into.back().same_line(cuda)) into.push_back(cuda);
  }
  std::reverse(older.begin(), older.end());
  newer.insert(newer.end(), older.begin(), older.end());
  return newer;
}

/// A stage with nvcc of the same release on the same system; false: there is none.
bool add_compiler(const ImageTag& tag, const Pick& pick, const Target& target, Plan& plan) {
  for (const ImageTag& devel :
       cuda_images(tag.release, {Flavor::devel, pick.cudnn_major, pick.cudnn_min}, target.arch)) {
    if (devel.release != tag.release || devel.os != tag.os) continue;
    const auto held = matrix::contents("nvidia/cuda", devel.tag);
    plan.builder = image_of(devel);
    plan.compiles = true;
    plan.needs_compiler = held && held->c_compiler != Known::yes;
    plan.toolkit = devel.release;
    plan.reasons.push_back(plan.builder + " compiles: the same release on the same system");
    return true;
  }
  return false;
}

/// Python for an image of CUDA: the distribution's, or uv's; false: none fits.
bool add_python(const Request& request, const std::optional<matrix::ImageContents>& held,
                Plan& plan) {
  const auto uv = matrix::managed_pythons("uv");
  if (held && held->distro_python && takes(request, plan.picks, held->distro_python)) {
    plan.from = PythonFrom::system;
    plan.python = held->distro_python;
    if (request.small && plan.builder.empty()) plan.builder = plan.base;
    return true;
  }
  if (uv) plan.python = managed_python(request, plan.picks, *uv);
  if (!plan.python) return false;
  plan.from = PythonFrom::uv;
  plan.uv = uv->image;
  if (plan.builder.empty()) plan.builder = plan.base;
  plan.reasons.push_back(fmt::format(
      "Python {} is no package of that system: uv installs it, and it is copied along ({})",
      plan.python.text(), uv->source.title));
  return true;
}

/// Where a declared driver is too old for the CUDA of an image: what makes it run there all the
/// same; false: nothing does.
bool add_carrier(const Target& target, const ImageTag& tag, Plan& plan) {
  if (driver_runs(target, tag.release)) return true;
  const auto held = matrix::contents("nvidia/cuda", tag.tag);
  if (!held || held->cuda_compat != Known::yes || !compat_runs(target, tag.release)) return false;
  const Carrier by = carrier(target, tag.release);
  plan.carried = carried_drivers(target, tag.release);
  plan.carried_by = by.words;
  plan.reasons.push_back(fmt::format(
      "{} is older than CUDA {} asks for; what carries it is forward compatibility, which is for "
      "data-center GPUs: {} ({})",
      plan.carried, tag.release.text(), plan.carried_by, by.source));
  return true;
}

/// Packages that open the CUDA of the image; or CUDA itself.
void add_on_cuda(const Request& request, const Target& target, const std::vector<Pick>& picks,
                 std::vector<Plan>& out) {
  const Pick& pick =
      *std::find_if(picks.begin(), picks.end(), [](const Pick& each) { return !each.own_cuda; });
  const bool itself = pick.package == "cuda";
  const bool python = !itself || !request.python.empty();
  const Wanted shipped{itself && request.small ? Flavor::base : Flavor::runtime, pick.cudnn_major,
                       pick.cudnn_min};
  std::vector<Plan> with_uv;
  for (const Version& line : cuda_lines(pick)) {
    const std::vector<ImageTag> images = cuda_images(line, shipped, target.arch);
    for (const ImageTag& tag : images) {
      if (itself && pick.cuda.parts > 2 && tag.release != pick.cuda) continue;
      Plan plan;
      plan.picks = picks;
      plan.base = image_of(tag);
      plan.aged = aged(tag);
      plan.reasons = {
          itself ? fmt::format("{}: {}", plan.base,
                               shipped.flavor == Flavor::base
                                   ? "of CUDA only the runtime library (libcudart), no compiler"
                                   : "the libraries of CUDA without the compiler")
                 : fmt::format("{}: {} takes CUDA {}{} from the image", plan.base, pick.title,
                               tag.release.text(), pick.cudnn_major ? " and cuDNN" : "")};
      if (itself) plan.reasons.front() += why_not_newest(request, target, images);
      if (!add_carrier(target, tag, plan)) continue;
      if (request.compile && !add_compiler(tag, pick, target, plan)) continue;
      if (python && !add_python(request, matrix::contents("nvidia/cuda", tag.tag), plan)) continue;
      (plan.from == PythonFrom::uv ? with_uv : out).push_back(std::move(plan));
    }
  }
  std::move(with_uv.begin(), with_uv.end(), std::back_inserter(out));
  std::stable_partition(out.begin(), out.end(),
                        [](const Plan& plan) { return plan.carried.empty(); });
}

std::optional<matrix::ImageContents> contents_of(std::string_view image) {
  const std::size_t colon = image.find(':');
  return matrix::contents(image.substr(0, colon), image.substr(colon + 1));
}

/// It is not known to have nvcc. In the images of old Jetsons the NVIDIA runtime shows the CUDA of
/// the board, and builds do not run under it.
bool lacks_nvcc(const matrix::JetsonRelease& release) {
  if (release.image.empty()) return false;
  const auto held = contents_of(release.image);
  return !held || held->nvcc != Known::yes;
}

/// CUDA on a Jetson, whose images belong to its system.
void add_jetson(const Request& request, const Target& target, const std::vector<Pick>& picks,
                std::vector<Plan>& out) {
  for (const auto& systems : board_systems(target, picks.front().cuda)) {
    const matrix::JetsonRelease& first = systems.front();
    const std::string boards = boards_words(systems);
    if (first.image.empty()) {  // those for servers run there
      const std::size_t before = out.size();
      add_on_cuda(request, target, picks, out);
      for (std::size_t i = before; i < out.size(); ++i) {
        out[i].boards = boards;
        out[i].reasons.push_back(
            fmt::format("boards with {} have CUDA {}, and run images for servers ({})", boards,
                        first.cuda.text(), first.source.title));
      }
      continue;
    }
    if (request.compile && lacks_nvcc(first)) continue;
    Plan plan;
    plan.picks = picks;
    plan.base = first.image;
    plan.jetson = true;
    plan.boards = boards;
    if (request.compile) {
      plan.builder = plan.base;
      plan.compiles = plan.needs_compiler = true;
      plan.toolkit = first.cuda;
    }
    plan.reasons = {
        fmt::format("{}: the image for {}, whose CUDA is {}; the board has to run {} ({})",
                    plan.base, boards, first.cuda.text(),
                    systems.size() == 1 ? "that system" : "one of them", first.source.title)};
    if (!request.python.empty() && !add_python(request, contents_of(plan.base), plan)) continue;
    out.push_back(std::move(plan));
  }
}

/// "torch 2.4.1+cu124 takes Python 3.8 to 3.12; asked for is 3.13"
std::string python_words(const Request& request, const std::vector<Pick>& picks) {
  std::vector<std::string> words;
  for (const Pick& pick : picks) {
    if (pick.package != "cuda")
      words.push_back(pick.title + " takes Python " + pick.python_words());
  }
  std::string out = listed(words);
  if (!request.python.empty())
    out += (out.empty() ? "" : "; ") + ("asked for is " + request.python);
  return out;
}

}  // namespace

std::string why_no_plan(const Request& request, const Target& target,
                        const std::vector<Pick>& picks) {
  const Pick& pick = picks.front();
  const auto asked = Version::parse(request.cuda);
  const bool whole = pick.package == "cuda" && asked && asked->parts > 2;
  const std::string cuda = "CUDA " + (pick.cuda_floats ? pick.cuda_words()
                                      : whole          ? pick.cuda.text()
                                                       : line_of(pick.cuda.text()).text());
  const std::vector<std::vector<matrix::JetsonRelease>> boards =
      target.jetson ? board_systems(target, pick.cuda)
                    : std::vector<std::vector<matrix::JetsonRelease>>{};
  if (request.compile && !boards.empty() &&
      std::all_of(boards.begin(), boards.end(),
                  [](const auto& systems) { return lacks_nvcc(systems.front()); }))
    return fmt::format(
        "{} is not known to have nvcc: the NVIDIA runtime shows containers the CUDA of the board, "
        "and a build sees that only on the board, where nvidia is Docker's default runtime and the "
        "builder is the classic one, DOCKER_BUILDKIT=0 (dusty-nv/jetson-containers#352)",
        boards.front().front().image);
  if (target.jetson && (request.python.empty() || boards.empty()))
    return "no image of " + cuda + " for " + target_words(target) +
           " is known; \"cudafit matrix jetpack\" lists what Jetsons run";
  if (pick.package == "cuda" && request.python.empty()) {
    const std::string_view flavor = request.small ? "base" : "runtime";
    const std::string unsure =
        not_known_of(pick.cuda, request.small ? Flavor::base : Flavor::runtime, target.arch);
    if (whole && !unsure.empty())
      return fmt::format("{} images of {} are published, but {}", flavor, cuda, unsure);
    return fmt::format("no {} image of {} is {} for {}", flavor, cuda,
                       listed_whole(pick.cuda) ? "published" : "known", target.platform);
  }
  if (request.compile && pick.own_cuda && no_compiler(request, target, pick))
    return "no image of " + cuda + " with nvcc is published for " + target.platform + " any more";
  return "no image with a Python that fits is known, and whose system still gets updates: " +
         python_words(request, picks);
}

std::vector<Plan> plans(const Request& request, const Target& target,
                        const std::vector<Pick>& picks) {
  std::vector<Plan> out;
  const bool on_image =
      std::any_of(picks.begin(), picks.end(), [](const Pick& pick) { return !pick.own_cuda; });
  if (target.jetson) {
    add_jetson(request, target, picks, out);
  } else if (on_image) {
    add_on_cuda(request, target, picks, out);
  } else if (request.compile) {
    for (const std::vector<ImageTag>& images : compilers(request, target, picks.front()))
      add_compiled(request, picks, images, out);
  } else {
    add_plain(request, picks, out);
  }
  prefer_old_pythons(request, out);
  weigh_pythons(request, out);
  return out;
}

}  // namespace cudafit::recommend
