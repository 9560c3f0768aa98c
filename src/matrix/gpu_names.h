#pragma once
// Names of GPUs as people write them, against names of products.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cudafit::matrix {

/// A name taken apart once.
struct GpuName {
  std::string joined;               ///< "rtx2080ti": lower case, without vendor and brand words
  std::vector<std::string> tokens;  ///< "rtx", "2080", "ti"
  bool geforce = false, quadro = false;  ///< the brand words that stood in it
  /// One of the tokens, which nobody leaves out: "2080". Empty: there is none.
  std::string needed = {};
};
GpuName read_gpu_name(std::string_view written);
/// The same without sizes of memory: "RTX 3090 24GB" is an RTX 3090.
GpuName without_memory(const GpuName& name);

/// How many words of the product's name the written one leaves out; nothing where they differ in
/// more. "a100" leaves out two of "A100 SXM4 80GB"; a model number is never left out.
std::optional<std::size_t> left_out(const GpuName& written, const GpuName& product);

/// The memory in GB that a product's name says: 80 of "A100 SXM4 80GB"; 0 without one.
unsigned named_memory(std::string_view name);

}  // namespace cudafit::matrix
