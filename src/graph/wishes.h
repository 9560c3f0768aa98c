#pragma once
// Whether what containers of a stage start is to use a GPU, as far as the user's files say so. That
// hosts with GPUs are declared says nothing of an image: a project has images for the CPU beside.

#include <string>
#include <string_view>

#include "graph/graph.h"

namespace cudafit::graph {

/// What says so; no words: nothing does.
struct Wish {
  std::string words;  ///< "the image starts from nvidia/cuda:12.4.1-base-ubuntu22.04"
  Span span;
  explicit operator bool() const { return !words.empty(); }
};

/// The package is made for GPUs, by its name: onnxruntime-gpu, cupy-cuda12x, tensorrt. Others that
/// bring CUDA (xgboost, ctranslate2) work on the CPU as well.
bool named_for_gpu(std::string_view package);
/// Its torch was taken from an index of one CUDA, which somebody chose.
bool chosen_cuda(const Graph& graph, const Package& package);
/// Why the stage is meant to use a GPU: it starts from a CUDA image, sets what the container
/// toolkit reads, has a torch for one CUDA, is started with a device, or its service asks for GPUs.
Wish gpu_wish(const Graph& graph, int stage);
/// The stage is a service of a Compose file that asks for no GPU: it gets no driver either, and
/// what a GPU would make of it is not to be said, but that it asks for none.
bool gets_no_gpu(const Graph& graph, int stage);
/// The CUDA comes with a package that works on the CPU as well, of which nobody chose the build,
/// and nothing says that the stage is to use a GPU.
bool perhaps_for_cpu(const Graph& graph, const CudaUse& use);
/// What the stage starts is kept off GPUs: none is visible, or it is told to use the CPU
/// (`DEVICE=cpu`, `--device cpu`).
bool without_gpus(const Graph& graph, int stage);

}  // namespace cudafit::graph
