#pragma once
// What the compiler of each CUDA toolkit can target.

#include <optional>
#include <string_view>
#include <vector>

#include "matrix/matrix.h"
#include "terms/known.h"
#include "terms/version.h"

namespace cudafit::matrix {

/// The targets of one line of toolkits.
struct NvccTargets {
  Version cuda;                              ///< the line: "12.8"
  std::vector<std::string_view> real;        ///< "sm_80", "sm_90", "sm_90a"; rising
  std::vector<std::string_view> deprecated;  ///< of those: the compiler warns
  Version min_cc, max_cc;
  std::string_view default_arch;        ///< without -arch: "sm_52"; empty when not known
  Known knows_native = Known::unknown;  ///< -arch=native
  Known knows_all = Known::unknown;     ///< -arch=all and all-major
  unsigned max_gcc = 0;                 ///< newest major of gcc it accepts; 0: not known
  Citation source;
  bool weak = false;
};
/// `cuda` "12.8" or "12.8.1". Nothing for toolkits the table does not know.
std::optional<NvccTargets> nvcc_targets(Version cuda);
/// All lines, oldest first.
std::vector<NvccTargets> nvcc_lines();

/// Whether that toolkit's nvcc takes an architecture: "sm_90a", "compute_120", "lto_80", "native",
/// "all", "all-major". No is proof: the toolkit's list is in the table, and the name is one that
/// some other toolkit knows.
Known nvcc_knows(Version cuda, std::string_view arch);

/// The toolkits that know an architecture.
struct ArchSupport {
  Version first;                  ///< the line that first knew it
  Version last;                   ///< the last line; no parts: the newest of the table still does
  std::string_view architecture;  ///< "Blackwell"
  std::string_view renamed;       ///< the name newer toolkits use instead: sm_110 for sm_101
  Citation source;
  bool weak = false;
};
/// Nothing when no toolkit of the table knows it. "9.0a" is understood too.
std::optional<ArchSupport> arch_support(std::string_view arch);

/// A name TORCH_CUDA_ARCH_LIST takes instead of numbers.
struct NamedArch {
  std::string_view name;                ///< "Ampere"
  std::vector<std::string_view> items;  ///< "8.0", "8.6+PTX"
  Citation source;
  bool weak = false;
};
/// Exactly as written: torch does not know "ampere".
std::optional<NamedArch> torch_named_arch(std::string_view name);

}  // namespace cudafit::matrix
