#include "graph/conda_cuda.h"

#include <algorithm>

#include "graph/build.h"
#include "matrix/conda_torch.h"

namespace cudafit::graph {

namespace {

/// "11.3" of "=11.3", "==11.3", "11.3.*"; nothing for ranges.
std::optional<Version> exact(std::string_view written) {
  while (written.starts_with('=')) written.remove_prefix(1);
  if (written.ends_with(".*")) written.remove_suffix(2);
  const std::optional<Version> version = Version::parse(written);
  return version && version->parts >= 2 ? version : std::nullopt;
}

/// 11.3 of "py3.8_cuda11.3_cudnn8.2.0_0".
std::optional<Version> of_build(std::string_view build) {
  constexpr std::string_view word = "cuda";
  const std::size_t at = build.find(word);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view rest = build.substr(at + word.size());
  return exact(rest.substr(0, rest.find_first_not_of("0123456789.")));
}

/// The solver takes a CUDA build although a build of an image sees no GPU.
bool takes_cuda(const matrix::CondaSelector& row) {
  using Meaning = matrix::CondaGpuName::Meaning;
  const auto selector = matrix::conda_gpu_name(row.selector, row.channel);
  if (selector && selector->meaning == Meaning::selects_cuda) return true;
  const auto torch = matrix::conda_gpu_name("pytorch", row.channel);
  return torch && torch->meaning == Meaning::prefers_cuda;
}

}  // namespace

std::optional<CondaCuda> conda_cuda(const Graph& graph, const Package& torch) {
  if (torch.install < 0 || torch.requirement < 0) return std::nullopt;
  const facts::CondaInstall& install =
      graph.facts.conda_installs[static_cast<std::size_t>(torch.install)];
  const facts::CondaSpec& own = install.specs[static_cast<std::size_t>(torch.requirement)];
  if (const auto cuda = of_build(own.build)) {
    return CondaCuda{*cuda, {shows("its build is for CUDA " + cuda->text(), own.span)}};
  }
  // On other channels the solver may take a CPU build all the same.
  for (const facts::OptionValue& channel : install.channels) {
    for (const matrix::CondaSelector& row : matrix::conda_selectors(channel.value.value)) {
      if (row.weak || !takes_cuda(row)) continue;
      for (const facts::CondaSpec& spec : install.specs) {
        if (!spec.known || spec.name != row.selector) continue;
        const auto cuda = exact(spec.version);
        if (!cuda) continue;
        Note note = says(spec.name + " selects the build for CUDA " + cuda->text(), row.source);
        note.span = spec.span;
        return CondaCuda{*cuda, {std::move(note)}};
      }
    }
  }
  return std::nullopt;
}

}  // namespace cudafit::graph
