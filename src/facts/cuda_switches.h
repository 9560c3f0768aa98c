#pragma once
// Switches of build systems that ask for CUDA code. Private to the facts room.

#include <string_view>

namespace cudafit::facts {

/// The value of a switch: ON, 1, yes, TRUE, CUDA.
bool switched_on(std::string_view value);

/// `GGML_CUDA`, `WITH_CUDA`, `onnxruntime_USE_CUDA`, `LLAMA_CUBLAS`: switched on, CUDA code is
/// compiled. Not `NO_CUDA`, not CUDA_FAST_MATH, which only say how.
bool is_cuda_switch(std::string_view name);

/// `name` with `value` asks for CUDA code: GGML_CUDA=1, GMX_GPU=CUDA, NO_CUDA=0 does not.
bool asks_for_cuda(std::string_view name, std::string_view value);

}  // namespace cudafit::facts
