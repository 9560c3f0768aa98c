#include "graph/brought_cudnn.h"

#include "graph/build.h"
#include "matrix/components.h"
#include "matrix/torch.h"

namespace cudafit::graph {

namespace {

BroughtCudnn of_torch(const Graph& graph, const Package& package) {
  BroughtCudnn out;
  if (package.gpu == Known::no) out.present = Known::no;
  if (package.gpu != Known::yes) return out;
  const std::string platform = platform_of(graph, package.at.stage).name;
  for (const matrix::TorchWheel& wheel : matrix::torch_wheels(package.version)) {
    if (wheel.variant != package.build || wheel.platform != platform) continue;
    const auto version = Version::parse(wheel.cudnn);
    // Builds of one release and variant differ where they lie in several places.
    if (!version || wheel.weak || wheel.pins_weak || (out.version && out.version != *version))
      return {};
    if (out.version) continue;
    out = {.present = Known::yes, .version = *version, .source = wheel.source};
  }
  return out;
}

}  // namespace

BroughtCudnn brought_cudnn(const Graph& graph, const Package& package) {
  if (package.place != Place::pip || package.certainty != facts::Certainty::certain ||
      package.assumed || package.weak)
    return {};
  if (package.name == "torch") return of_torch(graph, package);
  const auto version = Version::parse(package.version);
  if (!version) return {};
  if (package.name.starts_with("nvidia-cudnn-cu"))
    return {.present = Known::yes, .version = *version, .source = {}};
  // A part of the toolkit; cuDNN is none.
  if (!matrix::toolkit_of(package.name, *version).component.empty())
    return {.present = Known::no, .version = {}, .source = {}};
  return {};
}

}  // namespace cudafit::graph
