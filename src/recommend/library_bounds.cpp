#include "recommend/library_bounds.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "matrix/libraries.h"
#include "recommend/pip_rows.h"
#include "recommend/words.h"
#include "terms/pep440.h"

namespace cudafit::recommend {

namespace {

using matrix::Library;
using matrix::LibraryRelease;

/// The packages of a library: its name and the major of its CUDA.
struct Named {
  std::string_view prefix;
  Library library;
  std::string_view label;
};
constexpr Named libraries[] = {{"nvidia-cudnn-cu", Library::cudnn, "cuDNN"},
                               {"nvidia-nccl-cu", Library::nccl, "NCCL"}};

/// The first release that does not do any more, and why.
struct Bound {
  Version below;
  std::string why;
  std::string source;
};

/// What pip may take, rising.
std::vector<LibraryRelease> open_to(Library library, unsigned cuda_major, const std::string& spec) {
  std::vector<LibraryRelease> out = matrix::library_releases(library);
  std::erase_if(out, [&](const LibraryRelease& each) {
    const auto version = PyVersion::parse(each.version.text());
    const bool built = each.cuda_majors.empty() ||
                       std::find(each.cuda_majors.begin(), each.cuda_majors.end(), cuda_major) !=
                           each.cuda_majors.end();
    return !version || !built || !in_range(spec, *version);
  });
  return out;
}

/// A process that was linked with one major of cuDNN opens no other.
std::optional<Bound> by_build(const std::vector<LibraryRelease>& open,
                              const matrix::FrameworkRelease* build, const Pick& pick) {
  if (build == nullptr || build->cudnn.empty() || open.empty()) return std::nullopt;
  const Version& cudnn = build->cudnn.front();
  if (open.back().version.major() <= cudnn.major()) return std::nullopt;
  return Bound{.below = {{cudnn.major() + 1}, 1},
               .why = fmt::format("{} is built for cuDNN {}, and its metadata lets pip take newer "
                                  "ones",
                                  pick.label, cudnn.major()),
               .source = std::string(build->source.title)};
}

/// The declared GPUs below a compute capability.
std::vector<std::string> older_than(const Target& target, const Version& cc) {
  std::vector<std::string> out;
  for (const graph::HostGpu& gpu : target.gpus) {
    for (const matrix::Gpu& one : gpu.may_be) {
      if (cc <= one.cc) continue;
      out.push_back(one.name.empty() ? std::string(one.sm)
                                     : fmt::format("{} ({})", gpu.written, one.sm));
    }
  }
  return out;
}

/// From some release on, libraries have nothing for older GPUs. A release in the middle may lack
/// what the next one has again: only those that the newest belongs to count.
std::optional<Bound> by_gpus(const Target& target, const std::vector<LibraryRelease>& open,
                             const Named& named, unsigned cuda_major) {
  std::optional<Bound> out;
  for (auto release = open.rbegin(); release != open.rend(); ++release) {
    const auto gpus =
        matrix::library_gpus(named.library, release->version, Version{{cuda_major}, 1});
    const std::vector<std::string> old =
        gpus ? older_than(target, gpus->min_cc) : std::vector<std::string>{};
    if (old.empty()) return out;
    out = Bound{.below = gpus->since,
                .why = fmt::format("{} {} and newer have nothing for {}", named.label,
                                   gpus->since.text(), listed(old)),
                .source = std::string(gpus->source.title)};
  }
  // Not one would do: a bound would leave nothing to install.
  return std::nullopt;
}

}  // namespace

void add_library_bounds(const Target& target, const matrix::FrameworkRelease* build, Pick& out) {
  for (auto& [name, spec] : out.pins) {
    for (const Named& named : libraries) {
      if (!name.starts_with(named.prefix)) continue;
      const auto cuda = Version::parse(name.substr(named.prefix.size()));
      if (!cuda) continue;
      const std::vector<LibraryRelease> open = open_to(named.library, cuda->major(), spec);
      std::optional<Bound> bound;
      if (named.library == Library::cudnn) bound = by_build(open, build, out);
      const auto gpus = by_gpus(target, open, named, cuda->major());
      if (gpus && (!bound || gpus->below < bound->below)) bound = gpus;
      if (!bound) continue;
      const std::string limit = "<" + bound->below.text();
      spec += (spec.empty() ? "" : ",") + limit;
      out.requirements.push_back(name + limit);
      out.why_there += fmt::format("\n{}{}: {}.", name, limit, bound->why);
      out.reasons.push_back(fmt::format("{}{}: {} ({})", name, limit, bound->why, bound->source));
    }
  }
}

OldGpus without_cudnn(const Target& target, const Version& cudnn, const Version& cuda) {
  const auto row = matrix::library_gpus(Library::cudnn, cudnn, cuda);
  if (!row || row->weak) return {};
  return {older_than(target, row->min_cc), row->since, std::string(row->source.title)};
}

}  // namespace cudafit::recommend
