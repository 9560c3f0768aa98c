#pragma once
// Knowledge has a clock: what goes on moving, what the tables know of it, when that was read, and
// where to look for more.

#include <string_view>
#include <vector>

#include "matrix/matrix.h"

namespace cudafit::matrix {

/// One thing that moves.
struct Watch {
  std::string_view subject;  ///< "CUDA toolkit"
  std::string_view table;    ///< of matrix/*.yaml
  std::string_view known;    ///< the newest version in it, or how many rows ("540 rows")
  std::string_view next;     ///< look for this one, which may not exist; empty: for anything newer
  std::string_view read;     ///< "2026-11-20"
  /// `pypi:NAME`, `registry:REPOSITORY`, `conda:CHANNEL/NAME`, `index:DIRECTORY/NAME` (of
  /// download.pytorch.org/whl), or what a citation calls its address.
  std::string_view look;
  std::vector<std::string_view> edit;  ///< files of matrix/ that a newer one changes
  Citation source;                     ///< of what is known
};

/// All of them, sorted by subject. The day of the newest source is data_date() (matrix.h).
std::vector<Watch> watches();

}  // namespace cudafit::matrix
