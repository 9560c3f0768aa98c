#include "recommend/ready_images.h"

#include <fmt/format.h>

#include <algorithm>

#include "matrix/contents.h"
#include "matrix/image_gpus.h"
#include "matrix/image_releases.h"
#include "matrix/version_prefix.h"

namespace cudafit::recommend {

namespace {

const std::string repository = "nvcr.io/nvidia/tensorflow";

/// Whether all declared GPUs are known to run it.
bool for_gpus(const Target& target, const matrix::ImageRelease& image) {
  const Version from = matrix::image_min_cc(repository, image.tag);
  return std::all_of(target.gpus.begin(), target.gpus.end(), [&](const graph::HostGpu& gpu) {
    return std::all_of(gpu.may_be.begin(), gpu.may_be.end(),
                       [&](const matrix::Gpu& one) { return from && from <= one.cc; });
  });
}

/// Whether the host runs the CUDA of the image, and the image is for such hosts.
bool runs(const Target& target, const matrix::ImageRelease& image) {
  const auto held = matrix::contents(repository, image.tag);
  if (!held || !image.cuda || !for_gpus(target, image) || !unknown_to(target, image.cuda).empty())
    return false;
  if (!image.architectures.empty() &&
      std::find(image.architectures.begin(), image.architectures.end(), target.arch) ==
          image.architectures.end())
    return false;
  return held->cuda_compat == Known::yes ? compat_runs(target, image.cuda)
                                         : driver_runs(target, image.cuda);
}

/// It has what is asked for besides the framework, or nothing is.
bool has_the_rest(const Request& request, const matrix::ImageRelease& image) {
  const auto cuda = Version::parse(request.cuda);
  const auto python = Version::parse(request.python);
  return !request.compile && (!cuda || matrix::starts_with(image.cuda, *cuda)) &&
         (!python || python->same_line(image.python));
}

}  // namespace

std::vector<ReadyImage> ready_images(const Request& request, const Target& target) {
  const auto asked = Version::parse(request.tensorflow);
  if (!asked || !request.torch.empty() || !request.jax.empty() || target.jetson) return {};
  std::vector<ReadyImage> out;
  for (const matrix::ImageRelease& image : matrix::image_releases(repository)) {
    const auto release = Version::parse(image.tensorflow);
    if (!release || release->major() != asked->major() ||
        image.existence == matrix::Existence::never || !has_the_rest(request, image) ||
        !runs(target, image))
      continue;
    ReadyImage each;
    Pick pick;
    pick.package = "tensorflow";
    pick.title = pick.label = "TensorFlow " + image.tensorflow;
    pick.cuda = image.cuda;
    pick.own_cuda = false;
    each.plan.picks = {std::move(pick)};
    each.plan.base = repository + ":" + image.tag;
    each.words = fmt::format("the image {}, with TensorFlow {} and CUDA {} ({})", each.plan.base,
                             image.tensorflow, image.cuda.text(), image.source.title);
    each.asked = release->same_line(*asked);
    out.push_back(std::move(each));
  }
  std::reverse(out.begin(), out.end());
  std::stable_partition(out.begin(), out.end(), [](const ReadyImage& each) { return each.asked; });
  return out;
}

}  // namespace cudafit::recommend
