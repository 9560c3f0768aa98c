#include "facts/cuda_switches.h"

#include <algorithm>
#include <array>

#include "facts/words.h"
#include "terms/ascii.h"

namespace cudafit::facts {

bool switched_on(std::string_view value) {
  const std::string text = ascii::lowered(value);
  return text == "on" || text == "1" || text == "yes" || text == "true" || text == "y";
}

bool is_cuda_switch(std::string_view written) {
  const std::string name = ascii::lowered(written);
  static constexpr std::array<std::string_view, 9> negations{
      "no_", "_no_", "disable", "skip", "without", "not_", "_off", "exclude", "ignore"};
  for (const std::string_view word : negations) {
    const bool at_start = word == "no_" || word == "not_";
    if (at_start ? name.starts_with(word) : contains(name, word)) return false;
  }
  static constexpr std::array<std::string_view, 17> endings{
      "_cuda",       "_cublas",          "cuda_enabled", "cuda_module",
      "enable_cuda", "faiss_enable_gpu", "use_cuda",     "with_cuda",
      "build_cuda",  "cuda_backend",     "cuda_support", "cuda_ext",
      "with_cudnn",  "opencv_dnn_cuda",  "ggml_cuda",    "cuda_libs",
      "cuda_ops"};
  if (name == "use_system_cuda" || name.ends_with("static_cuda")) return false;
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

bool asks_for_cuda(std::string_view name, std::string_view value) {
  if (is_cuda_switch(name)) return switched_on(value);
  const std::string upper_value = ascii::lowered(value);
  return (name == "GMX_GPU" || name == "GPU_BACKEND" || name == "WITH_GPU_BACKEND") &&
         upper_value == "cuda";
}

}  // namespace cudafit::facts
