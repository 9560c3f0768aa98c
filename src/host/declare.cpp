// The machine as a host that images have to run on.

#include <algorithm>
#include <utility>

#include "host/doctor.h"
#include "host/words.h"
#include "matrix/gpu.h"
#include "matrix/host.h"
#include "matrix/image_releases.h"

namespace cudafit::host {
namespace {

/// As a flag would say it; empty where the tables know neither the name nor the architecture.
std::string written(const Gpu& gpu) {
  const matrix::GpuAnswer known = matrix::find_gpu(gpu.name);
  const bool agrees = known.gpus.size() == 1 && (!gpu.cc || known.gpus.front().cc == gpu.cc);
  if (agrees) return gpu.name;
  if (gpu.cc && matrix::gpu_of(gpu.cc)) return matrix::sm_name(gpu.cc);
  return gpu.cc || known.gpus.empty() ? "" : gpu.name;
}

/// The board's module as the tables know it: "Jetson AGX Orin" of "NVIDIA Jetson AGX Orin
/// Developer Kit".
std::string module_of(std::string_view board) {
  while (!board.empty()) {
    if (matrix::find_gpu(std::string(board)).gpus.size() == 1) return std::string(board);
    const std::size_t blank = board.rfind(' ');
    board = blank == std::string_view::npos ? std::string_view() : board.substr(0, blank);
  }
  return "";
}

std::string platform_of(std::string_view architecture) {
  for (const auto& [name, platform] : {std::pair("x86_64", "linux/amd64"),
                                       {"aarch64", "linux/arm64"},
                                       {"ppc64le", "linux/ppc64le"}}) {
    if (architecture == name) return platform;
  }
  return "";
}

/// Docker hands GPUs over by CDI, whatever the image says it requires.
Known by_cdi(const Seen& seen) {
  const auto since = matrix::host_requirement("docker", "cdi-for-gpus");
  const Version docker = version_of(seen.docker.version);
  if (!since || !docker || seen.docker.desktop) return Known::unknown;
  const bool hook = !seen.machine.find("nvidia-cdi-hook").empty();
  return docker >= since->minimum && hook ? Known::yes : Known::unknown;
}

}  // namespace

std::optional<facts::Host> declare(const Seen& seen) {
  facts::Host host;
  host.origin = "--host auto";
  host.platform = platform_of(seen.machine.architecture);
  if (seen.kind == Kind::jetson) {
    const bool known = !matrix::jetson_releases({}, seen.l4t).empty();
    if (known) host.l4t = seen.l4t;
    std::string gpu = module_of(seen.board);
    if (gpu.empty() && !seen.gpus.empty()) gpu = written(seen.gpus.front());
    if (!gpu.empty()) host.gpus.push_back({.written = gpu, .span = {}});
    if (!known && host.gpus.empty()) return std::nullopt;
  } else {
    if (Version::parse(seen.driver.text)) host.driver = seen.driver.text;
    for (const Gpu& gpu : seen.gpus) {
      const std::string name = written(gpu);
      const bool said = std::any_of(host.gpus.begin(), host.gpus.end(),
                                    [&](const auto& each) { return each.written == name; });
      if (!name.empty() && !said) host.gpus.push_back({.written = name, .span = {}});
    }
    if (host.driver.empty() && host.gpus.empty()) return std::nullopt;
  }
  host.wsl2 = seen.kind == Kind::wsl2;
  if (!seen.docker.desktop && !seen.docker.remote) host.toolkit = seen.toolkit.text;
  host.cdi = by_cdi(seen);
  return host;
}

}  // namespace cudafit::host
