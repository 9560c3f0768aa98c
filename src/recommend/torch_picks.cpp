// Which wheels of torch there are for a request.

#include <fmt/format.h>

#include <algorithm>

#include "matrix/companions.h"
#include "matrix/pairings.h"
#include "matrix/torch.h"
#include "matrix/torch_traits.h"
#include "recommend/library_bounds.h"
#include "recommend/pick.h"
#include "recommend/pip_rows.h"
#include "recommend/words.h"

namespace cudafit::recommend {

namespace {

using matrix::TorchRelease;
using matrix::TorchWheel;

/// 3.10 of "cp310"; no parts for builds without the lock (cp313t) and whatever else.
Version python_of(std::string_view tag) {
  if (!tag.starts_with("cp") || tag.size() < 4) return {};
  return Version::parse(std::string(tag.substr(2, 1)) + "." + std::string(tag.substr(3)))
      .value_or(Version{});
}

std::vector<Version> pythons_of(const TorchWheel& wheel) {
  std::vector<Version> out;
  for (const std::string_view tag : wheel.pythons) {
    if (const Version python = python_of(tag)) out.push_back(python);
  }
  return out;
}

Code code_of(const TorchWheel& wheel) {
  const auto archs = matrix::torch_archs(wheel.torch, wheel.variant, wheel.platform);
  if (!archs) return {};
  return {archs->sass, archs->ptx, archs->ptx_weak};
}

/// The declared GPUs that its cuDNN has nothing for: every convolution would fail on them.
OldGpus without_cudnn_of(const Target& target, const TorchWheel& wheel) {
  const auto cudnn = Version::parse(wheel.cudnn);
  if (!cudnn || wheel.pins_weak) return {};
  return without_cudnn(target, *cudnn, wheel.cuda);
}

/// How far a wheel comes.
enum class Hurdle : std::uint8_t { cuda, python, host, cudnn, none };

Hurdle hurdle(const Request& request, const Target& target, const TorchWheel& wheel) {
  const auto cuda = Version::parse(request.cuda);
  if (cuda &&
      !(cuda->parts == 1 ? cuda->major() == wheel.cuda.major() : cuda->same_line(wheel.cuda)))
    return Hurdle::cuda;
  const std::vector<Version> pythons = pythons_of(wheel);
  const auto python = Version::parse(request.python);
  if (pythons.empty() ||
      (python && std::none_of(pythons.begin(), pythons.end(),
                              [&](const Version& each) { return each.same_line(*python); })))
    return Hurdle::python;
  if (!driver_runs(target, wheel.cuda) || !gpu_fit(target, code_of(wheel), wheel.cuda).none.empty())
    return Hurdle::host;
  return without_cudnn_of(target, wheel).gpus.empty() ? Hurdle::none : Hurdle::cudnn;
}

/// Its version says which build it is.
bool labelled(const TorchWheel& wheel) { return wheel.version.find('+') != wheel.version.npos; }

/// The wheels for CUDA that pip can be told to take, one of each variant.
std::vector<TorchWheel> wheels_of(std::string_view torch, const Target& target) {
  std::vector<TorchWheel> out;
  for (const TorchWheel& wheel : matrix::torch_wheels(torch)) {
    if (!wheel.cuda || wheel.weak || wheel.platform != target.wheels) continue;
    // Elsewhere are long-term and special builds.
    if (!wheel.pypi && wheel.directory != wheel.variant) continue;
    const auto same = std::find_if(out.begin(), out.end(), [&](const TorchWheel& each) {
      return each.variant == wheel.variant;
    });
    if (same == out.end()) {
      out.push_back(wheel);
    } else if (labelled(wheel)) {
      *same = wheel;
    }
  }
  return out;
}

std::string companions(const TorchWheel& wheel) {
  std::vector<std::string> out;
  for (const matrix::Companion& each : matrix::companions_of(wheel.torch)) {
    if (each.range || each.torch_range || !each.preferred || each.weak ||
        (each.package != "torchvision" && each.package != "torchaudio"))
      continue;
    out.push_back(std::string(each.package) + "==" + std::string(each.version));
  }
  return listed(out);
}

void add_pins(const TorchWheel& wheel, Pick& out) {
  if (wheel.bundling != matrix::Bundling::dependencies) return;
  const std::string major = std::to_string(wheel.cuda.major());
  out.pins["nvidia-cuda-runtime-cu" + major] = "==" + wheel.cuda.text() + ".*";
  const std::string cudnn = "nvidia-cudnn-cu" + major;
  if (wheel.cudnn.empty())
    out.unknown_pin = cudnn;
  else
    out.pins[cudnn] = "==" + std::string(wheel.cudnn);
  if (!wheel.nccl.empty()) out.pins["nvidia-nccl-cu" + major] = "==" + std::string(wheel.nccl);
}

Pick pick_of(const TorchWheel& wheel, const Target& target) {
  Pick out;
  out.package = "torch";
  out.version = wheel.torch;
  out.title = fmt::format("torch {}+{}", wheel.torch, wheel.variant);
  out.label = fmt::format("PyTorch {}", wheel.torch);
  if (wheel.pypi) {
    out.why_there = fmt::format("The torch of PyPI is the build for CUDA {}.", wheel.cuda.text());
  } else {
    // Without a label pip would take the newest build of that version, of whichever index.
    out.alone = !labelled(wheel);
    out.options = {out.alone ? "--index-url" : "--extra-index-url",
                   "https://download.pytorch.org/whl/" + std::string(wheel.directory)};
    out.why_there = fmt::format(
        "The build for CUDA {} is on PyTorch's own index; {}.", wheel.cuda.text(),
        out.alone ? "PyPI has another one under the same version" : "all else comes from PyPI");
  }
  if (const std::string more = companions(wheel); !more.empty())
    out.why_there += "\n" + more + (more.find(" and ") != more.npos ? " go" : " goes") +
                     " with it: add what you need.";
  out.requirements = {"torch==" + std::string(wheel.version)};
  out.pythons = pythons_of(wheel);
  out.cuda = wheel.cuda;
  out.code = code_of(wheel);
  out.smoke =
      "import torch; print('torch', torch.__version__, 'CUDA', torch.version.cuda, "
      "torch.cuda.get_device_name(0) if torch.cuda.is_available() else 'no GPU')";
  add_pins(wheel, out);
  if (const auto end = matrix::torch_compile_end(wheel.torch)) {
    out.jit_ends = end->python;
    out.jit_told = fmt::format("torch.compile of torch {}", wheel.torch);
    out.jit_source = end->source.title;
  }
  const auto numpy = matrix::torch_numpy2(wheel.torch);
  if (numpy && numpy->works == Known::no) {
    (out.alone ? out.apart : out.requirements).emplace_back("numpy<2");
    out.why_there += fmt::format("\nnumpy<2: torch {} does not work with NumPy 2.", wheel.torch);
    out.reasons.push_back(
        fmt::format("torch {} does not work with NumPy 2 ({})", wheel.torch, numpy->source.title));
  }
  out.reasons.insert(out.reasons.begin(),
                     fmt::format("{}: the wheel of CUDA {} for Python {} ({})", out.title,
                                 wheel.cuda.text(), out.python_words(), wheel.source.title));
  if (const auto floor = matrix::driver_floor(wheel.cuda, target.os)) {
    out.reasons.push_back(fmt::format("CUDA {} runs on {}driver {} and newer ({})",
                                      wheel.cuda.text(),
                                      target.os == matrix::HostOs::windows ? "Windows " : "",
                                      driver_text(floor->needed), floor->source.title));
  }
  add_limits(out);
  const auto archs = matrix::torch_archs(wheel.torch, wheel.variant, wheel.platform);
  if (archs && !archs->sass.empty())
    out.reasons.push_back(fmt::format("it has code for {}{} ({})", code_words(out.code),
                                      target.gpus.empty() ? "" : ", and so for the GPUs asked for",
                                      archs->source.title));
  return out;
}

/// Why none of the wheels does, from the one that comes furthest.
std::string why_none(const Request& request, const Target& target, std::string_view torch,
                     const std::vector<TorchWheel>& wheels) {
  if (wheels.empty())
    return fmt::format("torch {} has no wheels with CUDA for {}", torch, target.platform);
  Hurdle furthest = Hurdle::cuda;
  for (const TorchWheel& wheel : wheels)
    furthest = std::max(furthest, hurdle(request, target, wheel));
  if (furthest == Hurdle::cuda) {
    std::vector<std::string> cudas;
    std::vector<TorchWheel> rising = wheels;
    std::sort(rising.begin(), rising.end(),
              [](const TorchWheel& a, const TorchWheel& b) { return a.cuda < b.cuda; });
    for (const TorchWheel& wheel : rising) cudas.push_back(wheel.cuda.text());
    return fmt::format("torch {} has wheels for CUDA {}, not {}", torch, listed(cudas),
                       request.cuda);
  }
  if (furthest == Hurdle::python) {
    Pick all;
    for (const TorchWheel& wheel : wheels) {
      for (const Version& each : pythons_of(wheel)) all.pythons.push_back(each);
    }
    std::sort(all.pythons.begin(), all.pythons.end());
    if (all.pythons.empty()) return fmt::format("torch {} has no wheels for any Python", torch);
    return fmt::format("torch {} has wheels for Python {}, not {}", torch, all.python_words(),
                       request.python);
  }
  if (furthest == Hurdle::cudnn) {
    const TorchWheel& wheel = *std::find_if(
        wheels.begin(), wheels.end(),
        [&](const TorchWheel& each) { return hurdle(request, target, each) == furthest; });
    const OldGpus old = without_cudnn_of(target, wheel);
    return fmt::format(
        "torch {}+{} has code for {}, but brings cuDNN {}, and cuDNN {} and newer for CUDA {} have "
        "none ({})",
        torch, wheel.variant, listed(old.gpus), wheel.cudnn, old.since.text(), wheel.cuda.major(),
        old.source);
  }
  std::vector<std::string> gpus;
  Version floor;
  Version floor_with_code;
  Version newest_cuda;
  std::string newest;
  for (const TorchWheel& wheel : wheels) {
    if (hurdle(request, target, wheel) != Hurdle::host) continue;
    const Code code = code_of(wheel);
    const Fit fit = gpu_fit(target, code, wheel.cuda);
    const Version oldest = oldest_driver(target, wheel.cuda);
    newest_cuda = std::max(newest_cuda, wheel.cuda);
    if (!floor || oldest < floor) floor = oldest;
    if (fit.none.empty()) {
      if (!floor_with_code || oldest < floor_with_code) floor_with_code = oldest;
    } else {
      gpus = fit.none;
      newest = code_words(code);
    }
  }
  if (!floor_with_code) {
    return fmt::format("no wheel of torch {} for {} has code for {}{}", torch, target.platform,
                       listed(gpus), newest.empty() ? "" : "; there is code for " + newest);
  }
  const std::string driver = old_driver(target, newest_cuda);
  if (gpus.empty() || floor == floor_with_code)
    return fmt::format("torch {} needs driver {} or newer, and {} is older", torch,
                       driver_text(floor_with_code), driver);
  return fmt::format(
      "the wheels of torch {} with code for {} need driver {} or newer, and {} is older", torch,
      listed(gpus), driver_text(floor_with_code), driver);
}

std::vector<TorchRelease> releases_of(std::string_view written) {
  std::vector<TorchRelease> out;
  const std::string line = std::string(written) + ".";
  for (const TorchRelease& each : matrix::torch_releases()) {
    if (!each.weak && (each.version == written || each.version.starts_with(line)))
      out.push_back(each);
  }
  std::reverse(out.begin(), out.end());
  return out;
}

Picks no_release(const std::string& written) {
  if (const std::size_t label = written.find("+cu"); label != written.npos)
    return {{},
            fmt::format("the build is asked for by its CUDA: --torch {} with --cuda",
                        written.substr(0, label)),
            true};
  const std::string newest(matrix::torch_releases().back().version);
  switch (matrix::find_torch_release(written)) {
    case matrix::Existence::never:
      return {
          {}, fmt::format("torch {} was never released; the newest is {}", written, newest), true};
    case matrix::Existence::newer:
      return {{},
              fmt::format("torch {} is newer than the data of {}, whose newest is {}", written,
                          matrix::data_date(), newest),
              false};
    default:
      return {{},
              fmt::format(
                  "nothing is known about torch {}; \"cudafit matrix torch\" lists the releases",
                  written),
              true};
  }
}

}  // namespace

Picks torch_picks(const Request& request, const Target& target) {
  const std::vector<TorchRelease> releases = releases_of(request.torch);
  if (releases.empty()) return no_release(request.torch);
  if (target.jetson) return of_jetson("torch", target);
  Picks out;
  bool empty = false;
  for (const TorchRelease& release : releases) {
    const std::vector<TorchWheel> wheels = wheels_of(release.version, target);
    std::vector<TorchWheel> fitting;
    for (const TorchWheel& wheel : wheels) {
      if (hurdle(request, target, wheel) == Hurdle::none) fitting.push_back(wheel);
    }
    // Best is what leans on nothing; where no host is named, the build PyTorch gives to everybody.
    const std::string_view usual =
        target.wheels == "linux_x86_64" ? release.pypi_linux_x86_64 : release.pypi_linux_aarch64;
    const auto rank = [&](const TorchWheel& wheel) {
      const bool other = !declares_driver(target) && wheel.variant != usual;
      const auto archs = matrix::torch_archs(wheel.torch, wheel.variant, wheel.platform);
      const bool guessed = !target.gpus.empty() && archs && archs->weak;
      return std::tuple(gpu_fit(target, code_of(wheel), wheel.cuda).compiled,
                        leans(target, wheel.cuda), guessed, other, !wheel.advertised);
    };
    std::stable_sort(fitting.begin(), fitting.end(), [&](const auto& a, const auto& b) {
      if (rank(a) != rank(b)) return rank(a) < rank(b);
      return a.cuda > b.cuda;
    });
    for (const TorchWheel& wheel : fitting) out.all.push_back(pick_of(wheel, target));
    // A release without wheels (of long-term support) says less than one that has some.
    if (out.why_none.empty() || (empty && !wheels.empty())) {
      out.why_none = why_none(request, target, release.version, wheels);
      empty = wheels.empty();
    }
  }
  if (!out.all.empty()) out.why_none.clear();
  return out;
}

}  // namespace cudafit::recommend
