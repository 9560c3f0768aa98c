#include "recommend/host_fit.h"

#include <fmt/format.h>

#include <algorithm>

#include "matrix/driver.h"
#include "matrix/image_boards.h"

namespace cudafit::recommend {

namespace {

/// The first CUDA that knows the GPU, whichever board is meant; no parts: not known.
Version first_cuda(const graph::HostGpu& gpu) {
  Version first;
  for (const matrix::Gpu& one : gpu.may_be) {
    if (!one.first_cuda || one.tegra) return {};
    if (!first || one.first_cuda < first) first = one.first_cuda;
  }
  return first;
}

bool is_board(const graph::HostGpu& gpu) {
  return !gpu.may_be.empty() && std::all_of(gpu.may_be.begin(), gpu.may_be.end(),
                                            [](const matrix::Gpu& one) { return one.tegra; });
}

}  // namespace

std::string host_doubt(const graph::Graph& graph, const matrix::ImageContents& contents) {
  if (!contents.cuda || contents.cuda_runtime == Known::no || matrix::for_boards(contents))
    return {};
  for (const graph::Machine& machine : graph.machines) {
    const auto board = std::find_if(machine.gpus.begin(), machine.gpus.end(), is_board);
    if (board != machine.gpus.end())
      return fmt::format("its CUDA {} drives the GPU of {}: it is no image for Jetson boards",
                         contents.cuda.text(), board->title());
    const auto oldest = matrix::driver_floor(contents.cuda, machine.os);
    if (oldest && oldest->needed && machine.driver) {
      // A branch is any release of it.
      const bool older = machine.driver.parts == 1 ? machine.driver.major() < oldest->needed.major()
                                                   : machine.driver < oldest->needed;
      if (older)
        return fmt::format(
            "nothing here loads its CUDA {}, which asks for driver {} where {} is declared, or its "
            "cuda-compat suits the GPU",
            contents.cuda.text(), driver_text(oldest->needed), machine.driver_as);
    }
    for (const graph::HostGpu& gpu : machine.gpus) {
      const Version first = first_cuda(gpu);
      if (first && contents.cuda < first && !contents.cuda.same_line(first))
        return fmt::format(
            "nothing here uses its CUDA {}, which has no code for {}: CUDA {} is "
            "the first",
            contents.cuda.text(), gpu.title(), first.text());
    }
  }
  return {};
}

}  // namespace cudafit::recommend
