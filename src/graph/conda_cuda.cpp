#include "graph/conda_cuda.h"

#include <algorithm>

#include "graph/build.h"
#include "graph/conda_channels.h"
#include "matrix/conda_torch.h"

namespace cudafit::graph {

namespace {

/// 11.3 of "py3.8_cuda11.3_cudnn8.2.0_0".
std::optional<Version> of_build(std::string_view build) {
  constexpr std::string_view word = "cuda";
  const std::size_t at = build.find(word);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view rest = build.substr(at + word.size());
  const auto version = Version::parse(rest.substr(0, rest.find_first_not_of("0123456789.")));
  return version && version->parts >= 2 ? version : std::nullopt;
}

/// The solver takes a CUDA build although a build of an image sees no GPU.
bool takes_cuda(const matrix::CondaSelector& row) {
  using Meaning = matrix::CondaGpuName::Meaning;
  const auto selector = matrix::conda_gpu_name(row.selector, row.channel);
  if (selector && selector->meaning == Meaning::selects_cuda) return true;
  const auto torch = matrix::conda_gpu_name("pytorch", row.channel);
  return torch && torch->meaning == Meaning::prefers_cuda;
}

/// How the specification was reached, and what it says.
std::vector<Note> chain(const facts::CondaSpec& spec, Note last) {
  std::vector<Note> out;
  for (const facts::Link& link : spec.how) out.push_back(shows(link.words, link.span));
  out.push_back(std::move(last));
  return out;
}

}  // namespace

std::optional<CondaCuda> conda_cuda(const Graph& graph, const Package& torch) {
  if (torch.install < 0 || torch.requirement < 0) return std::nullopt;
  const facts::CondaInstall& install =
      graph.facts.conda_installs[static_cast<std::size_t>(torch.install)];
  const facts::CondaSpec& own = install.specs[static_cast<std::size_t>(torch.requirement)];
  if (const auto cuda = of_build(own.build)) {
    return CondaCuda{*cuda, chain(own, shows("its build is for CUDA " + cuda->text(), own.span))};
  }
  // On other channels the solver may take a CPU build all the same.
  for (const facts::OptionValue& channel : install.channels) {
    for (const matrix::CondaSelector& row :
         matrix::conda_selectors(matrix::conda_channel(channel.value.value))) {
      if (row.weak || !takes_cuda(row)) continue;
      for (const facts::CondaSpec& spec : install.specs) {
        if (!spec.known || spec.name != row.selector) continue;
        const Version cuda = conda_pin(spec);
        if (cuda.parts < 2) continue;
        Note note = says(spec.name + " selects the build for CUDA " + cuda.text(), row.source);
        note.span = spec.span;
        return CondaCuda{cuda, chain(spec, std::move(note))};
      }
    }
  }
  return std::nullopt;
}

}  // namespace cudafit::graph
