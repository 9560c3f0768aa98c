// Compose and Podman; room for images and shared memory.

#include <fmt/format.h>

#include "host/chart.h"
#include "host/words.h"
#include "matrix/host.h"

namespace cudafit::host {
namespace {

constexpr std::uint64_t mebi = std::uint64_t{1} << 20;
constexpr std::uint64_t gibi = std::uint64_t{1} << 30;
/// What Docker gives a container that does not ask for more.
constexpr std::uint64_t default_shm = 64 * mebi;
/// A framework's image and what building on it takes.
constexpr std::uint64_t least_disk = 10 * gibi;

std::string amount(std::uint64_t bytes) {
  return bytes >= gibi ? fmt::format("{:.1f} GiB", static_cast<double>(bytes) / gibi)
                       : fmt::format("{} MiB", bytes / mebi);
}

void check_compose(const Seen& seen, Chart& chart) {
  const std::string_view id = "compose";
  if (seen.inside()) return chart.not_known(id, "a container does not see it");
  std::string from = "docker compose version";
  std::string version(version_in(first_line(answer(seen.answers.compose))));
  if (version.empty()) {
    version = version_in(first_line(answer(seen.answers.compose_v1)));
    from = "docker-compose version";
  }
  if (version.empty()) return chart.not_here(id);
  const auto below = [&](std::string_view need) {
    const auto row = matrix::host_requirement("compose", need);
    return row && version_of(version) < row->minimum ? row : std::nullopt;
  };
  if (const auto row = below("device-reservations")) {
    Check& check =
        chart.failed(id, "too-old", fmt::format("{}; GPUs need {}", version, row->written), from);
    check.sources.push_back(row->source);
  } else if (below("supported")) {
    chart.warning(id, "v1", version, from);
  } else if (const auto gpus = below("gpus-key")) {
    Check& check = chart.warning(id, "too-old", version, from);
    check.why = fmt::format("from {} on {}; this one knows deploy only", gpus->written, gpus->text);
    check.sources = {gpus->source};
  } else {
    chart.ok(id, version, from);
  }
}

void check_podman(const Seen& seen, Chart& chart) {
  if (seen.inside()) return chart.not_known("podman", "a container does not see it");
  if (seen.podman.empty()) return chart.not_here("podman");
  const auto need = matrix::host_requirement("podman", "cdi");
  if (need && version_of(seen.podman) < need->minimum)
    chart.warning("podman", "too-old", fmt::format("{}; it takes {}", seen.podman, need->written),
                  "podman --version");
  else
    chart.ok("podman", seen.podman, "podman --version");
}

void check_shm(const Seen& seen, Chart& chart) {
  const std::string path = "/dev/shm";
  const auto space = seen.machine.space(path);
  if (!space || space->size == 0) return chart.not_known("shm", "its size was not told", path);
  const std::string words = fmt::format("{} free of {}", amount(space->free), amount(space->size));
  if (seen.inside() && seen.has_driver() && space->size <= default_shm)
    chart.warning("shm", "default", words, path);
  else if (space->free < default_shm)
    chart.warning("shm", "full", words, path);
  else
    chart.ok("shm", words, path);
}

void check_disk(const Seen& seen, Chart& chart) {
  const Docker& docker = seen.docker;
  if (seen.inside()) return chart.not_known("disk", "a container does not see it");
  if (!docker.reachable || docker.desktop || docker.root.empty()) return chart.not_here("disk");
  const auto space = seen.machine.space(docker.root);
  if (!space) return chart.not_known("disk", "it was not told", docker.root);
  const std::string words = amount(space->free) + " free";
  if (space->free < least_disk)
    chart.warning("disk", "full", words, docker.root);
  else
    chart.ok("disk", words, docker.root);
}

}  // namespace

void check_clients(const Seen& seen, Chart& chart) {
  check_compose(seen, chart);
  check_podman(seen, chart);
}

void check_room(const Seen& seen, Chart& chart) {
  check_shm(seen, chart);
  check_disk(seen, chart);
}

}  // namespace cudafit::host
