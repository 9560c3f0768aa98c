#pragma once
// Since when and until when toolkits and drivers know a compute capability. Worked out from what
// the compiler of each toolkit targets.

#include <optional>
#include <string_view>
#include <vector>

#include "matrix/matrix.h"
#include "terms/version.h"

namespace cudafit::matrix {

/// One name nvcc takes: sm_90, sm_90a, sm_100f.
struct SmTarget {
  std::string_view name;
  Version first;       ///< line of toolkits that first took it
  Version last;        ///< the last one; no parts: the newest of the table still does
  Version deprecated;  ///< the first that warns about it; no parts: none does
};

struct SmHistory {
  Version cc;                     ///< 9.0
  std::string_view architecture;  ///< "Hopper"
  Version first_cuda;             ///< no parts: no toolkit of the table targets it
  Version last_cuda;              ///< no parts: the newest of the table still targets it
  Version deprecated_since;
  std::string_view renamed;   ///< what newer toolkits call it: sm_110
  unsigned first_branch = 0;  ///< first driver branch that runs it; 0: not known (Tegra)
  unsigned last_branch = 0;   ///< 0: the newest still does
  bool tegra = false;
  std::vector<SmTarget> targets;  ///< the plain one first, then those with a letter
  Citation source;
  bool weak = false;
};

/// Nothing for a compute capability that known_ccs (matrix/gpu.h) does not list.
std::optional<SmHistory> sm_history(Version cc);

}  // namespace cudafit::matrix
