#pragma once
// Applying fixes to text. Pure: reads and writes no file.

#include <string>
#include <string_view>
#include <vector>

#include "source/diagnostic.h"

namespace cudafit {

struct Applied {
  std::string bytes;
  std::vector<bool> used;  ///< per fix: its edits are in `bytes`. A fix that overlaps an earlier
                           ///< one is left out whole
};

/// `bytes` of `file` with the edits of `fixes` that lie in it, earlier fixes winning over later
/// ones that touch the same bytes. Two identical edits are one.
Applied apply(std::string_view bytes, FileId file, const std::vector<const Fix*>& fixes);

/// The fix a run would apply to this finding: the first `safe` one, with `unsafe` the first that is
/// not `shown`. Null when there is none.
const Fix* applicable(const Diagnostic& finding, bool unsafe);

}  // namespace cudafit
